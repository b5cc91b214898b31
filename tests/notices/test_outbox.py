"""The outbox against a real mail server: nothing is lost, nothing personal stays."""

import email
import email.policy
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import transaction

from bansou.notices import actions
from bansou.notices.models import Mail
from bansou.vault import keyring
from bansou.vault.models import DataKey

pytestmark = pytest.mark.django_db


def queue(now, to="hana@example.org", language="ja"):
    return actions.queue_mail(
        to=to,
        language=language,
        template="notices/mail/audit_anchor",
        context={"seq": "7", "mac": "O'Brien & 秘密 <x>"},
        now=now,
    )


def read(envelope):
    return email.message_from_bytes(envelope.content, policy=email.policy.default)


def test_a_mail_arrives_whole_and_its_text_is_gone_from_the_database(smtp, now):
    mail = queue(now)
    assert "秘密".encode() not in bytes(Mail.objects.get().sealed) and "hana" not in repr(mail.__dict__)
    assert actions.send_due(now=now) == 1
    [envelope] = smtp.arrived
    assert envelope.rcpt_tos == ["hana@example.org"]
    message = read(envelope)
    assert "O'Brien & 秘密 <x>" in message.get_content()
    assert message["Message-ID"].startswith(f"<{mail.pk}@")
    sent = Mail.objects.get()
    assert (sent.sent_at, sent.next_try_at, bytes(sent.sealed)) == (now, None, b"")
    assert actions.send_due(now=now) == 0


def test_the_text_is_in_the_language_of_the_reader(smtp, now):
    queue(now, language="vi")
    queue(now, language="en")
    actions.send_due(now=now)
    assert {read(envelope)["Subject"] for envelope in smtp.arrived} == {
        "Bansou: giá trị kiểm tra",
        "Bansou: check value",
    }


def test_a_rolled_back_action_sends_nothing(smtp, now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue(now)
        raise ZeroDivisionError
    assert actions.send_due(now=now) == 0 and smtp.arrived == []


def test_a_day_without_a_mail_server_delays_and_loses_nothing(smtp, now):
    smtp.stop()
    for number in range(60):
        queue(now, to=f"a{number}@example.org")
    for minutes in range(0, 24 * 60, 20):
        assert actions.send_due(now=now + timedelta(minutes=minutes)) == 0
    assert set(Mail.objects.values_list("attempts", flat=True)) == {0}
    assert Mail.objects.in_trouble().count() == 60


def test_after_the_outage_all_go_out_once(settings, now):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    for number in range(60):
        queue(now, to=f"a{number}@example.org")
    assert actions.send_due(now=now) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tomorrow = now + timedelta(days=1)
    assert [actions.send_due(now=tomorrow) for _ in range(3)] == [50, 10, 0]
    assert len({message.to[0] for message in django_mail.outbox}) == len(django_mail.outbox) == 60


def test_a_refusal_for_now_is_tried_again_for_three_days(smtp, now):
    smtp.refuse_data = "451 later"
    queue(now)
    moment, tries = now, 0
    while (mail := Mail.objects.get()).next_try_at is not None:
        moment = mail.next_try_at
        actions.send_due(now=moment)
        tries += 1
    assert tries == 39 and moment - now > timedelta(days=2, hours=20)
    assert mail.given_up and mail.last_error == "SMTPDataError"


def test_an_unknown_address_is_given_up_at_once(smtp, now):
    smtp.refuse_rcpt = "550 no such user"
    queue(now)
    actions.send_due(now=now)
    mail = Mail.objects.get()
    assert mail.given_up and mail.last_error == "SMTPRecipientsRefused"


def test_one_bad_mail_does_not_hold_up_the_others(smtp, now):
    queue(now, to="no\naddress")
    queue(now + timedelta(seconds=1))
    assert actions.send_due(now=now + timedelta(seconds=1)) == 1
    assert Mail.objects.get(sent_at=None).given_up


def test_a_crash_after_sending_sends_again_but_never_loses(smtp, now, monkeypatch):
    queue(now)
    # What a kill between the server's answer and our last write leaves behind.
    monkeypatch.setattr(actions, "_deliver", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        actions.send_due(now=now)
    monkeypatch.undo()
    assert actions.send_due(now=now + timedelta(minutes=4)) == 0
    assert actions.send_due(now=now + timedelta(minutes=5)) == 1


def test_old_mail_becomes_unreadable_and_then_disappears(smtp, now):
    smtp.refuse_rcpt = "550 no such user"
    mail = queue(now)
    actions.send_due(now=now)
    actions.prune(now=now + timedelta(days=29))
    assert DataKey.objects.filter(scope=mail.scope).exists()
    actions.prune(now=now + timedelta(days=31))
    keyring.forget()
    Mail.objects.update(next_try_at=now)
    assert actions.send_due(now=now) == 0
    assert Mail.objects.get().last_error == "Unreadable"
    actions.prune(now=now + timedelta(days=91))
    assert not Mail.objects.exists()


def test_numbers_lose_the_markup_of_pages():
    assert actions._render(
        "notices/mail/audit_anchor.txt", {"seq": '<bdi dir="ltr">8,000</bdi>', "mac": ""}
    ).endswith("--anchor 8,000:\n")
