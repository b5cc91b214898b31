"""Template filters and tags of the whole site: numbers, days and yen in words, icons, parts of pages."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import segno
from babel.dates import format_skeleton
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import translate_url
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bansou.core import postal
from bansou.core.languages import EASY_JAPANESE, SITE_LANGUAGES, babel_locale, language, own_name
from bansou.core.municipalities import prefecture_name

register = template.Library()
# Text with its reading, as in {困|こま}って: what easy Japanese writes above its kanji.
READING = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")

WEEKDAYS = dict(zip("月火水木金土日", ("げつ", "か", "すい", "もく", "きん", "ど", "にち"), strict=True))


def _locale() -> str:
    return babel_locale(get_language() or settings.LANGUAGE_CODE)


@register.filter
def ruby(text: Any) -> SafeString:
    """Text with the readings of {漢字|かんじ} above; other text stays as it is. Escapes what is not yet safe."""
    return SafeString(
        READING.sub(r"<ruby>\1<rp>(</rp><rt>\2</rt><rp>)</rp></ruby>", conditional_escape(text))
    )


@register.filter(is_safe=True)
def noruby(text: Any) -> str:
    """Text without its readings: for titles, attributes, options of lists and subjects of mails."""
    return READING.sub(r"\1", str(text))


def _ltr(text: str) -> SafeString:
    """A number or code inside right-to-left text would turn round without this."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


@register.filter
def num(value: Any) -> SafeString | str:
    """A number with its groups of three, or any code, phone number or address; empty stays empty."""
    if value is None or value == "":
        return ""
    return _ltr(plain_number(value))


@register.filter
def plain_number(value: Any) -> str:
    """A number with its groups of three and no markup, for attributes and drawings; other values as text."""
    return _grouped(value, _locale()) if type(value) is int else str(value)


@register.filter
def yen(value: int | None) -> SafeString | str:
    """An amount of integer yen with the word for yen: the currency signs of some languages mislead."""
    if value is None or value == "":
        return ""
    # Translators: an amount of money, as in "8,000 yen"
    words = format_html(_("{amount} yen"), amount=num(int(value)))
    return format_html('<span class="nowrap">{}</span>', words)


@register.filter
def d(value: dt.date | None) -> str:
    """A day with its weekday; an instant counts as its day in Japan."""
    if not value:
        return ""
    locale = _locale()
    # In digits where the short months of the locale data are not what people read: "thg" and "နို".
    words = _in_words("yMEd" if locale in ("vi", "my") else "yMMMEd", _day(value), locale)
    return _with_readings(words) if get_language() == EASY_JAPANESE else words


@register.filter(name="dt")
def instant(value: dt.datetime | None) -> SafeString | str:
    """An instant as day and 24-hour time in Japan."""
    if not value:
        return ""
    return format_html("{} {}", d(value), clock(timezone.localtime(value).time()))


@register.filter
def clock(value: dt.time | None) -> SafeString | str:
    """A time of day, 24 hours."""
    return "" if value is None else _ltr(value.strftime("%H:%M"))


@register.filter
def month(value: dt.date | str | None) -> str:
    """The month of a day, or of text like `2026-09`."""
    if not value:
        return ""
    day = dt.date.fromisoformat(f"{value}-01") if isinstance(value, str) else _day(value)
    return _in_words("yMMMM", day, _locale())


def short_month(day: dt.date) -> str:
    """A month under its bar in a drawing, with the year where one begins."""
    locale = _locale()
    # As with days: Vietnamese writes a month with its year in digits.
    with_year = "yM" if locale == "vi" else "yMMM"
    return _in_words(with_year if day.month == 1 else "MMM", day, locale)


@register.filter
def postal_code(value: str) -> str:
    """Seven digits as on an envelope: 110-0005."""
    return postal.display(value) if value else ""


@register.filter
def prefecture(code: str) -> str:
    """The name of a prefecture "01" to "47" in the language of the page."""
    return prefecture_name(code, get_language() or settings.LANGUAGE_CODE) if code else ""


@register.filter
def language_name(code: str) -> str:
    """The name of a language of core.languages in the language of the page."""
    return own_name(code) if code == EASY_JAPANESE else str(language(code).name)


@register.filter
def minutes(value: int | None) -> str:
    """A length of time given in minutes, as hours and minutes."""
    if value is None:
        return ""
    hours, rest = divmod(int(value), 60)
    if hours and rest:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return _("%(hours)d h") % {"hours": hours} if hours else _("%(minutes)d min") % {"minutes": rest}


def _with_readings(day: str) -> SafeString:
    """2026年11月22日(日) as easy Japanese writes it: the units with readings, the weekday in kana."""
    date, _mark, weekday = day.rstrip(")").partition("(")
    for kanji, kana in (("年", "ねん"), ("月", "がつ"), ("日", "にち")):
        date = date.replace(kanji, f"{{{kanji}|{kana}}}")
    return ruby(f"{date}({WEEKDAYS[weekday]})")


# Lists name the same few days and amounts again and again.
@lru_cache(maxsize=2_000)
def _in_words(skeleton: str, day: dt.date, locale: str) -> str:
    return format_skeleton(skeleton, day, locale=locale)


@lru_cache(maxsize=2_000)
def _grouped(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale)


def _day(value: dt.date) -> dt.date:
    return timezone.localtime(value).date() if isinstance(value, dt.datetime) else value


@register.filter
def first_id(field: Any) -> str:
    """The id that a link from the error summary must lead to: of a group, its first option."""
    if not field.use_fieldset:
        return field.id_for_label
    data = field.subwidgets[0].data if field.subwidgets else {"attrs": {}}
    first = data["subwidgets"][0] if data.get("subwidgets") else data
    return first["attrs"].get("id") or field.auto_id


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A symbol of static/sprite.svg; it never stands alone, so readers skip it."""
    return format_html(
        '<svg class="icon {}" width="20" height="20" aria-hidden="true"><use href="{}#{}"/></svg>',
        extra,
        static("sprite.svg"),
        name,
    )


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code as inline drawing; `label` says what it is to those who can't see it."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(scale=5, light="#fff", title=label)
    return SafeString(drawing.replace("<svg ", '<svg role="img" ', 1))


@register.simple_tag
def status(words: str, tone: str = "") -> SafeString:
    """A status in words; `tone` (good, info, warn, bad, todo or nothing) only colours it."""
    return format_html('<strong class="tag tag-{}">{}</strong>', tone or "plain", words)


@register.inclusion_tag("core/_error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """What went wrong in these forms and formsets, on top of the page, each line leading to its field."""
    return {"lines": [line for form in forms if form for line in _error_lines(form)]}


def _error_lines(form: Any) -> Iterator[tuple[str, str]]:
    if hasattr(form, "management_form"):
        yield from ((str(error), "") for error in form.non_form_errors())
        for child in form.forms:
            yield from _error_lines(child)
        return
    if not form.is_bound or not form.errors:
        return
    yield from ((str(error), "") for error in form.non_field_errors())
    for field in form.hidden_fields():
        yield from ((str(error), "") for error in field.errors)
    for field in form.visible_fields():
        yield from (
            (f"{field.label}: {error}" if field.label else str(error), first_id(field))
            for error in field.errors
        )


@register.inclusion_tag("core/_languages.html", takes_context=True)
def languages(context: dict[str, Any], form_id: str = "") -> dict[str, Any]:
    """The language switch: links, or submit buttons of the form `form_id`, which keep what was typed."""
    return {"choices": page_languages(context, SITE_LANGUAGES), "form_id": form_id}


def page_languages(context: dict[str, Any], codes: Iterable[str]) -> list[dict[str, Any]]:
    """Where this page stands in other languages: code, name in its own script, url, and whether it is current."""
    request = context.get("request")
    here = request.get_full_path() if request else "/"
    return [
        {
            "code": code,
            "name": own_name(code),
            "url": translate_url(here, code),
            "current": code == get_language(),
        }
        for code in codes
    ]


@register.inclusion_tag("core/_pager.html", takes_context=True)
def pager(
    context: dict[str, Any], next: str = "", previous: str = "", total: int | None = None, last: bool = False
) -> dict[str, Any]:
    """Links to the pages `after` and `before` a key; other filters stay. `last` offers the last page."""
    query = context["request"].GET.copy()
    for name in ("after", "before", "last"):
        query.pop(name, None)

    def url(**key: str) -> str:
        return f"?{urlencode([*query.lists(), *key.items()], doseq=True)}"

    return {
        "first_url": url() if previous else "",
        "previous_url": url(before=previous) if previous else "",
        "next_url": url(after=next) if next else "",
        "last_url": url(last="1") if last and next else "",
        "total": total,
    }
