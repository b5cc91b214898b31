"""Notes to the coordinator about support that is too late to file."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from bansou.accompaniment.models import LateNote
from bansou.audit import actions as audit
from bansou.supporters.models import Supporter
from bansou.vault import actions as vault

KEPT_DAYS = 365


@transaction.atomic
def write_note(
    *, supporter: Supporter, support_on: date, deadline_on: date, text: str, actor: Any, now: datetime
) -> LateNote:
    """A note about one support day; a second one about the same day takes the place of an unanswered first."""
    note = LateNote.objects.select_for_update().filter(
        supporter=supporter, support_on=support_on, answered_at=None
    ).first() or LateNote(supporter=supporter, support_on=support_on)
    note.prefecture, note.deadline_on, note.written_at = supporter.prefecture, deadline_on, now
    erase_on = now.date() + timedelta(days=KEPT_DAYS)
    vault.ensure_key("late_note", scope=note.pk, erase_on=erase_on, now=now)
    note.sealed_text = vault.seal(note.pk, text_place(note), text)
    note.save()
    audit.record(actor, "claims.write_note", note, now=now)
    return note


@transaction.atomic
def close_note(note: LateNote, *, actor: Any, now: datetime) -> None:
    """The coordinator has answered, in person or by phone."""
    if note.answered_at is None:
        note.answered_at, note.answered_by = now, actor
        note.save()
        audit.record(actor, "claims.close_note", note, now=now)


def text_place(note: LateNote) -> str:
    return f"accompaniment.latenote.sealed_text|{note.pk}"
