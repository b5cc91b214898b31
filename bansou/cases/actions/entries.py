"""Lines of the progress record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.cases.actions.common import open_case_row, seal, touch
from bansou.cases.models import Case, Entry, EntryTopic


@transaction.atomic
def add_entry(
    case: Case,
    kind: str,
    text: str,
    *,
    actor: Any,
    now: datetime,
    mode: str = "",
    at: datetime | None = None,
    topics: Iterable[str] = (),
    private: bool = False,
) -> Entry:
    """Write a line; `at` is when it happened, if not now. With a mode it counts as a contact, with its topics.

    Raises Refused(CLOSED, UNREADABLE).
    """
    locked = open_case_row(case.pk)
    entry = write_entry(
        locked, kind, text, actor=actor, now=now, mode=mode, at=at, topics=topics, private=private
    )
    audit.record(actor, "cases.entry", locked, now=now, fields=[kind, *([mode] if mode else [])])
    case.last_at = locked.last_at
    return entry


def write_entry(
    case: Case,
    kind: str,
    text: str,
    *,
    actor: Any,
    now: datetime,
    mode: str = "",
    at: datetime | None = None,
    topics: Iterable[str] = (),
    private: bool = False,
) -> Entry:
    """The line itself, on a locked case in whatever state."""
    entry = Entry(case=case, kind=kind, mode=mode, at=at or now, by=actor, written_at=now, private=private)
    seal(case.pk, entry, "sealed_text", text)
    entry.save(force_insert=True)
    EntryTopic.objects.bulk_create(EntryTopic(entry=entry, topic=topic) for topic in dict.fromkeys(topics))
    touch(case, now)
    return entry
