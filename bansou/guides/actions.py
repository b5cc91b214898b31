"""Changes to guides and lines: what comes with the program, what staff write, and who checked it."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.core import languages
from bansou.core.refusal import Refused
from bansou.guides import rules
from bansou.guides.enums import SOURCE, LineKind, Reason, State, Topic
from bansou.guides.models import Catalogue, EmergencyLine, Guide, GuideText


@transaction.atomic
def load_texts() -> int:
    """Take in new and newer packaged texts and lines; returns how many. What staff touched stays as it is."""
    guides = {topic: Guide.objects.get_or_create(topic=topic)[0] for topic in Topic}
    # The English texts first: the others say which of their versions they were made from.
    order = sorted(rules.packaged_languages(), key=lambda code: code != SOURCE)
    taken = sum(_load_text(guides, each) for code in order for each in rules.packaged_texts(code))
    return taken + sum(_load_line(each) for each in rules.packaged_lines())


def _load_text(guides: dict[Topic, Guide], packaged: rules.PackagedText) -> bool:
    guide = guides[Topic[packaged.topic.upper()]]
    text = GuideText.objects.filter(guide=guide, language=packaged.language).first()
    if text and text.edited:
        return False
    text = text or GuideText(guide=guide, language=packaged.language)
    # Where staff changed the English text, nobody knows what a packaged translation has to do with it.
    version = 0 if guide.texts.filter(language=SOURCE, revision__gt=0).exists() else packaged.version
    same_words = text.content == packaged.content
    if same_words and text.source_version == version and text.state in (packaged.state, State.CHECKED):
        return False
    if text.is_source:
        guide.version = version
        guide.save()
    _write(text, packaged.content)
    text.source_version = version
    if not same_words or text.state != State.CHECKED:
        _mark(text, State(packaged.state))
    text.save()
    return True


def _load_line(packaged: rules.PackagedLine) -> bool:
    values: dict[str, Any] = asdict(packaged)
    values |= {"kind": LineKind[packaged.kind.upper()], "languages": list(packaged.languages)}
    line = EmergencyLine.objects.filter(code=packaged.code).first()
    if line is None:
        EmergencyLine.objects.create(**values)
        return True
    if line.edited or line.removed_at or all(getattr(line, name) == value for name, value in values.items()):
        return False
    # Another number than the one that was checked: it counts as never checked.
    EmergencyLine.objects.filter(pk=line.pk).update(**values, checked_on=None, checked_by=None)
    return True


@transaction.atomic
def save_text(
    topic: Topic,
    language: str,
    content: rules.Content,
    *,
    state: State,
    seen: int,
    same_meaning: bool = False,
    actor: Any,
    now: datetime,
) -> GuideText:
    """Keep what staff wrote, as a draft or machine translation of today's English text.

    A changed English text outdates the others, unless it means the same. `seen` is the revision that was on
    the screen, 0 for a packaged text or none. Raises Refused(CHANGED).
    """
    Guide.objects.get_or_create(topic=topic)
    guide = Guide.objects.select_for_update().get(topic=topic)
    text = GuideText.objects.filter(guide=guide, language=language).first()
    if (text.revision if text else 0) != seen:
        raise Refused(Reason.CHANGED)
    text = text or GuideText(guide=guide, language=language)
    if text.is_source and text.content != content and not same_meaning:
        guide.version += 1
        guide.save()
    _write(text, content)
    _mark(text, state)
    text.guide, text.source_version, text.revision = guide, guide.version, seen + 1
    text.save()
    audit.record(actor, "guides.save_text", text, now=now)
    return text


@transaction.atomic
def check_text(
    topic: Topic, language: str, *, checker: str, seen: int, actor: Any, now: datetime
) -> GuideText:
    """Note that a native speaker read the text and found it right. Raises Refused(CHANGED, OUTDATED)."""
    text = GuideText.objects.select_for_update().get(guide=topic, language=language)
    if text.revision != seen:
        raise Refused(Reason.CHANGED)
    if text.outdated:
        raise Refused(Reason.OUTDATED)
    _mark(text, State.CHECKED, by=checker, at=now)
    text.save()
    audit.record(actor, "guides.check_text", text, now=now)
    return text


@transaction.atomic
def check_catalogue(language: str, *, state: State, checker: str, actor: Any, now: datetime) -> Catalogue:
    """Note who stands behind the help pages' words as they are now. Raises Refused(NOT_OFFERED)."""
    if language not in languages.offered():
        raise Refused(Reason.NOT_OFFERED)
    checked = state == State.CHECKED
    values = {
        "state": state,
        "checked_by": checker if checked else "",
        "checked_at": now if checked else None,
        "digest": languages.digest(language),
    }
    record, _new = Catalogue.objects.update_or_create(language=language, defaults=values)
    audit.record(actor, "guides.check_catalogue", record, now=now)
    return record


@transaction.atomic
def save_line(line: EmergencyLine, *, changed: list[str], actor: Any, now: datetime) -> EmergencyLine:
    """Keep a new or edited line; `changed` are the names of the fields that differ."""
    line.edited = True
    line.save()
    audit.record(actor, "guides.save_line", line, now=now, fields=changed)
    return line


@transaction.atomic
def check_line(line: EmergencyLine, *, actor: Any, today: date, now: datetime) -> EmergencyLine:
    """Note that somebody called the line today, or read its page, and all is right."""
    line.checked_on, line.checked_by = today, actor
    line.save(update_fields=["checked_on", "checked_by"])
    audit.record(actor, "guides.check_line", line, now=now)
    return line


@transaction.atomic
def remove_line(line: EmergencyLine, *, actor: Any, now: datetime) -> None:
    """From now on nobody is shown the line."""
    line.removed_at = now
    line.save(update_fields=["removed_at"])
    audit.record(actor, "guides.remove_line", line, now=now)


def _write(text: GuideText, content: rules.Content) -> None:
    for name, value in asdict(content).items():
        setattr(text, name, list(value) if isinstance(value, tuple) else value)


def _mark(text: GuideText, state: State, *, by: str = "", at: datetime | None = None) -> None:
    text.state, text.checked_by, text.checked_at = state, by, at
