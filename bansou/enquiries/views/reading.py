"""Opening what was written, for those who may read it; every look is in the log, once for a page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bansou.audit import actions as audit
from bansou.cases.rules.fields import Part
from bansou.core import clock
from bansou.enquiries.actions.common import subject
from bansou.enquiries.enums import Direction, Failure, Kind
from bansou.enquiries.models import Message, MessageFile, Thread, Translation
from bansou.enquiries.queries import inbox, sealed
from bansou.enquiries.rules import quotes
from bansou.enquiries.rules.texts import first_line
from bansou.vault.actions import Sealed

# What the form asked and not every reader of the messages may know; all else goes with them.
PART_OF = {
    "nickname": Part.IDENTITY,
    "town": Part.CONTACT,
    "mail": Part.CONTACT,
    "phone": Part.CONTACT,
}


@dataclass(slots=True)
class Words:
    """A translation with its text; None once erased."""

    row: Translation
    text: str | None


@dataclass(slots=True)
class Line:
    """A message as the page shows it; a text that was erased is None, one that was taken back empty."""

    message: Message
    text: str | None
    translations: list[Words] = field(default_factory=list)
    back: list[Words] = field(default_factory=list)
    files: list[MessageFile] = field(default_factory=list)

    @property
    def parts(self) -> tuple[str, str]:
        """What is new, and what a mail quotes below it."""
        address = self.message.address
        if self.message.direction != Direction.IN or address is None or address.channel.kind != Kind.MAIL:
            return self.text or "", ""
        return quotes.split(self.text or "")

    @property
    def why(self) -> str:
        """Why an answer did not leave."""
        outgoing = getattr(self.message, "outgoing", None)
        return str(Failure(outgoing.last_error).label) if outgoing and outgoing.last_error in Failure else ""


def shown_messages(thread: Thread) -> Any:
    """The messages that this reader sees: private notes only for those who read those of the case."""
    found = thread.messages.select_related("by", "address__channel", "outgoing").prefetch_related(
        "translations__by", "files__stored"
    )
    hidden = [] if Part.PRIVATE in thread.access.reads else [Direction.NOTE]
    return found.exclude(direction__in=hidden)


def read_thread(thread: Thread, messages: Sequence[Message], user: Any) -> tuple[dict[str, Any], list[Line]]:
    """What the form asked and the messages, opened. Takes the reader's quota; raises Refused(Limit)."""
    items: list[Sealed] = []
    if thread.sealed_answers:
        items.append(sealed.answers_of(thread))
    translations = [(each, tr) for each in messages for tr in each.translations.all()]
    items += [sealed.text_of(each) for each in messages if each.sealed_text]
    items += [Sealed(thread.pk, sealed.translation_place(tr), tr.sealed_text) for _each, tr in translations]
    texts = iter(
        audit.open_sealed(
            user, "enquiries.read", subject(thread), sealed=items, now=clock.now(), fields=["messages"]
        )
    )
    told = next(texts) if thread.sealed_answers else None
    lines = [Line(each, next(texts) if each.sealed_text else "") for each in messages]
    by_pk = {line.message.pk: line for line in lines}
    for message, row in translations:
        line = by_pk[message.pk]
        (line.back if row.back else line.translations).append(Words(row, next(texts)))
    for line in lines:
        line.files = list(line.message.files.all())
    return _known_to(thread, json.loads(told) if told else {}), lines


def _known_to(thread: Thread, told: dict[str, Any]) -> dict[str, Any]:
    reads = thread.access.reads
    return {name: value for name, value in told.items() if PART_OF.get(name, Part.MESSAGES) in reads}


@dataclass(slots=True)
class Row:
    """A thread as the inbox shows it, in words; `translation` is what `first_line` was taken from, if not from the
    original. Words are looked up here, once for a page: a lookup for each row takes longer than the row."""

    thread: Thread
    translation: Translation | None = None
    first_line: str = ""
    urgency: str = ""
    state: str = ""
    language: str = ""
    waits: str = ""
    readers: Sequence[str] = ()


def read_rows(threads: list[Thread], user: Any, language: str) -> list[Row]:
    """Threads with their first lines, in the page's language where there is a translation.

    Takes the reader's quota; raises Refused(Limit).
    """
    translated = inbox.latest_translations(threads, language)
    rows = [Row(thread, translation=translated.get(thread.pk)) for thread in threads]
    worded = [row for row in rows if row.translation or row.thread.sealed_preview]
    if worded:
        texts = audit.open_sealed(
            user, "enquiries.list", *[row.thread for row in worded], sealed=[_sealed(row) for row in worded],
            now=clock.now(), fields=["preview"],
        )  # fmt: skip
        for row, text in zip(worded, texts, strict=True):
            row.first_line = first_line(text or "")
    return rows


def _sealed(row: Row) -> Sealed:
    if row.translation is None:
        return sealed.preview_of(row.thread)
    return Sealed(row.thread.pk, sealed.translation_place(row.translation), row.translation.sealed_text)
