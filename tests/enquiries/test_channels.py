"""The secretariat's page of channels: it says how they do, takes secrets and never gives one back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bansou.accounts.enums import RoleKind
from bansou.audit.models import Entry
from bansou.enquiries.actions import channels, outbox
from bansou.enquiries.adapters import mail
from bansou.enquiries.enums import Failure, Kind
from bansou.enquiries.models import Channel, Translator
from bansou.vault.models import DataKey
from tests.enquiries import line_server, mailbox
from tests.enquiries.channels import answer, make_line, make_mailbox, make_thread
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(signed_in):
    return signed_in(make_user(RoleKind.SECRETARIAT))


def page(client, view, args=(), **told) -> str:
    url = reverse(view, args=args)
    return (client.post(url, told, follow=True) if told else client.get(url)).content.decode()


def typed(imap: int, smtp: int, **changed) -> dict:
    return {
        "name": "Desk Kanto", "region": "kanto", "address": "desk@help.example",
        "imap_host": "127.0.0.1", "imap_port": imap, "imap_security": "none",
        "imap_user": mailbox.USER, "imap_password": mailbox.PASSWORD,
        "smtp_host": "127.0.0.1", "smtp_port": smtp, "smtp_security": "none",
        "smtp_user": "", "smtp_password": "", **changed,
    }  # fmt: skip


def test_web_phone_and_walk_in_are_always_there(office):
    shown = page(office, "channel_list")
    assert [label in shown for label in ("Web form", "Telephone", "Walk-in")] == [True] * 3
    page(office, "channel_list")
    assert Channel.objects.count() == 3


def test_a_mailbox_is_entered_tried_and_read(office, imap, smtp, now):
    page(office, "channel_new", ["mail"], **typed(imap.port, smtp.port))
    channel = Channel.objects.get(kind=Kind.MAIL)
    assert (channel.name, channel.region, channel.active) == ("Desk Kanto", "kanto", True)
    assert mailbox.PASSWORD.encode() not in bytes(channel.sealed_config)
    assert DataKey.objects.filter(scope=channel.pk, kind="channel").exists()
    assert "The connection works" in page(office, "channel_try", [channel.pk], go="1")
    mail.poll(channel, now=now)
    assert Channel.objects.get(pk=channel.pk).last_error == ""
    assert Entry.objects.filter(verb="enquiries.save_channel").exists()


def test_a_secret_is_never_shown_again_and_stays_when_left_empty(office, now):
    box, line = make_mailbox(now, smtp_user="desk", smtp_password="also-secret"), make_line(now)
    for channel in (box, line):
        shown = page(office, "channel_edit", [channel.pk])
        for secret in (mailbox.PASSWORD, "also-secret", line_server.SECRET, line_server.TOKEN):
            assert secret not in shown
        assert "Leave this empty to keep what is there" in shown
    page(office, "channel_edit", [line.pk], name="Our LINE", region="")
    assert channels.open_config(Channel.objects.get(pk=line.pk)) == {
        "secret": line_server.SECRET,
        "token": line_server.TOKEN,
    }
    assert Channel.objects.get(pk=line.pk).name == "Our LINE"


def test_a_password_never_goes_to_another_server(office, now):
    box = make_mailbox(now)
    shown = page(office, "channel_edit", [box.pk], **typed(1, 1, imap_password="", imap_host="localhost"))
    assert "never handed to another server" in shown
    told = {**channels.open_config(box), "imap_host": "evil.example", "imap_password": ""}
    changed = channels.save_channel(
        box, kind=Kind.MAIL, name="x", region="", config=told, actor=None, now=now
    )
    assert channels.open_config(changed)["imap_password"] == ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"imap_password": ""}, "Type this once"),
        ({"imap_host": "mail.example.org"}, "without encryption"),
        ({"imap_port": "0"}, "greater than or equal to 1"),
        ({"smtp_user": "desk"}, "Type this once"),
        ({"address": "nowhere"}, "valid email address"),
    ],
)
def test_what_would_not_work_is_said_at_once(office, changed, words):
    assert words in page(office, "channel_new", ["mail"], **typed(1, 1, **changed))
    assert not Channel.objects.filter(kind=Kind.MAIL).exists()


def test_trouble_is_told_in_words(office, line, now):
    box, account = make_mailbox(now, imap_port=1), make_line(now)
    assert str(Failure.UNREACHABLE.label) in page(office, "channel_try", [box.pk], go="1")
    line.answers["/v2/bot/info"] = [(401, b"{}")]
    shown = page(office, "channel_try", [account.pk], go="1")
    assert "token is refused" in shown and shown.count("Trouble") == 2


def test_a_line_account_shows_its_webhook_and_its_quota(office, line, now):
    account = make_line(now)
    assert f"/line/{account.pk}/" in page(office, "channel_edit", [account.pk])
    shown = page(office, "channel_try", [account.pk], go="1")
    text = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
    assert "The connection works" in text and "12 of 200" in text


def test_answers_that_wait_are_counted(office, now):
    box = make_mailbox(now, smtp_port=1)
    thread = make_thread(box, "hana@example.org", now)
    answer(thread, "One", now)
    answer(thread, "Two", now)
    outbox.send_due({Kind.MAIL: mail.carry}, now=now)
    text = " ".join(re.sub(r"<[^>]+>", " ", page(office, "channel_list")).split())
    assert "Answers that wait to be sent 2" in text and "hana" not in text


def test_a_channel_is_switched_off_and_on(office, now):
    box = make_mailbox(now)
    page(office, "channel_switch", [box.pk], go="1")
    assert not Channel.objects.get(pk=box.pk).active
    assert channels.mailboxes_due(now=now + timedelta(hours=1)) == []
    page(office, "channel_switch", [box.pk], on="")
    assert Channel.objects.get(pk=box.pk).active
    assert {"enquiries.switch_on", "enquiries.switch_off"} <= set(
        Entry.objects.values_list("verb", flat=True)
    )


def test_machine_translation_is_off_until_somebody_sets_it_up(office):
    assert "Off" in page(office, "channel_list") and not Translator.objects.exists()
    for url in ("http://translate.example.org", "ftp://x", "nonsense", "https://", "https://[x"):
        assert "begins with https" in page(office, "translator_edit", url=url, key="k")
    page(office, "translator_edit", url="https://translate.example.org/", key="a-key")
    translator = Translator.objects.get()
    assert not translator.active and channels.open_translator() is None
    shown = page(office, "translator_edit")
    assert "https://translate.example.org" in shown and "a-key" not in shown
    page(office, "translator_edit", url="https://translate.example.org", key="", active="on")
    assert channels.open_translator()[1] == {"url": "https://translate.example.org", "key": "a-key"}


def test_a_service_that_cannot_be_reached_is_said_to(office, now):
    channels.save_translator(url="http://127.0.0.1:1", key="", active=True, actor=None, now=now)
    assert str(Failure.UNREACHABLE.label) in page(office, "translator_try", go="1")


def test_another_mailbox_is_read_from_now_on(now):
    box = make_mailbox(now, cursor="7/99")
    config = {**channels.open_config(box), "imap_user": "other"}
    changed = channels.save_channel(
        box, kind=Kind.MAIL, name="x", region="", config=config, actor=None, now=now
    )
    assert changed.cursor == ""


def test_kinds_without_an_account_have_no_form(office):
    for kind in ("web", "phone", "nothing"):
        assert office.get(reverse("channel_new", args=[kind])).status_code == 404
