"""Makers for tests of the desk: threads as the public form, a mailbox and the telephone make them."""

import uuid
from datetime import datetime

from bansou.enquiries.actions.receiving import add_incoming, channel_of, erase_on, start_thread
from bansou.enquiries.enums import Kind
from bansou.enquiries.models import Thread
from bansou.people import actions as people
from bansou.people.models import Person
from bansou.people.rules.contact import SafeContact


def make_enquiry(
    now: datetime,
    text: str = "Tôi bị sa thải.",
    *,
    kind: Kind = Kind.WEB,
    contact: SafeContact | None = None,
    person: Person | None = None,
    **fields,
) -> Thread:
    """A thread of somebody of their own, in Tokyo unless told otherwise."""
    person = person or people.new_person(erase_on=erase_on(now), now=now)
    if contact:
        people.save_safe_contact(person, contact, actor=None, now=now)
    given = {"language": "vi", "prefecture": "13", "topics": ["work"], **fields}
    return start_thread(
        channel=channel_of(kind), address=None, person=person, text=text, at=now, now=now,
        token=uuid.uuid4(), **given,
    )  # fmt: skip


def write_again(thread: Thread, now: datetime, text: str = "Xin trả lời.") -> None:
    add_incoming(thread, text, language="vi", at=now, now=now, token=uuid.uuid4())
