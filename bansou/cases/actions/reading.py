"""Opening what is sealed of a case, for a reader who was let in; every opening is in the log first."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from bansou.audit import actions as audit
from bansou.cases.models import Case
from bansou.cases.queries.sealed import place, sealed
from bansou.cases.rules.fields import Access, Part
from bansou.vault.actions import Sealed


class Opened:
    """The words of a page, found by row and field. What the reader may not read was never opened."""

    def __init__(self, words: dict[str, str | None]) -> None:
        self._words = words

    def text(self, row: Model, field: str = "sealed_text") -> str:
        """The words of a field; empty for what was not opened or is erased."""
        return self._words.get(place(row, field)) or ""

    def sealed(self, item: Sealed) -> str:
        """The same for a field of another room."""
        return self._words.get(item.place) or ""

    def told(self, row: Model, field: str) -> dict[str, Any]:
        """The same for a field that holds a dictionary."""
        text = self.text(row, field)
        return json.loads(text) if text else {}


def read(
    case: Case,
    access: Access,
    fields: Mapping[Part, Iterable[tuple[Model, str] | Sealed]],
    *,
    user: Any,
    now: datetime,
) -> Opened:
    """Open the fields (rows with the name of their field) of those parts that the reader may read.

    One entry in the log names the parts. Takes the reader's quota: raises Refused(Limit). Call it outside a
    transaction.
    """
    parts = {part: list(items) for part, items in fields.items() if part in access.reads}
    wanted = [
        item if isinstance(item, Sealed) else sealed(*item) for items in parts.values() for item in items
    ]
    wanted = [item for item in wanted if item.token]
    words = audit.open_sealed(
        user, "cases.read", case, sealed=wanted, now=now, fields=[str(part) for part in parts]
    )
    return Opened({item.place: text for item, text in zip(wanted, words, strict=True)})
