"""Makers for tests of channels; they go through the real actions."""

import uuid
from datetime import datetime

from bansou.enquiries.actions import channels, sending
from bansou.enquiries.actions.addresses import add_address
from bansou.enquiries.actions.receiving import erase_on, start_thread
from bansou.enquiries.enums import Direction, Kind
from bansou.enquiries.models import Channel, Message, Thread
from bansou.enquiries.queries import sealed
from bansou.people import actions as people
from bansou.people.rules.contact import SafeContact
from bansou.vault import actions as vault
from tests.enquiries import line_server, mailbox

DESK = "desk@help.example"


def mail_config(*, imap_port: int = 1, smtp_port: int = 1, **more) -> dict:
    return {
        "address": DESK, "delete": False,
        "imap_host": "127.0.0.1", "imap_port": imap_port, "imap_security": "none",
        "imap_user": mailbox.USER, "imap_password": mailbox.PASSWORD,
        "smtp_host": "127.0.0.1", "smtp_port": smtp_port, "smtp_security": "none",
        "smtp_user": "", "smtp_password": "", **more,
    }  # fmt: skip


def make_mailbox(now: datetime, *, cursor: str = "", **config) -> Channel:
    channel = channels.save_channel(
        None, kind=Kind.MAIL, name="Desk", region="", config=mail_config(**config), actor=None, now=now
    )
    Channel.objects.filter(pk=channel.pk).update(cursor=cursor)
    return Channel.objects.get(pk=channel.pk)


def make_line(now: datetime, **config) -> Channel:
    given = {"secret": line_server.SECRET, "token": line_server.TOKEN, **config}
    return channels.save_channel(
        None, kind=Kind.LINE, name="LINE", region="", config=given, actor=None, now=now
    )


def make_thread(channel: Channel, external: str, now: datetime, *, language: str = "vi", **contact) -> Thread:
    """Somebody who wrote by a channel and may be reached by it; `contact` changes how."""
    person = people.new_person(erase_on=erase_on(now), now=now)
    ways = frozenset({"web", channel.kind})
    people.save_safe_contact(person, SafeContact(**{"ways": ways, **contact}), actor=None, now=now)
    address = add_address(person, channel, external, now=now)
    return start_thread(
        channel=channel, address=address, person=person, text="Xin chào", language=language, at=now, now=now,
        token=uuid.uuid4(),
    )  # fmt: skip


def answer(thread: Thread, text: str, now: datetime, **more) -> Message:
    """An answer of the desk, handed to the outbox."""
    message = Message(
        thread=thread, address=thread.address, direction=Direction.OUT, at=now,
        **{"language": thread.language, **more},
    )  # fmt: skip
    message.sealed_text = vault.seal(thread.pk, sealed.text_place(message), text)
    message.save(force_insert=True)
    sending.hand_over(message, now=now)
    return message


def text_of(message: Message) -> str:
    return vault.unseal(message.thread_id, sealed.text_place(message), message.sealed_text)
