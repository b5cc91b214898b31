"""The shape of every `<app>/retention.py`: what is kept about people, how harmful a leak is, until when.

    from bansou.core.retention import AMBER, INTERNAL, RED, keep

    RETENTION = {
        "accompaniment.Claim": [
            keep("sealed_text text_digest", RED, "what happened, for the reviewer", "2 years after the term"),
            keep("id number terms state", INTERNAL, "the claim's course", "10 years (accounts)"),
        ],
    }
    # Only in apps that make keys: the kind given to vault.create_key -> the model whose primary key is
    # the scope. Keys without such a row are swept away after a week.
    SCOPES = {"claim": "accompaniment.Claim"}

Every field of every model stands in exactly one `keep`, foreign keys and primary keys too, by the name
that the model gives them. `bansou retention` prints all of it as docs/privacy/retention.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


class Level(StrEnum):
    """RED: a leak can mean violence or deportation. AMBER: other personal data. INTERNAL: about no person."""

    RED = "red"
    AMBER = "amber"
    INTERNAL = "internal"


RED, AMBER, INTERNAL = Level


@dataclass(frozen=True)
class Kept:
    fields: tuple[str, ...]
    level: Level
    purpose: str
    until: str


def keep(fields: str, level: Level, purpose: str, until: str) -> Kept:
    """Fields with blanks between them; purpose and period in plain English."""
    return Kept(tuple(fields.split()), level, purpose, until)


def declared() -> dict[str, list[Kept]]:
    """What all apps say, by model label ("accompaniment.Claim")."""
    return {label: rows for module in _modules() for label, rows in module.RETENTION.items()}


def scopes() -> dict[str, str]:
    """The model behind each kind of data key."""
    found: dict[str, str] = {}
    for module in _modules():
        found |= getattr(module, "SCOPES", {})
    return found


def as_markdown() -> str:
    """The page docs/privacy/retention.md."""
    lines = [
        "# What is kept, why, and until when",
        "",
        "Written by `bansou retention`; the source is `bansou/<app>/retention.py`.",
        "Red: a leak can mean violence or deportation. Amber: other personal data."
        " Internal: about no person.",
        "",
    ]
    for label, rows in sorted(declared().items()):
        lines += [f"## {label}", "", "|Level|Fields|Purpose|Kept until|", "|--|--|--|--|"]
        lines += [
            f"|{row.level}|{', '.join(f'`{name}`' for name in row.fields)}|{row.purpose}|{row.until}|"
            for row in rows
        ]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _modules() -> Iterator:
    for config in apps.get_app_configs():
        name = f"{config.name}.retention"
        if config.name.startswith("bansou.") and config.name != "bansou.core" and find_spec(name):
            yield import_module(name)
