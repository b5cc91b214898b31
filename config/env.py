"""Reads values from the environment: the one place that knows how a setting reaches the program."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


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
