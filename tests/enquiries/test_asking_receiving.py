"""What arrives: one thread, one message, however often it is sent, and nothing readable in the database."""

import uuid
from datetime import date, timedelta

import pytest

from bansou.audit.models import Entry
from bansou.enquiries.actions import receiving
from bansou.enquiries.enums import Kind, State
from bansou.enquiries.models import Message, Thread
from bansou.enquiries.queries import sealed
from bansou.enquiries.rules.texts import PREVIEW, first_line
from bansou.files import actions as files
from bansou.people import actions as people
from bansou.vault import actions as vault
from bansou.vault.crypto import Unreadable
from bansou.vault.models import DataKey

pytestmark = pytest.mark.django_db

VOICE = b"RIFF\x04\x00\x00\x00WAVE"


def start(now, **changed) -> Thread:
    person = changed.pop("person", None) or people.new_person(erase_on=now.date(), now=now)
    given = {
        "channel": receiving.channel_of(Kind.WEB), "address": None, "text": "\n Xin chào\nTôi cần giúp",
        "language": "vi", "at": now, "now": now, "token": uuid.uuid4(),
    }  # fmt: skip
    return receiving.start_thread(person=person, **given | changed)


def opened(item) -> str:
    return vault.unseal(item.scope, item.place, item.token)


def test_a_first_message_becomes_a_thread(now):
    thread = start(
        now, topics=["work", "work", "housing"], prefecture="13", answers={"town": "大阪"}, urgency="1"
    )
    thread.refresh_from_db()
    assert (thread.state, thread.urgency, thread.region) == (State.NEW, "1", "kanto")
    assert thread.waiting_since == thread.last_at == now
    assert thread.erase_on == date(2025, 8, 1)
    assert {row.topic for row in thread.topics.all()} == {"work", "housing"}
    assert opened(sealed.preview_of(thread)) == "Xin chào"
    assert opened(sealed.answers_of(thread)) == '{"town": "大阪"}'
    assert opened(sealed.text_of(thread.messages.get())) == "\n Xin chào\nTôi cần giúp"
    assert DataKey.objects.get(scope=thread.pk).quarter == "2025Q3"
    entry = Entry.objects.get(verb="enquiries.receive")
    assert (entry.actor_id, entry.object_id) == (None, str(thread.pk))


def test_sent_twice_it_is_one_thread(now):
    token = uuid.uuid4()
    assert start(now, token=token) == start(now, token=token)
    assert Message.objects.count() == 1


def test_delivered_twice_it_is_one_message(now):
    thread = start(now)
    first = receiving.add_incoming(thread, "Một", language="vi", at=now, now=now, external="m-1")
    again = receiving.add_incoming(thread, "Một", language="vi", at=now, now=now, external="m-1")
    token = uuid.uuid4()
    by_form = receiving.add_incoming(thread, "Hai", language="vi", at=now, now=now, token=token)
    twice = receiving.add_incoming(thread, "Hai", language="vi", at=now, now=now, token=token)
    assert (bool(first), again, bool(by_form), twice) == (True, None, True, None)
    assert thread.messages.count() == 3


def test_a_further_message_waits_for_us_and_is_kept_longer(now):
    thread = start(now)
    Thread.objects.filter(pk=thread.pk).update(
        state=State.ANSWERED, waiting_since=None, snoozed_until=now + timedelta(days=3)
    )
    later = now + timedelta(days=100)
    receiving.add_incoming(thread, "Thêm", language="vi", at=later, now=later)
    thread.refresh_from_db()
    assert (thread.state, thread.waiting_since, thread.last_at) == (State.OPEN, later, later)
    assert (thread.version, thread.snoozed_until) == (2, None)
    assert opened(sealed.preview_of(thread)) == "Thêm"
    for scope in (thread.pk, thread.person_id):
        assert DataKey.objects.get(scope=scope).quarter == "2025Q4"


def test_an_old_message_that_comes_late_shortens_nothing(now):
    thread = start(now)
    receiving.add_incoming(thread, "Cũ", language="vi", at=now - timedelta(days=200), now=now)
    thread.refresh_from_db()
    assert (thread.last_at, thread.waiting_since) == (now, now)


def test_files_are_kept_under_the_key_of_the_thread_up_to_the_limit(now, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    voice = files.clean(VOICE, "a.wav")
    thread = start(now, text="", files=[voice])
    kept = thread.messages.get().files.get()
    assert files.open_file(kept.stored) == VOICE
    assert kept.stored.scope == thread.pk
    more = receiving.add_incoming(thread, "", language="vi", at=now, now=now, files=[voice] * files.A_DAY)
    assert more.files.count() == files.A_DAY - 1


def test_nothing_is_added_to_what_was_erased(now):
    thread = start(now)
    vault.erase(thread.pk)
    with pytest.raises(Unreadable):
        receiving.add_incoming(thread, "Thêm", language="vi", at=now, now=now)
    assert thread.messages.count() == 1


def test_a_key_without_a_thread_is_swept(now, monkeypatch):
    def dies(*args, **kwargs):
        raise KeyboardInterrupt

    person = people.new_person(erase_on=now.date(), now=now)
    monkeypatch.setattr(Thread, "save", dies)
    with pytest.raises(KeyboardInterrupt):
        start(now, person=person)
    assert DataKey.objects.filter(kind="thread").count() == 1
    assert not Thread.objects.exists()
    vault.sweep_orphans(now=now + timedelta(days=8))
    assert not DataKey.objects.filter(kind="thread").exists()


@pytest.mark.parametrize(
    ("text", "line"),
    [("", ""), (" \n\t\n", ""), ("\n a  b \nc", "a b"), ("x" * 200, "x" * (PREVIEW - 1) + "…")],
)
def test_the_first_line(text, line):
    assert first_line(text) == line
