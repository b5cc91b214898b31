"""Reads values from the environment: the one place that knows how a setting reaches the program."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# FULL keeps every acknowledged write through a crash; secure_delete overwrites what is erased. The cache (4 MB)
# is one per thread and database; the system's own cache serves them all.
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "cache_size=-4000")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    return int(text(name, str(default)))


def items(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def secret(name: str, file: Path) -> str:
    """A secret from the environment, else from a file of its own; never a default."""
    value = text(name) or (file.read_text().strip() if file.exists() else "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}, or run script/setup, which writes {file}.")
    return value


def database(name: str, file: Path) -> dict[str, Any]:
    """Where a database is: a URL from the environment, else an SQLite file."""
    config = dj_database_url.parse(text(name, f"sqlite:///{file}"), conn_max_age=60, conn_health_checks=True)
    if "sqlite" in config["ENGINE"]:
        # IMMEDIATE takes the write lock when an action starts: two writers queue instead of failing halfway.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "; ".join(f"PRAGMA {pragma}" for pragma in SQLITE_PRAGMAS),
        }
    return {**config}
