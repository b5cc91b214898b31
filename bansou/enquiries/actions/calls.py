"""What somebody said on the phone or at the desk becomes a thread."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bansou.audit import actions as audit
from bansou.enquiries.actions.handling import take
from bansou.enquiries.actions.receiving import channel_of, erase_on, start_thread
from bansou.enquiries.enums import Kind
from bansou.enquiries.models import Thread
from bansou.people.actions import new_person, save_safe_contact
from bansou.people.rules.contact import SafeContact


def note_call(
    kind: Kind,
    text: str,
    *,
    token: uuid.UUID,
    language: str,
    contact: SafeContact,
    actor: Any,
    now: datetime,
    nickname: str = "",
    prefecture: str = "",
    safety: str = "",
    urgency: str = "3",
    topics: Iterable[str] = (),
) -> Thread:
    """A thread with what was said, taken by who listened. The same form sent twice gives the same thread."""
    if found := Thread.objects.filter(form_token=token).first():
        return found
    person = new_person(erase_on=erase_on(now), now=now)
    thread = start_thread(
        channel=channel_of(kind), address=None, person=person, text=text, language=language, at=now, now=now,
        token=token, topics=topics, urgency=urgency, safety=safety, prefecture=prefecture,
        answers={"nickname": nickname} if nickname else None,
    )  # fmt: skip
    save_safe_contact(person, contact, actor=actor, now=now)
    audit.record(actor, "enquiries.note_call", thread, now=now)
    return take(thread, actor=actor, now=now)
