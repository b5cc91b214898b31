"""LINE: the webhook takes only what LINE signed and each event once; answers leave once, whatever happens between."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bansou.enquiries.actions import channels, outbox
from bansou.enquiries.actions import line as events
from bansou.enquiries.adapters import line as adapter
from bansou.enquiries.enums import Delivery, Failure, Kind
from bansou.enquiries.models import Address, Channel, LineEvent, Message, Thread
from bansou.enquiries.rules import line as rules
from bansou.people import actions as people
from bansou.vault import actions as vault
from tests.enquiries.channels import answer, make_line, text_of
from tests.enquiries.line_server import SECRET, body_of, event, signature
from tests.files import samples

database = pytest.mark.django_db
USER = "U" + "1" * 32


@pytest.fixture
def channel(line, now, at):
    return make_line(now)


@pytest.fixture
def post(channel):
    """Call the webhook as LINE does; `signed` replaces the right signature."""

    def call(*told, body: bytes | None = None, signed: str | None = None):
        body = body_of(*told) if body is None else body
        headers = {"X-Line-Signature": signature(body) if signed is None else signed}
        url = reverse("line_webhook", args=[channel.pk])
        client = Client(enforce_csrf_checks=True)
        return client.post(url, body, content_type="application/json", headers=headers)

    return call


def read(now):
    return events.read_due(adapter.fetch, now=now)


def send(now):
    return outbox.send_due({Kind.LINE: adapter.carry}, now=now)


def words(text: str) -> dict:
    return {"type": "text", "text": text}


# The webhook


@database
def test_a_message_is_kept_at_once_and_read_later(post, channel, now):
    assert post(event(at=now, message=words("給料が出ません"))).status_code == 200
    assert not Thread.objects.exists() and LineEvent.objects.get().next_try_at == now
    assert "給料".encode() not in bytes(LineEvent.objects.get().sealed_event)
    assert read(now) == 1
    message = Message.objects.get()
    assert text_of(message) == "給料が出ません" and message.language == "ja" and message.at == now
    assert people.open_safe_contact(message.thread.person_id).ways == {"web", "line"}
    assert USER not in repr(Address.objects.values().get()) + repr(LineEvent.objects.values().get())


@database
@pytest.mark.parametrize(
    "wrong",
    ["", "x", signature(b"{}"), "é" * 44, signature(b"other bytes"), signature(b"", "another secret")],
)
def test_a_wrong_signature_is_refused_and_logged(post, now, wrong, caplog):
    answer = post(event(at=now, message=words("x")), signed=wrong)
    assert answer.status_code == 403 and not LineEvent.objects.exists()
    assert "wrong signature" in caplog.text


@database
def test_the_signature_is_over_the_very_bytes(post, now):
    body = body_of(event(at=now, message=words("x")))
    assert post(body=body + b" ", signed=signature(body)).status_code == 403
    assert post(body=body, signed=signature(body, SECRET[:-1])).status_code == 403


@database
def test_the_same_event_delivered_twice_is_one_message(post, now):
    told = event(at=now, message=words("Help"))
    again = {**told, "deliveryContext": {"isRedelivery": True}}
    assert post(told).status_code == post(again).status_code == 200
    read(now)
    assert post(told, again).status_code == 200
    assert read(now) == 0 and Message.objects.count() == LineEvent.objects.count() == 1


@database
def test_an_old_call_played_again_changes_nothing(post, now, at):
    body = body_of(event(at=now, message=words("Help")))
    post(body=body)
    read(now)
    Thread.objects.get().messages.all().delete()
    later = now + timedelta(days=8)
    events.prune(now=later)
    assert not LineEvent.objects.exists()
    at(later)
    assert post(body=body).status_code == 200
    assert not LineEvent.objects.exists()


@database
def test_erased_words_do_not_come_back_with_a_second_delivery(post, now):
    told = event(at=now, message=words("Help"))
    post(told)
    read(now)
    Message.objects.get().delete()
    post({**told, "deliveryContext": {"isRedelivery": True}})
    assert read(now) == 0 and not Message.objects.exists()


@database
@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"nonsense", b'{"events": 1}', b"[" * 10_000])
def test_what_is_no_list_of_events_is_a_bad_request(post, body):
    assert post(body=body).status_code == 400


@database
def test_events_that_make_no_sense_are_passed_over(post, now):
    group = {**event(at=now, message=words("x")), "source": {"type": "group", "groupId": "C1"}}
    future = event(at=now + timedelta(hours=1), message=words("x"))
    without = {key: value for key, value in event(at=now, message=words("x")).items() if key != "source"}
    assert post(group, future, without, None, 1, {"type": "message"}).status_code == 200
    assert not LineEvent.objects.exists()
    # The console's "Verify" button sends no event at all.
    assert post().status_code == 200


@database
def test_only_post_and_only_a_channel_that_is_on(post, channel, now, client):
    assert client.get(reverse("line_webhook", args=[channel.pk])).status_code == 405
    channels.switch_channel(channel, active=False, actor=None, now=now)
    assert post(event(at=now, message=words("x"))).status_code == 404
    assert client.post(reverse("line_webhook", args=[uuid.uuid4()])).status_code == 404


# What people send


@database
def test_one_person_stays_one_thread(post, now):
    post(event(at=now, message=words("One")), event(at=now + timedelta(seconds=1), message=words("Two")))
    post(event(at=now, user="U" + "2" * 32, message=words("Somebody else")))
    assert read(now) == 3
    assert sorted(thread.messages.count() for thread in Thread.objects.all()) == [1, 2]


@database
def test_photos_voices_stickers_and_places(post, line, now):
    line.contents = {"111": samples.jpeg(), "222": b"MZ not a photo"}
    post(
        event(at=now, message={"id": "111", "type": "image", "contentProvider": {"type": "line"}}),
        event(at=now + timedelta(seconds=1), message={"id": "222", "type": "audio", "duration": 900}),
        event(at=now + timedelta(seconds=2), message={"id": "333", "type": "image"}),
        event(at=now + timedelta(seconds=3), message={"type": "sticker", "keywords": ["sad", "cry"]}),
        event(at=now + timedelta(seconds=4), message={"type": "location", "address": "Osaka"}),
        event(at=now + timedelta(seconds=5), message={"type": "video"}),
    )
    assert read(now) == 6
    messages = list(Message.objects.order_by("at"))
    assert [message.files.count() for message in messages] == [1, 0, 0, 0, 0, 0]
    assert [text_of(message) for message in messages] == [
        "[image]", "[audio]\n[not_taken]", "[image]\n[gone]", "[sticker: sad, cry]", "[location: Osaka]", "[video]",
    ]  # fmt: skip


@database
def test_content_that_is_not_ready_is_fetched_later(post, line, now):
    line.contents = {"111": samples.jpeg()}
    line.answers["/v2/bot/message/111/content"] = [(202, b"{}"), (500, b"")]
    post(event(at=now, message={"id": "111", "type": "image"}))
    assert read(now) == 0 and read(now + timedelta(seconds=30)) == 0
    assert read(now + timedelta(minutes=1)) == 0
    assert read(now + timedelta(minutes=3)) == 1 and Message.objects.get().files.count() == 1


@database
def test_what_is_taken_back_at_line_is_erased_here(post, line, now):
    line.contents = {"111": samples.jpeg()}
    post(event(at=now, message={"id": "111", "type": "image"}), event(at=now, message=words("My name is")))
    read(now)
    message = Message.objects.get(files__isnull=False)
    post(event("unsend", at=now, unsend={"messageId": "111"}))
    assert read(now) == 1
    message.refresh_from_db()
    assert message.delivery == Delivery.TAKEN_BACK and bytes(message.sealed_text) == b""
    assert not message.files.exists()


@database
def test_taken_back_before_it_was_read_it_is_erased_after(post, line, now):
    line.contents = {"111": samples.jpeg()}
    line.answers["/v2/bot/message/111/content"] = [(202, b"{}")]
    post(event(at=now, message={"id": "111", "type": "image"}))
    post(event("unsend", at=now, unsend={"messageId": "111"}))
    assert read(now) == 0
    for minutes in (1, 2, 4):
        read(now + timedelta(minutes=minutes))
    assert Message.objects.get().delivery == Delivery.TAKEN_BACK


@database
def test_a_crash_while_reading_loses_nothing(post, now, monkeypatch):
    post(event(at=now, message=words("Help")))
    monkeypatch.setattr(events, "_take", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        read(now)
    monkeypatch.undo()
    assert read(now + timedelta(minutes=4)) == 0
    assert read(now + timedelta(minutes=5)) == 1 and Message.objects.count() == 1


# Answers


@pytest.fixture
def thread(post, now):
    """Somebody wrote an hour ago: no reply is free any more."""
    post(event(at=now - timedelta(hours=1), message=words("Xin giúp tôi với")))
    read(now)
    return Thread.objects.select_related("channel", "address", "person").get()


@database
def test_an_answer_is_pushed_with_a_key_of_its_own(line, thread, now):
    message = answer(thread, "Ngày mai", now)
    assert send(now) == 1
    [(_path, told, head)] = line.asked
    assert told == {"to": USER, "messages": [{"type": "text", "text": "Ngày mai"}]}
    assert head["X-Line-Retry-Key"] == str(message.pk)


@database
def test_a_fresh_message_is_answered_by_a_free_reply_and_only_once(post, line, now):
    told = event(at=now, message=words("Xin giúp tôi với"))
    line.reply_tokens.add(told["replyToken"])
    post(told)
    read(now)
    thread = Thread.objects.select_related("channel", "address", "person").get()
    answer(thread, "One", now)
    answer(thread, "Two", now)
    assert send(now + timedelta(seconds=20)) == 2
    assert [len(line.sent("reply")), len(line.sent("push"))] == [1, 1]


@database
def test_a_reply_that_comes_too_late_becomes_a_push(post, line, now):
    # LINE knows the token no more.
    post(event(at=now, message=words("Xin giúp tôi với")))
    read(now)
    answer(Thread.objects.select_related("channel", "address", "person").get(), "One", now)
    assert send(now + timedelta(seconds=20)) == 1
    assert [len(line.sent("reply")), len(line.sent("push"))] == [1, 1]


@database
def test_taken_and_never_confirmed_it_is_pushed_again_with_the_same_key_and_arrives_once(
    line, thread, now, monkeypatch
):
    monkeypatch.setattr(adapter, "SECONDS", 0.2)
    message = answer(thread, "Ngày mai", now)
    line.keys.add(str(message.pk))
    line.answers["/v2/bot/message/push"] = [(0, b"1")]
    assert send(now) == 0
    assert send(now + timedelta(minutes=2)) == 1
    assert [head["X-Line-Retry-Key"] for _path, _told, head in line.asked] == [str(message.pk)] * 2


@database
@pytest.mark.parametrize(
    ("status", "body", "failure", "final"),
    [
        (400, b'{"message":"The property, to, is invalid"}', Failure.REFUSED, True),
        (401, b"{}", Failure.SIGN_IN, False),
        (429, b'{"message":"You have reached your monthly limit."}', Failure.QUOTA, True),
        (429, b'{"message":"The API rate limit has been exceeded."}', Failure.UNREACHABLE, False),
        (500, b"", Failure.UNREACHABLE, False),
        (302, b"", Failure.REFUSED, True),
    ],
)
def test_what_line_refuses_is_told_or_tried_again(line, thread, now, status, body, failure, final):
    line.answers["/v2/bot/message/push"] = [(status, body)]
    message = answer(thread, "Ngày mai", now)
    assert send(now) == 0
    message.refresh_from_db()
    assert message.outgoing.last_error == failure
    assert (message.delivery == Delivery.FAILED) == final == (message.outgoing.next_try_at is None)
    if not final:
        assert send(now + timedelta(minutes=1)) == 1


@database
def test_whoever_left_the_account_is_not_written_to_until_they_come_back(post, line, thread, now):
    post(event("unfollow", at=now))
    read(now)
    message = answer(thread, "One", now)
    assert send(now) == 0 and line.asked == []
    message.refresh_from_db()
    assert message.outgoing.last_error == Failure.GONE
    post(event("follow", at=now, follow={"isUnblocked": True}))
    read(now)
    thread.address.refresh_from_db()
    answer(thread, "Two", now)
    assert send(now) == 1


@database
def test_the_months_quota_is_asked_and_kept(line, channel, now):
    adapter.ask_quotas(now=now)
    told = Channel.objects.get(pk=channel.pk)
    assert (told.quota_used, told.quota_limit, told.last_error) == (12, 200, "")
    line.answers["/v2/bot/message/quota/consumption"] = [(401, b"{}")]
    adapter.ask_quotas(now=now)
    assert Channel.objects.get(pk=channel.pk).last_error == Failure.SIGN_IN


@database
def test_only_encrypted_addresses_are_called(channel, thread, now, settings):
    settings.LINE_URLS = ["http://line.example.org", "http://line.example.org"]
    message = answer(thread, "One", now)
    assert send(now) == 0
    message.refresh_from_db()
    assert message.outgoing.last_error == Failure.TROUBLE


@database
def test_a_used_event_holds_no_words(post, now):
    post(event(at=now, message=words("My secret")))
    read(now)
    row = LineEvent.objects.get()
    from bansou.enquiries.queries import sealed

    kept = vault.unseal(row.channel_id, sealed.event_place(row), row.sealed_event)
    assert "secret" not in kept and len(kept) == 32
    events.prune(now=now + timedelta(days=2))
    row.refresh_from_db()
    assert bytes(row.sealed_event) == b""


def test_long_answers_are_cut_at_ends_of_lines():
    text = "\n".join(["あ" * 90] * 120)
    parts = rules.parts(text)
    assert all(len(part) <= rules.LONGEST for part in parts) and "".join(parts).replace(
        "\n", ""
    ) == text.replace("\n", "")
    assert all(len(part) % 91 == 90 for part in parts)
    assert [len(part) for part in rules.parts("😀" * 6000)] == [2500, 2500, 1000]
