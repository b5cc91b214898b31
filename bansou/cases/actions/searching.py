"""Finding words in the names and notes of one's own cases: opened in memory, a few times a day, all of it logged."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bansou.audit import actions as audit
from bansou.audit import queries as log
from bansou.cases.enums import Reason
from bansou.cases.models import Case, CaseMember, Entry, Relative
from bansou.cases.permissions import live_members, visible_cases
from bansou.cases.rules.fields import Access, Part, access
from bansou.cases.rules.names import is_named, plain
from bansou.core.refusal import Refused
from bansou.vault import actions as vault
from bansou.vault.actions import Sealed

SEARCH = "cases.search"
A_DAY = 20
# Newest first; older notes are not looked into.
NOTES = 20_000
HITS = 50
AROUND = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """A case in which the words were found: in a name, or in a note of which `words` are a piece."""

    case: Case
    names: tuple[str, ...]
    words: str
    at: datetime | None


def find(typed: str, *, actor: Any, now: datetime) -> list[Hit]:
    """Up to 50 cases, those whose people have the name first. Raises Refused(SEARCHES_USED)."""
    if log.today(actor, SEARCH, now=now).count() >= A_DAY:
        raise Refused(Reason.SEARCHES_USED, limit=A_DAY)
    audit.record(actor, SEARCH, actor, now=now, fields=["names", "notes"])
    may = _may_read(actor, now)
    named = _names(typed, [case for case, mine in may.items() if Part.IDENTITY in mine.reads])
    noted = _notes(typed, may)
    cases = Case.objects.in_bulk([*dict.fromkeys([*named, *noted])][:HITS])
    hits = [
        Hit(cases[pk], named.get(pk, ()), *noted.get(pk, ("", None)))
        for pk in dict.fromkeys([*named, *noted])
        if pk in cases
    ]
    for hit in hits:
        # Each in its own case's log, where the lead sees it.
        parts = [part for part, found in ((Part.IDENTITY, hit.names), (Part.ENTRIES, hit.words)) if found]
        audit.record(actor, "cases.found", hit.case, now=now, fields=parts)
    return hits


def _may_read(actor: Any, now: datetime) -> dict[uuid.UUID, Access]:
    """What the actor reads of each case that they are on."""
    mine: Iterable[CaseMember] = live_members(now=now).filter(
        user=actor, case__in=visible_cases(actor, now=now)
    )
    return {row.case_id: access(row.role, official=actor.is_public_official) for row in mine}


def _names(typed: str, cases: list[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    rows = Relative.objects.filter(case__in=cases).values_list("pk", "case_id", "sealed_identity")
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    sealed = [Sealed(case, f"cases.relative.sealed_identity|{pk}", token) for pk, case, token in rows]
    for item, text in zip(sealed, vault.unseal_many(sealed), strict=True):
        told = json.loads(text) if text else {}
        names = [told.get(script, "") for script in ("name", "kana", "native")]
        if is_named(typed, names):
            found[item.scope] = (*found.get(item.scope, ()), next(name for name in names if name))
    return found


def _notes(typed: str, may: dict[uuid.UUID, Access]) -> dict[uuid.UUID, tuple[str, datetime]]:
    """The newest note with the words in each case; private ones for who reads them."""
    readable = [case for case, mine in may.items() if Part.ENTRIES in mine.reads]
    newest = Entry.objects.filter(case__in=readable).order_by("-at", "-id")
    rows = [
        row
        for row in newest.values_list("pk", "case_id", "at", "private", "sealed_text")[:NOTES]
        if row[4] and (not row[3] or Part.PRIVATE in may[row[1]].reads)
    ]
    sealed = [Sealed(case, f"cases.entry.sealed_text|{pk}", token) for pk, case, _at, _private, token in rows]
    wanted = plain(typed)
    found: dict[uuid.UUID, tuple[str, datetime]] = {}
    for row, text in zip(rows, vault.unseal_many(sealed), strict=True):
        if text and row[1] not in found:
            where = plain(text).find(wanted)
            if where >= 0:
                found[row[1]] = (_around(text, where, len(wanted)), row[2])
    return found


def _around(text: str, where: int, length: int) -> str:
    """A piece of the note; the place may be a little off where comparing changed the length."""
    start = max(where - AROUND, 0)
    piece = " ".join(text[start : where + length + AROUND].split())
    return f"{'…' if start else ''}{piece}{'…' if where + length + AROUND < len(text) else ''}"
