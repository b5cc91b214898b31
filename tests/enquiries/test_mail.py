"""Mail in and out against real servers, and what strange mails do to it: nothing."""

import email.policy
import io
import socket
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bansou.accounts.enums import RoleKind
from bansou.enquiries.actions import channels, outbox, receiving
from bansou.enquiries.actions.mail import MOST_AN_HOUR, Taken, take_in
from bansou.enquiries.adapters import mail
from bansou.enquiries.enums import Delivery, Failure, Kind, State
from bansou.enquiries.models import Address, Channel, Message, Thread
from bansou.enquiries.queries import sealed
from bansou.enquiries.rules import charsets, html, letters, quotes
from bansou.people import actions as people
from bansou.people.models import Person
from bansou.vault import actions as vault
from tests.enquiries.channels import DESK, answer, make_mailbox, make_thread, text_of
from tests.factories import make_user

database = pytest.mark.django_db


def write(
    text: str, *, sender: str = "hana@example.org", message_id: str = "", **headers: str
) -> EmailMessage:
    written = EmailMessage(policy=email.policy.SMTP)
    written["From"], written["To"] = sender, DESK
    written["Message-ID"] = message_id or f"<{abs(hash((text, sender)))}@phone.example>"
    written["Date"] = "Thu, 01 Aug 2024 11:50:00 +0900"
    for name, value in headers.items():
        written[name.replace("_", "-")] = value
    written.set_content(text)
    return written


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def box(imap, now):
    """A mailbox that was read once already: what comes now is new."""
    box = make_mailbox(now, imap_port=imap.port)
    mail.poll(box, now=now)
    return reload(box)


def reload(box):
    return Channel.objects.get(pk=box.pk)


def poll(box, now):
    return mail.poll(reload(box), now=now)


# What becomes of a mail


@database
def test_a_mail_becomes_a_thread_of_somebody_new(imap, box, now):
    imap.deliver(write("Xin giúp tôi, tôi không được trả lương.", Subject="Lương").as_bytes())
    assert poll(box, now) == 1
    thread = Thread.objects.get()
    message = thread.messages.get()
    assert text_of(message).startswith("Lương\n\nXin giúp tôi")
    assert message.language == thread.language == "vi" and thread.state == State.NEW
    assert message.at == now - timedelta(minutes=10) == thread.waiting_since
    assert imap.flags() == ["\\Seen"]
    contact = people.open_safe_contact(thread.person_id)
    assert contact.ways == {"web", "mail"} and not contact.shared
    stored = repr(Address.objects.values().get()) + repr(Message.objects.values().get())
    assert "hana" not in stored and "phone.example" not in stored
    assert poll(box, now) == 0 and Message.objects.count() == 1


@database
def test_the_same_mail_twice_is_one_message(imap, box, now):
    raw = write("Please help").as_bytes()
    imap.deliver(raw)
    imap.deliver(raw)
    assert poll(box, now) == 1
    assert Message.objects.count() == Thread.objects.count() == Person.objects.count() == 1


@database
def test_a_mail_without_an_id_is_known_again_too(imap, box, now):
    raw = write("Please help").as_bytes().replace(b"Message-ID:", b"X-Nothing:")
    imap.deliver(raw)
    imap.deliver(raw)
    poll(box, now)
    assert Message.objects.count() == 1


@database
def test_a_second_mail_of_the_same_sender_joins_the_thread(imap, box, now):
    imap.deliver(write("One").as_bytes())
    imap.deliver(write("Two", sender="Hana <HANA@example.org>", Subject="Again").as_bytes())
    assert poll(box, now) == 2
    texts = [text_of(each) for each in Thread.objects.get().messages.order_by("at", "pk")]
    assert sorted(texts) == ["One", "Two"] and Person.objects.count() == 1


@database
def test_after_a_thread_was_closed_a_new_matter_begins(imap, box, now):
    imap.deliver(write("One").as_bytes())
    poll(box, now)
    Thread.objects.update(state=State.CLOSED)
    imap.deliver(write("Two").as_bytes())
    poll(box, now)
    assert Thread.objects.count() == 2 and Person.objects.count() == 1


@database
def test_what_lay_there_before_the_channel_was_made_stays_there(imap, now):
    imap.deliver(write("Old").as_bytes())
    box = make_mailbox(now, imap_port=imap.port)
    assert poll(box, now) == 0
    imap.deliver(write("New").as_bytes())
    assert poll(box, now) == 1 and imap.flags() == ["", "\\Seen"]


@database
def test_numbered_anew_by_the_server_nothing_arrives_twice(imap, box, now):
    raw = write("Please help").as_bytes()
    imap.deliver(raw)
    poll(box, now)
    imap.empty(renumber=True)
    before = reload(box).cursor
    imap.deliver(raw)
    imap.deliver(write("Another").as_bytes())
    # The mailbox dates what it gets by its own clock.
    assert poll(box, timezone.now()) == 1 and Message.objects.count() == 2
    assert reload(box).cursor.split("/")[0] != before.split("/")[0]


@database
def test_only_a_channel_that_says_so_removes_what_it_has_read(imap, now):
    box = make_mailbox(now, imap_port=imap.port, delete=True)
    poll(box, now)
    imap.deliver(write("Please help").as_bytes())
    imap.deliver(write("Buy", Auto_Submitted="auto-generated").as_bytes())
    poll(box, now)
    assert imap.flags() == ["\\Flagged"]


@database
def test_files_are_kept_and_those_that_are_not_taken_are_named(imap, box, now):
    written = write("Look")
    written.add_attachment(photo(), maintype="image", subtype="jpeg", filename="C:\\pay slip.jpg")
    written.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="bill.exe")
    written.add_attachment(write("Inside"), filename="other.eml")
    imap.deliver(written.as_bytes())
    assert poll(box, now) == 1
    message = Message.objects.get()
    assert [each.stored.media_type for each in message.files.all()] == ["image/jpeg"]
    assert "bill.exe" in text_of(message) and "other.eml" in text_of(message)
    assert "Inside" not in text_of(message)


@database
@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example.org>"},
        {"List_Unsubscribe": "<https://example.org/>"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
    ],
)
def test_what_a_machine_wrote_stays_in_the_mailbox_with_a_star(imap, box, now, headers):
    imap.deliver(write("I am away", **headers).as_bytes())
    assert poll(box, now) == 0
    assert not Thread.objects.exists() and imap.flags() == ["\\Flagged"]
    assert reload(box).skipped == 1


@database
def test_what_we_sent_ourselves_never_comes_back_as_a_message(imap, smtp, now):
    box = make_mailbox(now, imap_port=imap.port, smtp_port=smtp.port)
    poll(box, now)
    answer(make_thread(reload(box), "hana@example.org", now), "An answer", now)
    outbox.send_due({Kind.MAIL: mail.carry}, now=now)
    ours = smtp.arrived[0].content
    imap.deliver(ours)
    imap.deliver(ours.replace(b"From: desk@help.example", b"From: list@example.org"))
    imap.deliver(write("Hello", sender=DESK.upper()).as_bytes())
    assert poll(box, now) == 0 and Thread.objects.count() == 1


@database
def test_two_machines_that_answer_each_other_stop(imap, box, now):
    for number in range(MOST_AN_HOUR + 5):
        imap.deliver(write(f"Your message {number} has arrived").as_bytes())
    while poll(box, now):
        pass
    assert Message.objects.count() == MOST_AN_HOUR and reload(box).skipped == 5
    imap.deliver(write("A human after all").as_bytes())
    assert poll(box, now + timedelta(hours=2)) == 1


@database
def test_a_date_of_long_ago_hides_no_flood(now):
    box, taken = make_mailbox(now), []
    for number in range(MOST_AN_HOUR + 5):
        raw = write(f"Again {number}")
        del raw["Date"]
        raw["Date"] = "Wed, 31 Jul 2024 11:50:00 +0900"
        taken.append(take_in(box, letters.read(raw.as_bytes()), own=DESK, now=now))
    assert taken.count(Taken.NEW) == MOST_AN_HOUR and taken.count(Taken.LEFT) == 5
    late = letters.read(write("A human after all").as_bytes())
    assert take_in(box, late, own=DESK, now=now + timedelta(hours=2)) == Taken.NEW


@database
def test_a_mail_that_came_back_is_told(imap, smtp, now):
    box = make_mailbox(now, imap_port=imap.port, smtp_port=smtp.port)
    poll(box, now)
    thread = make_thread(reload(box), "hana@example.org", now)
    message = answer(thread, "An answer", now)
    outbox.send_due({Kind.MAIL: mail.carry}, now=now)
    Thread.objects.update(state=State.ANSWERED, waiting_since=None)
    imap.deliver(bounce(f"<{message.pk}@help.example>", action="delayed"))
    poll(box, now)
    message.refresh_from_db()
    assert message.delivery == Delivery.SENT
    imap.deliver(bounce(f"<{message.pk}@help.example>"))
    imap.deliver(bounce("<somebody-elses@example.org>"))
    assert poll(box, now) == 0
    message.refresh_from_db()
    thread.refresh_from_db()
    assert message.delivery == Delivery.FAILED and message.outgoing.last_error == Failure.BOUNCED
    assert thread.state == State.OPEN and Thread.objects.count() == 1


def bounce(message_id: str, *, action: str = "failed") -> bytes:
    return f"""From: MAILER-DAEMON@mx.example.org
To: {DESK}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

It did not arrive.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; hana@example.org
Action: {action}
Status: 5.1.1

--x
Content-Type: text/rfc822-headers

From: {DESK}
Message-ID: {message_id}
Subject: x

--x--
""".replace("\n", "\r\n").encode()


# There and back


@database
def test_an_answer_and_what_is_answered_to_it_stay_one_talk(imap, smtp, now):
    box = make_mailbox(now, imap_port=imap.port, smtp_port=smtp.port)
    poll(box, now)
    imap.deliver(write("Help", message_id="<first@phone.example>").as_bytes())
    poll(box, now)
    first = Thread.objects.select_related("channel", "address").get()
    answer(first, "Of course", now)
    outbox.send_due({Kind.MAIL: mail.carry}, now=now)
    left = email.message_from_bytes(smtp.arrived[0].content, policy=email.policy.default)
    assert left["In-Reply-To"] == left["References"] == "<first@phone.example>"
    # Meanwhile the first matter was closed and another one began.
    Thread.objects.update(state=State.CLOSED)
    imap.deliver(write("Another matter").as_bytes())
    poll(box, now)
    imap.deliver(write("Thanks", In_Reply_To=left["Message-ID"]).as_bytes())
    poll(box, now)
    first.refresh_from_db()
    assert first.messages.count() == 3 and first.state == State.OPEN


@database
def test_somebody_else_who_answers_our_mail_does_not_get_into_the_thread(imap, box, now):
    thread = make_thread(box, "hana@example.org", now)
    message = answer(thread, "An answer", now)
    imap.deliver(
        write(
            "Who is she?", sender="husband@example.org", In_Reply_To=f"<{message.pk}@help.example>"
        ).as_bytes()
    )
    poll(box, now)
    assert thread.messages.count() == 2 and Thread.objects.count() == 2


# Trouble


@database
def test_a_mailbox_that_cannot_be_read_says_so_and_is_tried_less_often(imap, now):
    box = make_mailbox(now, imap_port=imap.port, imap_password="wrong")
    assert poll(box, now) == 0 and reload(box).last_error == Failure.SIGN_IN
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = free.getsockname()[1]
    gone = make_mailbox(now, imap_port=closed)
    assert poll(gone, now) == 0 and reload(gone).last_error == Failure.UNREACHABLE
    assert channels.mailboxes_due(now=now + timedelta(minutes=4)) == []
    assert len(channels.mailboxes_due(now=now + timedelta(minutes=5))) == 2


@database
def test_two_workers_never_read_the_same_mailbox_at_once(box, now):
    later = now + timedelta(minutes=1)
    assert channels.mailboxes_due(now=later) == [box]
    assert channels.mailboxes_due(now=later) == []


@database
def test_a_crash_while_reading_loses_nothing(imap, box, now, monkeypatch):
    for number in range(3):
        imap.deliver(write(f"Mail {number}").as_bytes())
    monkeypatch.setattr(mail, "_keep_cursor", lambda *_args, **_more: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        poll(box, now)
    monkeypatch.undo()
    assert poll(box, now) == 2 and Message.objects.count() == 3


@database
def test_trying_the_connection_signs_in_at_both(imap, smtp, now):
    good = {**channels.open_config(make_mailbox(now, imap_port=imap.port, smtp_port=smtp.port))}
    mail.try_it(good)
    for changed, failure in (
        ({"imap_password": "wrong"}, Failure.SIGN_IN),
        ({"smtp_port": 1}, Failure.UNREACHABLE),
        ({"imap_security": "tls"}, Failure.UNREACHABLE),
    ):
        with pytest.raises(outbox.NotSent) as problem:
            mail.try_it({**good, **changed})
        assert problem.value.failure == failure


@database
def test_the_id_of_a_mail_is_sealed_under_its_thread(imap, box, now):
    imap.deliver(write("Help", message_id="<first@phone.example>").as_bytes())
    poll(box, now)
    message = Message.objects.get()
    opened = vault.unseal(message.thread_id, sealed.external_place(message), message.sealed_external)
    assert opened == "<first@phone.example>"
    assert bytes(message.external) == receiving.external_digest("<first@phone.example>")


# Reading


def test_japanese_mail_in_its_old_character_sets():
    for charset, told in (("iso2022_jp", "ISO-2022-JP"), ("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")):
        raw = "From: a@b.example\r\nSubject: =?ISO-2022-JP?B?GyRCQWpDTBsoQg==?=\r\n"
        raw += f"Content-Type: text/plain; charset={told}\r\n\r\n"
        letter = letters.read(raw.encode() + "給料が出ません。".encode(charset))
        assert (letter.subject, letter.text) == ("相談", "給料が出ません。")


def test_what_phones_add_to_the_old_character_set():
    # Row 13 of JIS X 0208 is empty in the standard; phones and Outlook keep ① and ㈱ there.
    raw = b"\x1b$B" + bytes([0x2D, 0x21, 0x2D, 0x6A]) + "の件".encode("iso2022_jp")[3:]
    assert charsets.decode(raw, "iso-2022-jp") == "①㈱の件"
    assert charsets.decode(b"\x1b(I" + bytes([0x36, 0x45]) + b"\x1b(B!", "") == "ｶﾅ!"


@given(st.text(alphabet=st.characters(codec="iso2022_jp", exclude_characters="\x1b\x0e\x0f")))
def test_whatever_the_old_character_set_can_say_arrives(text):
    assert charsets.decode(text.encode("iso2022_jp"), "iso-2022-jp") == text


def test_an_html_mail_is_shown_as_text():
    page = (
        "<html><head><title>T</title><style>p{color:red}</style></head><body onload='x()'>"
        "<p>My boss &lt;kept&gt; my&nbsp;passport.</p><ul><li>one<li>two</ul>"
        "<script>steal()</script><img src='https://spy.example/x.gif' alt='my payslip'>"
        "<a href='https://example.org/real'>bank</a><a href='javascript:x()'>y</a></body></html>"
    )
    text = html.to_text(page)
    assert "My boss <kept> my passport." in text and "- one\n- two" in text
    assert "[my payslip]" in text and "bank <https://example.org/real>" in text
    for gone in ("steal", "spy.example", "color", "javascript", "onload"):
        assert gone not in text


def test_the_html_part_is_read_only_where_there_is_no_text():
    both = write("Plain words")
    both.add_alternative("<p>Rich words</p>", subtype="html")
    assert letters.read(both.as_bytes()).text == "Plain words"
    empty = write(" ")
    empty.add_alternative("<p>Rich words</p>", subtype="html")
    assert letters.read(empty.as_bytes()).text == "Rich words"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Thanks\n\nOn Mon, 1 Jan 2024 at 10:00, Desk <d@e.org> wrote:\n> hi\n>\n> you\n", "Thanks\n\n"),
        ("Thanks\n\nOn Mon, 1 Jan 2024 at 10:00, Desk\n<d@e.org> wrote:\n> hi\n", "Thanks\n\n"),
        ("ありがとう\n\n2024年8月1日(木) 12:00 相談 <d@e.org>:\n> はい\n", "ありがとう\n\n"),
        ("Cám ơn\n\nVào Th 5, 1 thg 8, 2024 lúc 12:00 A <d@e.org> đã viết:\n> abc\n", "Cám ơn\n\n"),
        ("Thanks\n-----Original Message-----\nFrom: d@e.org\nhello\n", "Thanks\n"),
        ("Thanks\n> hi\n> you\n", "Thanks\n"),
        ("> Where?\nIn Osaka\n> When?\nTomorrow\n", None),
        ("> only a quotation\n", None),
        ("No quotation > here\n", None),
    ],
)
def test_quoted_words_are_told_from_new_ones(text, new):
    assert quotes.split(text) == ((new, text[len(new) :]) if new else (text, ""))


@given(
    st.lists(st.sampled_from(["> a\n", "b\n", "\n", "On Monday D wrote:\n", "From: d@e.org\n"])).map("".join)
)
def test_no_word_of_a_mail_is_lost_by_telling_quotations(text):
    assert "".join(quotes.split(text)) == text


ODD = [
    b"",
    b"\x00\xff\xfe",
    b"From: \r\n\r\n",
    b"From: =?utf-8?q?=ff?= <a@b.example>\r\nDate: never\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xe3\x81",
    b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed;"
    b" boundary=x\r\n\r\n--x\r\n",
    b"From: a@b.example\r\nMessage-ID: <a@[b]>\r\nIn-Reply-To: <<>\r\nReferences: " + b"<x@y> " * 5000 + b"\r\n\r\nx",
    b"From: a@b.example\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
    *(
        b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + mark * 70_000 + b"deep"
        for mark in (b"<div>", b"<div", b"<!--", b"<a href=", b"</", b"&#", b"<script>", b"<!", b"<a 'x")
    ),
    b"From: a@b.example\r\nContent-Disposition: attachment; filename*=utf-8''%ff%fe\r\n\r\nx",
]  # fmt: skip


@pytest.mark.parametrize("raw", ODD, ids=range(len(ODD)))
def test_an_odd_mail_is_read_as_far_as_it_goes(raw):
    letter = letters.read(raw)
    assert len(letter.text) <= letters.LONGEST and "\x00" not in letter.text


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(ODD[2:7]))
def test_no_bytes_stop_the_reader(noise, head):
    at = len(noise) * 7 % (min(len(head), 300) + 1)
    letter = letters.read(head[:at] + noise + head[at : at + 500])
    assert letter.text == letter.text.encode("utf-8", "ignore").decode()


@database
def test_the_page_shows_new_words_first_and_keeps_the_quoted_ones(imap, box, now, at, signed_in):
    imap.deliver(
        write("Thanks\n\nOn Mon, 1 Jan 2024 at 10:00, Desk <d@e.org> wrote:\n> Come at ten\n").as_bytes()
    )
    poll(box, now)
    thread = Thread.objects.get()
    office = signed_in(make_user(RoleKind.SECRETARIAT))
    shown = office.get(reverse("thread_detail", args=[thread.pk])).content.decode()
    new, _between, quoted = shown.partition("What the mail quotes")
    assert "Thanks" in new and "Come at ten" not in new and "Come at ten" in quoted
