"""What the person themselves reads of a thread: their messages and our answers, never a private note."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from bansou.enquiries.enums import Delivery, Direction
from bansou.enquiries.models import Message, MessageFile, Thread, Translation
from bansou.enquiries.queries import sealed
from bansou.vault import actions as vault


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `text` is for the reader: of an answer in another language its translation, with the `original`.

    `machine`: nobody has read over that translation. `files` are MessageFiles.
    """

    pk: uuid.UUID
    mine: bool
    at: datetime
    text: str
    language: str
    original: str
    original_language: str
    machine: bool
    taken_back: bool
    files: Sequence[MessageFile]

    @property
    def parts(self) -> int:
        return len(self.files) + bool(self.text)


def conversation(thread: Thread) -> list[Said]:
    """All that the person sees, oldest first. For the person's own page. Raises vault.crypto.Unreadable."""
    # At the same instant a question ("in") stands before its answer ("out").
    messages = list(_shown(thread).prefetch_related("files__stored").order_by("at", "direction", "pk"))
    translations = _translations(thread, messages)
    readable = [each for each in messages if each.sealed_text]
    tokens = [sealed.text_of(each) for each in readable] + [
        vault.Sealed(thread.pk, sealed.translation_place(each), each.sealed_text)
        for each in translations.values()
    ]
    opened = [text or "" for text in vault.unseal_many(tokens)]
    texts = dict(zip([*(each.pk for each in readable), *translations], opened, strict=True))
    return [_said(message, texts, translations) for message in messages]


def shown_files(thread: Thread) -> QuerySet[MessageFile]:
    """The files that the person sees."""
    return MessageFile.objects.filter(message__in=_shown(thread)).select_related("stored")


def answers_of_form(thread: Thread) -> dict[str, Any]:
    """What the form asked beside the text, as far as it was answered and not taken back."""
    if not thread.sealed_answers:
        return {}
    item = sealed.answers_of(thread)
    return json.loads(vault.unseal(item.scope, item.place, item.token))


def _shown(thread: Thread) -> QuerySet[Message]:
    return thread.messages.exclude(direction=Direction.NOTE)


def _translations(thread: Thread, messages: list[Message]) -> dict[str, Translation]:
    """By a key of the message: the newest translation of an answer into the person's language."""
    foreign = [
        each.pk for each in messages if each.direction == Direction.OUT and each.language != thread.language
    ]
    found = Translation.objects.filter(message__in=foreign, language=thread.language, back=False).order_by(
        "at"
    )
    return {f"{each.message_id}": each for each in found}


def _said(message: Message, texts: dict[Any, str], translations: dict[str, Translation]) -> Said:
    own = texts.get(message.pk, "")
    translation = translations.get(str(message.pk))
    return Said(
        pk=message.pk,
        mine=message.direction == Direction.IN,
        at=message.at,
        text=texts[str(message.pk)] if translation else own,
        language=translation.language if translation else message.language,
        original=own if translation else "",
        original_language=message.language,
        machine=bool(translation and translation.engine),
        taken_back=message.delivery == Delivery.TAKEN_BACK,
        files=list(message.files.all()),
    )
