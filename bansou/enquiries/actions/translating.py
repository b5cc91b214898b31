"""Translating by machine: only where the network runs a service and the person of the case has agreed to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bansou.audit import actions as audit
from bansou.cases.enums import Purpose
from bansou.cases.queries.consents import holds
from bansou.core.refusal import Refused
from bansou.enquiries.actions.channels import open_translator
from bansou.enquiries.enums import Reason
from bansou.enquiries.models import Message, Thread, Translation
from bansou.enquiries.queries import sealed
from bansou.vault import actions as vault


@dataclass(frozen=True, slots=True)
class Engine:
    """A machine: what it is called beside its translations, and how it is asked (text, source, target, now=…)."""

    name: str
    translate: Callable[..., str | None]


def may_translate(thread: Thread) -> bool:
    """Whether a machine may read this thread: it belongs to a case whose person agreed, and there is a service."""
    return bool(thread.case and open_translator() and holds(thread.case, Purpose.TRANSLATE))


def translated(thread: Thread, text: str, source: str, target: str, *, engine: Engine, now: datetime) -> str:
    """Words that are being written, in another language; keeps nothing. Raises Refused(NO_CONSENT, NOT_TRANSLATED)."""
    if not may_translate(thread):
        raise Refused(Reason.NO_CONSENT)
    found = engine.translate(text, source, target, now=now)
    if not found:
        raise Refused(Reason.NOT_TRANSLATED)
    return found


def translate_message(
    message: Message, target: str, *, engine: Engine, actor: Any, now: datetime
) -> Translation:
    """A machine's translation beside a message; the one that is there already if there is.

    Raises Refused(NO_CONSENT, NOT_TRANSLATED, UNREADABLE), and what audit.open_sealed raises; no transaction may run.
    """
    made = message.translations.filter(language=target, back=False, engine=engine.name).first()
    if made:
        return made
    thread = message.thread
    if not may_translate(thread):
        raise Refused(Reason.NO_CONSENT)
    [text] = audit.open_sealed(
        actor, "enquiries.translate", message, sealed=[sealed.text_of(message)], now=now, fields=["text"]
    )
    if not text:
        raise Refused(Reason.UNREADABLE)
    found = translated(thread, text, message.language, target, engine=engine, now=now)
    made = Translation(message=message, language=target, engine=engine.name, by=actor, at=now)
    made.sealed_text = vault.seal(thread.pk, sealed.translation_place(made), found)
    made.save(force_insert=True)
    return made
