"""Answers: what leaves, what is kept beside it, and why one is not taken."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.core.refusal import Refused
from bansou.enquiries.actions import answering, handling
from bansou.enquiries.actions.addresses import add_address
from bansou.enquiries.actions.common import TEXT_LENGTH
from bansou.enquiries.enums import Delivery, Direction, Reason, State
from bansou.enquiries.models import Channel, Message, Outgoing, Thread, Translation
from bansou.enquiries.queries.conversation import conversation
from bansou.people.rules.contact import SafeContact
from tests.enquiries.channels import make_mailbox
from tests.enquiries.desk import make_enquiry, write_again
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_user(RoleKind.COORDINATOR, region="kanto", name="Sato")


@pytest.fixture
def thread(now):
    return make_enquiry(now, "ZZQUESTION", contact=SafeContact())


def answer(thread, desk, now, text="ご連絡ください。", **more) -> Message:
    given = {"language": "ja", "version": Thread.objects.get(pk=thread.pk).version, **more}
    return answering.answer(thread, text, actor=desk, now=now, **given)


def test_an_answer_is_kept_as_it_was_written_with_what_the_person_reads(thread, desk, now):
    message = answer(
        thread,
        desk,
        now,
        translation="Hãy liên lạc.",
        back="連絡してください。",
        back_engine="LibreTranslate",
    )
    assert (message.direction, message.delivery, message.language) == (Direction.OUT, Delivery.SENT, "ja")
    forth, back = Translation.objects.order_by("back")
    assert (forth.language, forth.engine, forth.by) == ("vi", "", desk)
    assert (back.language, back.engine, back.back) == ("ja", "LibreTranslate", True)
    [_question, said] = conversation(Thread.objects.get(pk=thread.pk))
    assert (said.text, said.original) == ("Hãy liên lạc.", "ご連絡ください。")


def test_nobody_waits_once_it_is_answered_and_who_answers_has_taken_it(thread, desk, now):
    later = now + timedelta(hours=1)
    answer(thread, desk, later)
    thread.refresh_from_db()
    assert (thread.state, thread.waiting_since, thread.taken_by, thread.last_at) == (
        State.ANSWERED,
        None,
        desk,
        later,
    )


def test_by_mail_it_goes_through_the_outbox(desk, now):
    box = make_mailbox(now)
    thread = make_enquiry(now, contact=SafeContact(ways=frozenset({"web", "mail"})))
    address = add_address(thread.person, box, "mau@example.org", now=now)
    message = answer(thread, desk, now, address=address)
    assert message.delivery == Delivery.WAITING
    assert Outgoing.objects.get().message == message


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        (SafeContact(), Reason.NOT_ALLOWED),
        (SafeContact(ways=frozenset({"mail"}), locked=True), Reason.LOCKED),
        (SafeContact(ways=frozenset({"mail"}), hours=(20, 22)), Reason.NOT_NOW),
    ],
)
def test_what_the_person_did_not_agree_to_does_not_leave(desk, now, contact, reason):
    thread = make_enquiry(now, contact=contact)
    address = add_address(thread.person, make_mailbox(now), "mau@example.org", now=now)
    with pytest.raises(Refused) as refused:
        answer(thread, desk, now, address=address)
    assert refused.value.reason == reason
    assert not Message.objects.filter(direction=Direction.OUT).exists() and not Outgoing.objects.exists()


@pytest.mark.parametrize(
    ("text", "reason"), [("  \n", Reason.EMPTY), ("x" * (TEXT_LENGTH + 1), Reason.TOO_LONG)]
)
def test_neither_nothing_nor_too_much_is_sent(thread, desk, now, text, reason):
    with pytest.raises(Refused) as refused:
        answer(thread, desk, now, text)
    assert refused.value.reason == reason


def test_an_answer_to_an_older_state_is_not_sent(thread, desk, now):
    version = thread.version
    write_again(thread, now)
    with pytest.raises(Refused) as refused:
        answer(thread, desk, now, version=version)
    assert refused.value.reason == Reason.STALE


def test_closed_threads_and_closed_windows_take_no_answer(thread, desk, now):
    Thread.objects.filter(pk=thread.pk).update(reply_until=now)
    with pytest.raises(Refused) as refused:
        answer(thread, desk, now)
    assert refused.value.reason == Reason.WINDOW
    handling.close(thread, actor=desk, now=now)
    with pytest.raises(Refused) as refused:
        answer(thread, desk, now)
    assert refused.value.reason == Reason.CLOSED


def test_a_channel_that_is_off_takes_no_answer(thread, desk, now):
    channel = thread.channel
    channel.active = False
    channel.save()
    with pytest.raises(Refused) as refused:
        answer(thread, desk, now)
    assert refused.value.reason == Reason.OFF


class TestPages:
    @pytest.fixture(autouse=True)
    def page(self, signed_in, desk, thread, at):
        self.client, self.url = signed_in(desk), reverse("thread_answer", args=[thread.pk])
        self.thread = thread

    def post(self, button, **typed):
        given = {"version": self.thread.version, "language": "ja", "text": "ZZ答え", "by": "own", "days": "3"}
        return self.client.post(self.url, {**given, **typed, button: "1"})

    def test_it_is_shown_as_the_person_reads_it_before_it_goes(self):
        page = self.post("check", translation="ZZDICH", back="ZZ訳し返し").content.decode()
        assert page.index("ZZDICH") < page.index("ZZ訳し返し")
        assert "Translated back it says" in page and "when they come back with their code" in page
        assert not Message.objects.filter(direction=Direction.OUT).exists()
        assert "There is no translation into Vietnamese" in self.post("check").content.decode()

    def test_sent_and_put_off_in_one_step(self, desk):
        answer = self.post("send_later", days="7")
        assert answer["Location"] == reverse("thread_detail", args=[self.thread.pk])
        self.thread.refresh_from_db()
        assert self.thread.state == State.SNOOZED
        assert self.thread.snoozed_until.isoformat() == "2024-08-08T00:00:00+00:00"

    def test_what_arrived_meanwhile_is_shown_and_the_text_is_kept(self, now):
        write_again(self.thread, now + timedelta(minutes=1), "ZZMEANWHILE")
        page = self.post("send").content.decode()
        assert "ZZMEANWHILE" in page and "ZZ答え" in page
        assert not Message.objects.filter(direction=Direction.OUT).exists()
        version = Thread.objects.get(pk=self.thread.pk).version
        assert f'name="version" value="{version}"' in page
        assert self.post("send", version=version).status_code == 302

    def test_back_to_the_messages_with_what_was_typed(self):
        assert "ZZ答え" in self.post("change").content.decode()

    def test_the_language_switch_keeps_what_was_typed(self):
        page = self.post("switch_language").content.decode()
        assert "ZZ答え" in page and not Message.objects.filter(direction=Direction.OUT).exists()

    def test_a_closed_way_is_disabled_with_its_reason(self, now, desk):
        Thread.objects.filter(pk=self.thread.pk).update(reply_until=now - timedelta(hours=1))
        page = self.client.get(reverse("thread_detail", args=[self.thread.pk])).content.decode()
        assert "takes no answer any more since" in page and "aria-disabled" in page
        assert "closed now" in self.post("check").content.decode()
        assert self.post("send").status_code == 200

    def test_nobody_answers_by_an_address_of_somebody_else(self, now):
        other = make_enquiry(now)
        address = add_address(other.person, make_mailbox(now), "other@example.org", now=now)
        for by in (str(address.pk), str(uuid.uuid4()), "nonsense"):
            assert self.post("send", by=by).status_code == 200
        assert not Message.objects.filter(direction=Direction.OUT).exists()

    def test_a_failed_answer_is_tried_again(self, now, desk):
        box = make_mailbox(now)
        thread = make_enquiry(now, contact=SafeContact(ways=frozenset({"mail"})))
        address = add_address(thread.person, box, "mau@example.org", now=now)
        message = answer(thread, desk, now, address=address)
        Message.objects.update(delivery=Delivery.FAILED)
        Outgoing.objects.update(next_try_at=None, last_error="bounced")
        page = self.client.get(reverse("thread_detail", args=[thread.pk])).content.decode()
        assert "Could not be sent" in page and "nobody has this address" in page and "Try again" in page
        self.client.post(reverse("thread_again", args=[thread.pk, message.pk]))
        message.refresh_from_db()
        assert message.delivery == Delivery.WAITING

    def test_notes_and_translations_are_kept(self, desk):
        question = self.thread.messages.get()
        self.client.post(reverse("thread_note", args=[self.thread.pk]), {"note": "ZZNOTE"})
        url = reverse("thread_translate", args=[self.thread.pk, question.pk])
        self.client.post(url, {"language": "ja", "words": "ZZ訳"})
        self.client.post(url, {"language": "ja", "words": " "})
        page = self.client.get(reverse("thread_detail", args=[self.thread.pk])).content.decode()
        assert "ZZNOTE" in page and "ZZ訳" in page
        assert Translation.objects.get().by == desk
        [said] = conversation(self.thread)
        assert "ZZNOTE" not in said.text, "the person never reads a note"

    def test_a_machine_is_asked_only_where_the_person_agreed(self):
        question = self.thread.messages.get()
        url = reverse("thread_translate", args=[self.thread.pk, question.pk])
        page = self.client.post(url, {"language": "ja", "machine": "1"}, follow=True).content.decode()
        assert "has not agreed to machine translation" in page
        assert not Translation.objects.exists()


def test_channels_of_one_kind_are_told_apart_by_name(signed_in, desk, now, at):
    thread = make_enquiry(now, contact=SafeContact(ways=frozenset({"mail"}), shared=True))
    box = make_mailbox(now)
    Channel.objects.filter(pk=box.pk).update(name="ZZBOX")
    add_address(thread.person, box, "mau@example.org", now=now)
    handling.link(thread, make_case(lead=desk, now=now), actor=desk, now=now)
    page = signed_in(desk).get(reverse("thread_detail", args=[thread.pk])).content.decode()
    assert "ZZBOX" in page and "only a neutral note leaves" in page
