"""The questions that are read to the person before they agree: packaged texts, each wording with a version."""

import tomllib
from functools import cache
from importlib.resources import files

# A new wording is a new file; what people once agreed to stays readable.
VERSION = "2026-11"


@cache
def texts(version: str = VERSION) -> dict[str, dict[str, str]]:
    """By purpose (cases.enums.Purpose) the question in each language. Raises FileNotFoundError."""
    packaged = files("bansou.cases").joinpath("texts", f"consent-{version}.toml")
    return tomllib.loads(packaged.read_text(encoding="utf-8"))


def text(purpose: str, language: str, version: str = VERSION) -> str:
    """The question in a language, in English where there is none."""
    found = texts(version)[purpose]
    return found.get(language, found["en"])
