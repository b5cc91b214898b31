"""Owns what the office says about itself, and where its quick exit leads: office.toml in the data folder."""

import tomllib
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from bansou.core.documents.shapes import Office

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def office() -> Office:
    """The office's own words, or the packaged sample, which says that it is one."""
    data = _settings()
    return Office(
        name=data["name"],
        postal_code=data["postal_code"],
        address=data["address"],
        phone=data["phone"],
        mail=data["mail"],
        representative=data["representative"],
    )


def memorandum_confirmed() -> bool:
    """Whether the office has confirmed the memorandum's wording; until then each copy bears 案."""
    return _settings().get("memorandum_confirmed") is True


def exit_sites() -> list[str]:
    """Where the quick exit leads: https addresses that tell nothing about who came from here."""
    return list(_settings()["exit_sites"])


def line_url() -> str:
    """Where the office's LINE account is added as a friend; empty without one."""
    return _settings()["line_url"]


def opening_hours() -> dict[int, tuple[int, int]]:
    """When messages are answered: weekday (0 is Monday) to whole hours (from, to) of the Japanese day."""
    given = _settings()["opening_hours"]
    return {number: tuple(given[name]) for number, name in enumerate(_WEEKDAYS) if name in given}


def _settings() -> dict:
    sample = files("bansou.core").joinpath("data", "office.toml").read_text(encoding="utf-8")
    own = Path(settings.DATA_DIR) / "office.toml"
    return tomllib.loads(sample) | (tomllib.loads(own.read_text(encoding="utf-8")) if own.exists() else {})
