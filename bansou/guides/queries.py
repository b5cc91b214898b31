"""What people in need read, in their language or the nearest one, and what the translation board shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from bansou.core import languages
from bansou.guides import rules
from bansou.guides.enums import SOURCE, LineKind, Standing, State, Topic
from bansou.guides.models import Catalogue, EmergencyLine, GuideText

ALL_LANGUAGES = languages.HELP_LANGUAGES
# Where a text is missing, its reader gets the first of these that is there.
_NEAREST = {"ja-simple": ("ja", SOURCE)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A guide as its reader gets it; `language` says in which one, which may not be the one asked for."""

    topic: Topic
    language: str
    state: State
    outdated: bool
    content: rules.Content

    @property
    def number(self) -> int:
        """For the address."""
        return self.topic.value


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the translation board."""

    language: str
    topic: Topic | None
    standing: Standing
    checked_by: str


@dataclass(frozen=True, slots=True)
class Row:
    """A language of the translation board: whether it is offered, its help pages' words, and a cell per guide."""

    language: str
    offered: bool
    words: Cell
    cells: tuple[Cell, ...]

    @property
    def own_name(self) -> str:
        return languages.own_name(self.language)


def guide_list(language: str) -> list[Shown]:
    """All guides that have a text in this language or a nearer one, in the order of their numbers. One query."""
    return _nearest(GuideText.objects.all(), language)


def guide(number: int, language: str) -> Shown | None:
    """One guide, or None if there is no such number. One query."""
    return next(iter(_nearest(GuideText.objects.filter(guide=number), language)), None)


def lines_for(topic: int | None = None) -> list[EmergencyLine]:
    """The lines for a topic, or all of them, the most urgent kinds first. One query."""
    found = EmergencyLine.objects.filter(removed_at=None)
    if topic is not None:
        found = found.filter(kind__in=[kind for kind in LineKind if topic in kind.topics])
    return list(found)


def lines(text: str = "", kind: str = "", due_on: date | None = None) -> list[EmergencyLine]:
    """The lines that fit a search; with `due_on` only those that must be checked on that day."""
    found: QuerySet[EmergencyLine] = EmergencyLine.objects.filter(removed_at=None)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(number__contains=text))
    if kind:
        found = found.filter(kind=kind)
    rows = found.select_related("checked_by")
    return [line for line in rows if due_on is None or line.due(due_on)]


def lines_due(today: date) -> int:
    """How many lines must be checked: for the home of the secretariat. One query."""
    days = EmergencyLine.objects.filter(removed_at=None).values_list("checked_on", flat=True)
    return sum(rules.is_due(day, today) for day in days)


def board() -> list[Row]:
    """The state of all words that people in need read, language by language. Two queries."""
    texts = {
        (text.language, text.guide_id): text
        for text in GuideText.objects.select_related("guide").defer("points", "steps")
    }
    checked = {each.language: each for each in Catalogue.objects.all()}
    offered = set(languages.offered())
    return [
        Row(
            code,
            code in offered,
            _words(code, checked.get(code), code in offered),
            tuple(_cell(code, topic, texts.get((code, topic.value))) for topic in Topic),
        )
        for code in ALL_LANGUAGES
    ]


def text_of(guide_pk: int, language: str) -> GuideText | None:
    """A guide's text in just this language."""
    return GuideText.objects.select_related("guide").filter(guide=guide_pk, language=language).first()


def revision_of(guide_pk: int, language: str) -> int:
    """How often staff saved a text; 0 also where there is none."""
    text = text_of(guide_pk, language)
    return text.revision if text else 0


def _nearest(texts: QuerySet[GuideText], language: str) -> list[Shown]:
    order = [language, *_NEAREST.get(language, (SOURCE,))]
    found = texts.filter(language__in=order).select_related("guide").order_by("guide")
    best: dict[int, GuideText] = {}
    for text in sorted(found, key=lambda each: order.index(each.language)):
        best.setdefault(text.guide_id, text)
    return _shown(best[number] for number in sorted(best))


def _shown(texts: Iterable[GuideText]) -> list[Shown]:
    return [
        Shown(Topic(text.guide_id), text.language, State(text.state), text.outdated, text.content)
        for text in texts
    ]


def _cell(language: str, topic: Topic, text: GuideText | None) -> Cell:
    if text is None:
        return Cell(language, topic, Standing.MISSING, "")
    return Cell(language, topic, text.standing, text.checked_by)


def _words(language: str, record: Catalogue | None, complete: bool) -> Cell:
    standing = Standing.MISSING
    if complete:
        standing = Standing(record.state) if record else Standing.DRAFT
        if record and record.digest != languages.digest(language):
            standing = Standing.OUTDATED
    return Cell(language, None, standing, record.checked_by if record else "")
