"""Where what was written lies sealed, and what opens it: everything of a thread under the thread's own key."""

from bansou.enquiries.models import Address, Channel, LineEvent, Message, Thread, Translation, Translator
from bansou.vault.actions import Sealed


def text_place(message: Message) -> str:
    return f"enquiries.message.sealed_text|{message.pk}"


def preview_place(thread: Thread) -> str:
    return f"enquiries.thread.sealed_preview|{thread.pk}"


def answers_place(thread: Thread) -> str:
    return f"enquiries.thread.sealed_answers|{thread.pk}"


def translation_place(translation: Translation) -> str:
    return f"enquiries.translation.sealed_text|{translation.pk}"


def text_of(message: Message) -> Sealed:
    return Sealed(message.thread_id, text_place(message), message.sealed_text)


def preview_of(thread: Thread) -> Sealed:
    """Ask for it only where `sealed_preview` is set."""
    return Sealed(thread.pk, preview_place(thread), thread.sealed_preview or b"")


def answers_of(thread: Thread) -> Sealed:
    """JSON; ask for it only where `sealed_answers` is set."""
    return Sealed(thread.pk, answers_place(thread), thread.sealed_answers or b"")


def config_place(channel: Channel) -> str:
    return f"enquiries.channel.sealed_config|{channel.pk}"


def address_place(address: Address) -> str:
    return f"enquiries.address.sealed_external|{address.pk}"


def external_place(message: Message) -> str:
    return f"enquiries.message.sealed_external|{message.pk}"


def event_place(event: LineEvent) -> str:
    return f"enquiries.lineevent.sealed_event|{event.pk}"


def translator_place(translator: Translator) -> str:
    return f"enquiries.translator.sealed_config|{translator.pk}"
