"""Taking back a part of what was written, erasing a thread, and forgetting threads whose time is over."""

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bansou.audit import actions as audit
from bansou.cases.enums import State as CaseState
from bansou.cases.enums import Urgency
from bansou.cases.models import Case
from bansou.enquiries.actions.receiving import set_preview
from bansou.enquiries.enums import Delivery, Direction, State
from bansou.enquiries.models import Address, Message, Thread
from bansou.enquiries.queries import sealed
from bansou.files import actions as files_room
from bansou.people.models import Person, SafeContact
from bansou.vault import actions as vault

# How long the desk sees that the person erased what they wrote.
MARK_KEPT = timedelta(days=30)


@transaction.atomic
def take_back(
    message: Message, *, now: datetime, text: bool = True, files: Collection[uuid.UUID] | None = None
) -> None:
    """Erase of a message of the person its text, and these of its MessageFiles (None: all); a mark stays.

    Doing it again changes nothing.
    """
    thread = _locked(message.thread_id)
    message.refresh_from_db()
    if message.direction != Direction.IN or message.delivery == Delivery.TAKEN_BACK:
        return
    gone = [each for each in message.files.select_related("stored") if files is None or each.pk in files]
    files_room.delete_files(*(each.stored for each in gone))
    if text:
        message.translations.all().delete()
        message.sealed_text = vault.seal(thread.pk, sealed.text_place(message), "")
    if not message.files.exists() and (text or not _text(message)):
        message.delivery, message.sealed_text = Delivery.TAKEN_BACK, b""
    message.save(update_fields=["delivery", "sealed_text"])
    _preview_again(thread)
    audit.record(None, "enquiries.take_back", thread, now=now)


@transaction.atomic
def take_back_answers(thread: Thread, *, now: datetime) -> None:
    """Erase what the form asked beside the text."""
    thread = _locked(thread.pk)
    thread.sealed_answers, thread.safety, thread.prefecture = None, "", ""
    thread.version += 1
    thread.save(update_fields=["sealed_answers", "safety", "prefecture", "version"])
    audit.record(None, "enquiries.take_back", thread, now=now)


@transaction.atomic
def erase_by_person(thread: Thread, *, now: datetime) -> None:
    """Everything of the thread becomes unreadable at once; the desk sees for a while that the person wished it.

    What a case knows stays with the case. Without one, how the person can be reached is erased too.
    """
    thread = _locked(thread.pk)
    thread.address, address = None, thread.address
    thread.state, thread.urgency, thread.safety = State.CLOSED, Urgency.ANY, ""
    thread.sealed_answers = thread.sealed_preview = None
    thread.waiting_since = thread.reply_until = thread.snoozed_until = None
    thread.erased_at, thread.version = now, thread.version + 1
    thread.erase_on = timezone.localtime(now).date() + MARK_KEPT
    thread.save()
    audit.record(None, "enquiries.erased_by_person", thread, now=now)
    _empty(thread, address)


def erase_of_case(case: Case) -> bool:
    """Remove the threads of a case that is being erased. Returns whether its person wrote others that remain."""
    for thread in case.threads.select_for_update(of=("self",)).select_related("person", "address"):
        thread.address, address = None, thread.address
        thread.save(update_fields=["address"])
        _empty(thread, address)
        thread.delete()
    return case.person.threads.filter(erased_at=None).exists()


def erase_due(*, today: date) -> int:
    """Remove threads whose day has come, and people of whom nothing else is known. Returns how many threads."""
    due = Thread.objects.filter(erase_on__lt=today, case=None).values_list("pk", flat=True)
    return sum(_remove(pk, today) for pk in list(due))


@transaction.atomic
def _remove(pk: uuid.UUID, today: date) -> bool:
    thread = (
        Thread.objects.select_for_update(of=("self",)).filter(pk=pk, erase_on__lt=today, case=None).first()
    )
    if thread is None:
        return False
    thread.address, address = None, thread.address
    thread.save(update_fields=["address"])
    _empty(thread, address)
    person = thread.person
    thread.delete()
    # An erased case still counts its person, whom nobody can reach any more.
    if not (_is_known(person) or person.threads.exists() or person.cards.exists() or person.cases.exists()):
        person.delete()
    return True


def _locked(pk: uuid.UUID) -> Thread:
    return Thread.objects.select_for_update(of=("self",)).select_related("person", "address").get(pk=pk)


def _text(message: Message) -> str:
    return vault.unseal(message.thread_id, sealed.text_place(message), message.sealed_text)


def _preview_again(thread: Thread) -> None:
    said = thread.messages.filter(direction=Direction.IN).exclude(delivery=Delivery.TAKEN_BACK)
    last = said.order_by("-at", "-id").first()
    set_preview(thread, _text(last) if last else "")
    thread.version += 1
    thread.save(update_fields=["sealed_preview", "version"])


def _empty(thread: Thread, address: Address | None) -> None:
    """Rows and bytes, then the keys: they are gone for good even if the transaction fails afterwards."""
    files_room.erase_files(thread.pk)
    thread.messages.all().delete()
    thread.topics.all().delete()
    if address and not (address.threads.exists() or Message.objects.filter(address=address).exists()):
        address.delete()
    person = thread.person
    if not (_is_known(person) or person.threads.filter(erased_at=None).exclude(pk=thread.pk).exists()):
        SafeContact.objects.filter(person=person).delete()
        person.addresses.all().delete()
        vault.erase(person.pk)
    vault.erase(thread.pk)


def _is_known(person: Person) -> bool:
    """Whether a case or a claim needs the person's key."""
    return person.cases.exclude(state=CaseState.ERASED).exists() or person.recipients.exists()
