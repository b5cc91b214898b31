"""Owns what papers say about the office that sends them: read from office.toml in the data folder."""

import tomllib
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from bansou.core.documents.shapes import Office


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


def _settings() -> dict:
    sample = files("bansou.core").joinpath("data", "office.toml").read_text(encoding="utf-8")
    own = Path(settings.DATA_DIR) / "office.toml"
    return tomllib.loads(sample) | (tomllib.loads(own.read_text(encoding="utf-8")) if own.exists() else {})
