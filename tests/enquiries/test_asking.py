"""Asking by the form: everything in one go and once; taking parts back; erasing all of it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bansou.audit.models import Entry
from bansou.cases.enums import Urgency
from bansou.enquiries.actions import asking, erasing, receipts, receiving
from bansou.enquiries.actions.asking import Told
from bansou.enquiries.enums import Delivery, Direction, Kind, Safety, State
from bansou.enquiries.models import Address, Channel, Message, Thread, Translation
from bansou.enquiries.queries import sealed
from bansou.files import actions as files
from bansou.files.models import StoredFile
from bansou.people import actions as people
from bansou.people.models import Person
from bansou.people.models import SafeContact as SafeContactRow
from bansou.people.rules.contact import SafeContact, Way
from bansou.vault import actions as vault
from bansou.vault.crypto import Unreadable
from bansou.vault.models import DataKey
from tests.faults.test_traces import everything

pytestmark = pytest.mark.django_db
VOICE = b"RIFF\x04\x00\x00\x00WAVE"
TOLD = Told(
    language="vi", text="MARK-text", topics=frozenset({"work"}), prefecture="13", town="MARK-town", sleep="yes",
    nickname="MARK-nick", mail="mark@example.org", phone="MARK-phone", reads_badly=True,
)  # fmt: skip
CONTACT = SafeContact(
    ways=frozenset({Way.WEB, Way.MAIL}), shared=True, code_word="MARK-word", never="MARK-never"
)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def voice():
    return files.clean(VOICE, "MARK.wav")


def ask(now, told=TOLD, **given) -> tuple[Thread, object]:
    receipt = given.pop("receipt", None) or receipts.fresh()
    token = given.pop("token", None) or uuid.uuid4()
    return asking.ask(told, CONTACT, receipt, token=token, now=now, **given), receipt


def test_all_of_it_is_kept_and_nothing_of_it_is_readable(now, at, voice):
    Channel.objects.create(kind=Kind.MAIL, name="Kinki", region="kinki")
    box = Channel.objects.create(kind=Kind.MAIL, name="All")
    thread, receipt = ask(now, files=[voice])
    assert receipts.thread_with(receipt, now=now) == thread
    assert people.open_safe_contact(thread.person_id) == CONTACT
    assert thread.messages.get().files.count() == 1
    mail = Address.objects.get(channel=box)
    opened = vault.unseal(mail.person_id, sealed.address_place(mail), mail.sealed_external)
    assert (opened, mail.person) == ("mark@example.org", thread.person)
    kept = everything("default") + everything("vault")
    assert [mark for mark in ("MARK", "mark@", receipt.code, receipt.pin) if mark in kept] == []


@pytest.mark.parametrize(
    ("told", "urgency"),
    [
        (Told(language="vi"), Urgency.ANY),
        (Told(language="vi", safety=Safety.UNSAFE), Urgency.TODAY),
        (Told(language="vi", safety=Safety.SAFE, sleep="no"), Urgency.TODAY),
        (Told(language="vi", safety=Safety.SAFE, sleep="yes"), Urgency.ANY),
    ],
)
def test_danger_and_no_bed_are_for_today(now, told, urgency):
    assert ask(now, told)[0].urgency == urgency


def test_sent_twice_it_is_one_person_and_one_code(now):
    token, receipt = uuid.uuid4(), receipts.fresh()
    first, _ = ask(now, token=token, receipt=receipt)
    again, _ = ask(now, token=token, receipt=receipt)
    assert first == again
    assert (Person.objects.count(), Message.objects.count(), Address.objects.count()) == (1, 1, 1)


def test_sent_twice_at_once_it_is_one_too(now, monkeypatch):
    """The second one sees nothing of the first before it writes."""
    token, receipt = uuid.uuid4(), receipts.fresh()
    first, _ = ask(now, token=token, receipt=receipt)
    found, looks = Thread.objects.filter, []

    def blind_at_first(*args, **kwargs):
        if "form_token" in kwargs and not looks:
            looks.append(1)
            return Thread.objects.none()
        return found(*args, **kwargs)

    monkeypatch.setattr(Thread.objects, "filter", blind_at_first)
    again, _ = ask(now, token=token, receipt=receipt)
    assert again == first
    assert (looks, Person.objects.count()) == ([1], 1)


def test_a_message_is_taken_back_with_its_files(now, voice):
    thread, _ = ask(now, files=[voice])
    message = thread.messages.get()
    translation = Translation(message=message, language="ja", at=now)
    translation.sealed_text = vault.seal(thread.pk, sealed.translation_place(translation), "MARK")
    translation.save()
    erasing.take_back(message, now=now)
    erasing.take_back(message, now=now)
    message.refresh_from_db()
    thread.refresh_from_db()
    assert (message.delivery, bytes(message.sealed_text)) == (Delivery.TAKEN_BACK, b"")
    assert (StoredFile.objects.count(), Translation.objects.count(), thread.sealed_preview) == (0, 0, None)
    assert Entry.objects.filter(verb="enquiries.take_back").count() == 1


def test_only_a_file_or_only_the_words_are_taken_back(now, voice):
    thread, _ = ask(now, files=[voice, voice])
    message = thread.messages.get()
    one, other = message.files.all()
    erasing.take_back(message, text=False, files=[one.pk], now=now)
    message.refresh_from_db()
    assert list(message.files.all()) == [other]
    assert vault.unseal(thread.pk, sealed.text_place(message), message.sealed_text) == "MARK-text"
    erasing.take_back(message, text=True, files=[], now=now)
    message.refresh_from_db()
    assert (message.delivery, message.files.count()) == (Delivery.RECEIVED, 1)
    erasing.take_back(message, text=False, now=now)
    message.refresh_from_db()
    assert message.delivery == Delivery.TAKEN_BACK


def test_what_we_wrote_is_not_taken_back(now):
    thread, _ = ask(now)
    answer = receiving.add_incoming(thread, "Answer", language="ja", at=now, now=now)
    Message.objects.filter(pk=answer.pk).update(direction=Direction.OUT)
    erasing.take_back(answer, now=now)
    answer.refresh_from_db()
    assert answer.delivery != Delivery.TAKEN_BACK


def test_the_preview_follows_what_is_left(now):
    thread, _ = ask(now)
    second = receiving.add_incoming(thread, "Second", language="vi", at=now + timedelta(1), now=now)
    erasing.take_back(second, now=now)
    thread.refresh_from_db()
    assert vault.unseal(thread.pk, sealed.preview_place(thread), thread.sealed_preview) == "MARK-text"


def test_the_answers_of_the_form_are_taken_back(now):
    thread, _ = ask(now)
    erasing.take_back_answers(thread, now=now)
    thread.refresh_from_db()
    assert (thread.sealed_answers, thread.prefecture, thread.region) == (None, "", "")


def test_erased_by_the_person_nothing_is_left_but_a_mark(now, at, voice):
    Channel.objects.create(kind=Kind.MAIL, name="All")
    thread, receipt = ask(now, files=[voice])
    erasing.erase_by_person(thread, now=now)
    thread.refresh_from_db()
    assert (thread.state, thread.erased_at, thread.messages.count()) == (State.CLOSED, now, 0)
    assert receipts.thread_with(receipt, now=now) is None
    for left in (DataKey, Address, SafeContactRow, StoredFile):
        assert not left.objects.exists(), left
    assert Entry.objects.get(verb="enquiries.erased_by_person").object_id == str(thread.pk)
    erasing.erase_due(today=now.date() + timedelta(days=32))
    assert not (Thread.objects.exists() or Person.objects.exists())


def test_what_another_thread_needs_stays(now):
    thread, _ = ask(now)
    other = receiving.start_thread(
        channel=receiving.channel_of(Kind.PHONE), address=None, person=thread.person, text="Phone", language="vi",
        at=now, now=now, token=uuid.uuid4(),
    )  # fmt: skip
    erasing.erase_by_person(thread, now=now)
    assert people.open_safe_contact(thread.person_id) == CONTACT
    assert vault.unseal(other.pk, sealed.text_place(m := other.messages.get()), m.sealed_text) == "Phone"
    with pytest.raises(Unreadable):
        vault.seal(thread.pk, "x", "y")


def test_a_year_after_the_last_message_it_is_forgotten(now):
    thread, _ = ask(now)
    day = receiving.erase_on(now)
    assert erasing.erase_due(today=day) == 0
    assert erasing.erase_due(today=day + timedelta(days=1)) == 1
    assert not (Thread.objects.exists() or Person.objects.exists() or DataKey.objects.exists())


def test_a_key_without_its_thread_leaves_no_trace(now, monkeypatch):
    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(receiving, "_add", dies)
    with pytest.raises(KeyboardInterrupt):
        ask(now)
    assert not (Person.objects.exists() or Thread.objects.exists() or Address.objects.exists())
    assert {key.kind for key in DataKey.objects.all()} == {"person", "thread"}
    vault.sweep_orphans(now=now + timedelta(days=8))
    assert not DataKey.objects.exists()


def test_asking_takes_few_queries(now):
    receiving.channel_of(Kind.WEB)
    with CaptureQueriesContext(connection) as queries:
        ask(now)
    assert len(queries) <= 25
