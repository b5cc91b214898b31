"""Somebody asks for help by the public form: person, safe contact, thread and receipt, made in one go and once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from bansou.cases.enums import Urgency
from bansou.core.municipalities import region_of
from bansou.core.uploads import Cleaned
from bansou.enquiries.actions import receipts, receiving
from bansou.enquiries.actions.addresses import add_address, answer_only
from bansou.enquiries.enums import Kind, Safety
from bansou.enquiries.models import Channel, Thread
from bansou.enquiries.queries.conversation import answers_of_form
from bansou.enquiries.rules.receipts import Receipt
from bansou.people import actions as people
from bansou.people.models import Person
from bansou.people.rules.contact import SafeContact, Way

# Of the answer to "do you have a place to sleep tonight?".
NO_PLACE = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the form asks; everything may be empty but the language. `topics` are cases.enums.Topic.

    `sleep` is "yes", "no" or ""; `easy` asks for easy Japanese; `mail` and `phone` are where to answer as well.
    """

    language: str
    text: str = ""
    topics: frozenset[str] = frozenset()
    safety: str = ""
    sleep: str = ""
    prefecture: str = ""
    town: str = ""
    easy: bool = False
    reads_badly: bool = False
    nickname: str = ""
    mail: str = ""
    phone: str = ""

    @property
    def urgency(self) -> str:
        """Whoever is in danger or on the street tonight is for today."""
        today = self.safety == Safety.UNSAFE or self.sleep == NO_PLACE
        return Urgency.TODAY if today else Urgency.ANY


def ask(
    told: Told,
    contact: SafeContact,
    receipt: Receipt,
    *,
    token: uuid.UUID,
    now: datetime,
    files: Sequence[Cleaned] = (),
) -> Thread:
    """The thread that came of it; sent again with the same token, the same one. Raises receipts.Busy."""
    if found := Thread.objects.filter(form_token=token).first():
        return found
    # Before the transaction: it takes its time.
    digest = receipts.digest_of(receipt)
    try:
        with transaction.atomic():
            return _ask(told, contact, digest, token, now, files)
    except IntegrityError:
        # Sent twice at the same moment: the other one was first.
        if found := Thread.objects.filter(form_token=token).first():
            return found
        raise


@transaction.atomic
def change_contact(thread: Thread, contact: SafeContact, *, mail: str, phone: str, now: datetime) -> None:
    """The person says anew how they can be reached; what they leave out is no longer known. A lock of ours stays."""
    thread = Thread.objects.select_for_update(of=("self",)).select_related("person").get(pk=thread.pk)
    locked = people.open_safe_contact(thread.person_id).locked
    people.save_safe_contact(thread.person, replace(contact, locked=locked), actor=None, now=now)
    given = {"mail": mail, "phone": phone}
    answers = {key: value for key, value in answers_of_form(thread).items() if key not in given}
    receiving.set_answers(thread, answers | {key: value for key, value in given.items() if value})
    thread.version += 1
    thread.save(update_fields=["sealed_answers", "version"])
    # What they left may be read by somebody else by now: not even what waits to be sent goes there.
    answer_only(thread.person, Kind.MAIL, mail, now=now)
    if Way.MAIL in contact.ways:
        _add_mail(thread.person, mail, thread.prefecture, now)


def _ask(
    told: Told, contact: SafeContact, digest: bytes, token: uuid.UUID, now: datetime, files: Sequence[Cleaned]
) -> Thread:
    person = people.new_person(erase_on=receiving.erase_on(now), now=now)
    people.save_safe_contact(person, contact, actor=None, now=now)
    if Way.MAIL in contact.ways:
        _add_mail(person, told.mail, told.prefecture, now)
    return receiving.start_thread(
        channel=receiving.channel_of(Kind.WEB), address=receipts.add_address(person, digest, now=now), person=person,
        text=told.text, language=told.language, at=now, now=now, token=token, topics=told.topics,
        urgency=told.urgency, safety=told.safety, prefecture=told.prefecture, answers=_answers(told), files=files,
    )  # fmt: skip


def _add_mail(person: Person, mail: str, prefecture: str, now: datetime) -> None:
    """So that answers can leave by the mailbox of the region, or by that of all."""
    boxes = {box.region: box for box in Channel.objects.filter(kind=Kind.MAIL, active=True)}
    box = boxes.get(region_of(prefecture) if prefecture else "") or boxes.get("")
    if box:
        add_address(person, box, mail, now=now)


def _answers(told: Told) -> dict[str, str | bool]:
    kept = ("town", "sleep", "easy", "reads_badly", "nickname", "mail", "phone")
    return {name: value for name in kept if (value := getattr(told, name))}
