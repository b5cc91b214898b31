"""The outbox: what leaves is what the safe contact allows when it leaves; nothing is lost, a double is known as one."""

import email
import email.policy
from datetime import timedelta

import pytest
from django.db import transaction

from bansou.audit.models import Entry
from bansou.core.refusal import Refused
from bansou.enquiries.actions import channels, erasing, outbox, receiving, sending
from bansou.enquiries.adapters import line, mail
from bansou.enquiries.enums import Delivery, Failure, Kind, State
from bansou.enquiries.models import Outgoing, Thread, Translation
from bansou.enquiries.queries import sealed
from bansou.people import actions as people
from bansou.people.rules.contact import SafeContact
from bansou.vault import actions as vault
from tests.enquiries.channels import answer, make_mailbox, make_thread

pytestmark = pytest.mark.django_db
CARRIERS = {Kind.MAIL: mail.carry, Kind.LINE: line.carry}
ALWAYS = frozenset({"web", "mail"})


def send(now):
    return outbox.send_due(CARRIERS, now=now)


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


@pytest.fixture
def box(smtp, now):
    return make_mailbox(now, smtp_port=smtp.port)


@pytest.fixture
def thread(box, now):
    return make_thread(box, "hana@example.org", now)


def allow(thread, now, **contact):
    people.save_safe_contact(thread.person, SafeContact(**contact), actor=None, now=now)


def test_an_answer_leaves_with_its_words_and_a_neutral_head(smtp, thread, now):
    message = answer(thread, "Ngày mai 10 giờ.", now)
    assert Outgoing.objects.get().message == message and message.delivery == Delivery.WAITING
    assert send(now) == 1
    [envelope] = smtp.arrived
    mail = read(envelope)
    assert envelope.rcpt_tos == ["hana@example.org"] and "Ngày mai 10 giờ." in mail.get_content()
    assert mail["From"] == "desk@help.example" and mail["Message-ID"] == f"<{message.pk}@help.example>"
    assert "hana" not in mail["Subject"] and "Ngày" not in mail["Subject"]
    message.refresh_from_db()
    assert message.delivery == Delivery.SENT and Outgoing.objects.get().next_try_at is None
    assert send(now + timedelta(days=1)) == 0


def test_the_name_of_the_network_stands_there_only_if_it_may(smtp, thread, now):
    allow(thread, now, ways=ALWAYS, name_allowed=True)
    answer(thread, "A", now)
    send(now)
    assert read(smtp.arrived[0])["From"].addresses[0].display_name


def test_on_a_shared_phone_only_that_something_waits(smtp, thread, now):
    allow(thread, now, ways=ALWAYS, shared=True)
    answer(thread, "About your husband", now)
    assert send(now) == 1
    mail = read(smtp.arrived[0])
    assert "husband" not in mail.as_string() and mail["Auto-Submitted"] == "auto-generated"
    assert Entry.objects.filter(verb="enquiries.sent_neutral").exists()


def test_whoever_has_a_code_is_told_to_look_with_it(smtp, thread, now):
    allow(thread, now, ways=ALWAYS, shared=True)
    thread.language = "en"
    thread.save()
    answer(thread, "A", now)
    thread.person.addresses.create(channel=receiving.channel_of(Kind.WEB), digest=b"d" * 32, created_at=now)
    send(now)
    assert "code" in read(smtp.arrived[0]).get_content()


def test_a_translation_goes_before_the_words_as_they_were_written(smtp, thread, now):
    message = answer(thread, "明日の10時", now, language="ja")
    made = Translation(message=message, language="vi", at=now)
    made.sealed_text = vault.seal(thread.pk, sealed.translation_place(made), "Ngày mai 10 giờ")
    made.save()
    send(now)
    text = read(smtp.arrived[0]).get_content()
    assert text.index("Ngày mai") < text.index("明日")


@pytest.mark.parametrize(
    ("contact", "failure"),
    [({"ways": frozenset({"web"})}, Failure.NOT_ALLOWED), ({"ways": ALWAYS, "locked": True}, Failure.LOCKED)],
)
def test_what_was_allowed_when_written_and_is_not_any_more_stays_and_is_told(
    smtp, thread, now, contact, failure
):
    message = answer(thread, "A", now)
    Thread.objects.update(state=State.ANSWERED, waiting_since=None)
    allow(thread, now, **contact)
    assert send(now) == 0 and smtp.arrived == []
    message.refresh_from_db()
    thread.refresh_from_db()
    assert message.delivery == Delivery.FAILED and message.outgoing.last_error == failure
    assert thread.state == State.OPEN and thread.waiting_since == message.at
    assert Entry.objects.filter(verb="enquiries.not_sent", reason=failure).exists()


def test_outside_the_safe_hours_it_waits_for_them(smtp, thread, now):
    # It is noon in Japan.
    allow(thread, now, ways=ALWAYS, hours=(20, 22))
    answer(thread, "A", now)
    assert send(now) == 0 and send(now + timedelta(hours=7)) == 0 and smtp.arrived == []
    assert Outgoing.objects.get().attempts == 0
    assert send(now + timedelta(hours=8)) == 1


def test_the_gate_says_why_to_whoever_writes(thread, now):
    allow(thread, now, ways=ALWAYS, hours=(20, 22))
    with pytest.raises(Refused, match="not_now") as refused:
        sending.require_leave(thread, now=now)
    assert "20 to 22" in refused.value.message
    channels.switch_channel(thread.channel, active=False, actor=None, now=now)
    thread.channel.refresh_from_db()
    with pytest.raises(Refused, match="off"):
        sending.require_leave(thread, now=now)


def test_in_the_web_thread_nothing_leaves(smtp, now):
    web = receiving.channel_of(Kind.WEB)
    message = answer(make_thread(web, "x", now, locked=True), "A", now)
    assert message.delivery == Delivery.SENT and not Outgoing.objects.exists()


def test_a_rolled_back_answer_sends_nothing(smtp, thread, now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        answer(thread, "A", now)
        raise ZeroDivisionError
    assert send(now) == 0 and smtp.arrived == []


def test_a_refusal_for_now_is_tried_again_for_most_of_a_day_and_then_told(smtp, thread, now):
    smtp.refuse_data = "451 later"
    message = answer(thread, "A", now)
    moment, tries = now, 0
    while (moment := Outgoing.objects.get().next_try_at) is not None:
        assert send(moment) == 0
        tries += 1
        last = moment
    message.refresh_from_db()
    assert tries == 17 and timedelta(hours=20) < last - now < timedelta(hours=24)
    assert message.delivery == Delivery.FAILED


def test_an_unknown_address_is_given_up_at_once_and_can_be_tried_again(smtp, thread, now):
    smtp.refuse_rcpt = "550 no such user"
    message = answer(thread, "A", now)
    send(now)
    message.refresh_from_db()
    assert message.delivery == Delivery.FAILED and message.outgoing.last_error == Failure.REFUSED
    smtp.refuse_rcpt = ""
    sending.try_again(message, actor=None, now=now)
    assert send(now) == 1


def test_without_a_server_all_wait_and_none_is_lost(smtp, thread, box, now):
    smtp.stop()
    for number in range(5):
        answer(thread, f"Answer {number}", now)
    assert send(now) == 0
    assert list(Outgoing.objects.values_list("last_error", flat=True)).count(Failure.UNREACHABLE) == 1
    assert not Outgoing.objects.filter(next_try_at__lte=now).exists()
    smtp.start()
    later = now + timedelta(hours=1)
    assert send(later) == 5 and len(smtp.arrived) == 5


def test_a_channel_switched_off_keeps_its_answers(smtp, thread, box, now):
    answer(thread, "A", now)
    channels.switch_channel(box, active=False, actor=None, now=now)
    assert send(now) == 0
    channels.switch_channel(box, active=True, actor=None, now=now)
    assert send(now + timedelta(minutes=2)) == 1


def test_what_is_erased_before_it_leaves_never_leaves(smtp, thread, now):
    answer(thread, "A", now)
    erasing.erase_by_person(thread, now=now)
    assert send(now) == 0 and smtp.arrived == []


def test_a_line_break_in_an_address_is_no_second_recipient(smtp, box, now):
    answer(make_thread(box, "a@example.org\nBcc: b@example.org", now), "A", now)
    assert send(now) == 0 and smtp.arrived == []
    assert Outgoing.objects.get().last_error == Failure.REFUSED
