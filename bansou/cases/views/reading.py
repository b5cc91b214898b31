"""Rows of a case with their words, for templates."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from bansou.cases.actions.reading import Opened, read
from bansou.cases.models import Case, Entry, Task
from bansou.cases.rules.fields import Part
from bansou.core import clock
from bansou.people.actions import open_safe_contact
from bansou.people.rules.contact import SafeContact
from bansou.vault.actions import Sealed
from bansou.vault.crypto import Unreadable


def opened(
    request: HttpRequest, case: Case, fields: Mapping[Part, Iterable[tuple[Model, str] | Sealed]]
) -> Opened:
    """What the page is about to show; see actions.reading.read."""
    return read(case, case.access, fields, user=request.user, now=clock.now())


def texts(rows: Iterable[Model]) -> list[tuple[Model, str]]:
    """The texts of entries or tasks, to be opened."""
    return [(row, "sealed_text") for row in rows]


def task_lines(tasks: Iterable[Task], words: Opened, *, today: date) -> list[dict[str, Any]]:
    """Tasks with their words; one that a residence situation made tells when the stay ends instead."""
    return [
        {
            "task": task,
            "text": "" if task.from_residence else words.text(task),
            "ends_on": _day(words.text(task)) if task.from_residence else None,
            "late": task.done_at is None and task.due_on is not None and task.due_on < today,
        }
        for task in tasks
    ]


def entry_lines(entries: Iterable[Entry], words: Opened) -> list[dict[str, Any]]:
    return [
        {
            "entry": entry,
            "text": words.text(entry),
            "topics": [topic.get_topic_display() for topic in entry.topics.all()],
        }
        for entry in entries
    ]


def contact_of(case: Case) -> SafeContact | None:
    """How the person can be reached, once reading it is in the log; None for who may not know, or if it is gone."""
    if Part.CONTACT not in case.access.reads:
        return None
    try:
        return open_safe_contact(case.person_id)
    except Unreadable:
        return None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
