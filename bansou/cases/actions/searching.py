"""Finding words in the names and notes of one's own cases: opened in memory, a few times a day, all of it logged."""

import json
import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from bansou.audit import actions as audit
from bansou.audit import queries as log
from bansou.cases.enums import Reason, Role
from bansou.cases.models import Case, Entry, Relative
from bansou.cases.permissions import live_members, visible_cases
from bansou.cases.rules.fields import Part, access
from bansou.cases.rules.names import name_test, note_test
from bansou.core.refusal import Refused
from bansou.vault import actions as vault
from bansou.vault.actions import Sealed

SEARCH = "cases.search"
A_DAY = 20
# Newest first; older notes are not looked into.
NOTES = 20_000
HITS = 50
BATCH = 1_000
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
    named, noted = _names(typed, actor, now), _notes(typed, actor, now)
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


def _cases_read(part: Part, actor: Any, now: datetime) -> QuerySet:
    """Ids of the cases of which the actor reads this part as their member."""
    official = actor.is_public_official
    roles = [role for role in Role.values if part in access(role, official=official).reads]
    mine = live_members(now=now).filter(user=actor, role__in=roles)
    return visible_cases(actor, now=now).filter(pk__in=mine.values("case")).values("pk")


def _names(typed: str, actor: Any, now: datetime) -> dict[uuid.UUID, tuple[str, ...]]:
    rows = Relative.objects.filter(case__in=_cases_read(Part.IDENTITY, actor, now))
    sealed = [
        Sealed(case, f"cases.relative.sealed_identity|{pk}", token)
        for pk, case, token in rows.values_list("pk", "case_id", "sealed_identity")
    ]
    fits, found = name_test(typed), defaultdict[uuid.UUID, tuple[str, ...]](tuple)
    for item, text in zip(sealed, vault.unseal_many(sealed), strict=True):
        told = json.loads(text) if text else {}
        names = [told.get(script, "") for script in ("name", "kana", "native")]
        if fits(names):
            found[item.scope] += (next(name for name in names if name),)
    return found


def _notes(typed: str, actor: Any, now: datetime) -> dict[uuid.UUID, tuple[str, datetime]]:
    """The newest note with the words in each case; private ones for who reads them."""
    notes = Entry.objects.filter(
        Q(private=False) | Q(case__in=_cases_read(Part.PRIVATE, actor, now)),
        case__in=_cases_read(Part.ENTRIES, actor, now),
    )
    oldest = notes.order_by("-at").values_list("at", flat=True)[NOTES : NOTES + 1]
    for at in oldest:
        notes = notes.filter(at__gt=at)
    sealed = [
        Sealed(case, f"cases.entry.sealed_text|{pk}", token)
        for pk, case, token in notes.values_list("pk", "case_id", "sealed_text")
        if token
    ]
    place, pieces = note_test(typed), dict[str, str]()
    for item, text in zip(sealed, vault.unseal_many(sealed), strict=True):
        where = place(text) if text else None
        if where:
            pieces[item.place.partition("|")[2]] = _around(text or "", *where)
    return _newest(pieces)


def _newest(pieces: dict[str, str]) -> dict[uuid.UUID, tuple[str, datetime]]:
    """Of each case the piece of its newest note."""
    found: dict[uuid.UUID, tuple[str, datetime]] = {}
    ids = list(pieces)
    for start in range(0, len(ids), BATCH):
        hits = Entry.objects.filter(pk__in=ids[start : start + BATCH])
        for pk, case, at in hits.values_list("pk", "case_id", "at"):
            if case not in found or found[case][1] < at:
                found[case] = (pieces[str(pk)], at)
    return dict(sorted(found.items(), key=lambda item: item[1][1], reverse=True))


def _around(text: str, first: int, last: int) -> str:
    """A piece of the note; the place may be a little off where folding changed the length."""
    start, end = max(first - AROUND, 0), last + AROUND
    piece = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{piece}{'…' if end < len(text) else ''}"
