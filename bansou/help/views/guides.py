"""Guides: the list of topics, and one topic with what to know, what to do and whom to call."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from babel.dates import get_day_names
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bansou.core.languages import EASY_JAPANESE, babel_locale, own_name
from bansou.core.templatetags.bansou import WEEKDAYS, noruby
from bansou.guides import queries
from bansou.guides.enums import LineKind
from bansou.guides.models import EmergencyLine

LINE_WORDS = {
    LineKind.EMERGENCY: _("Emergency"),
    LineKind.VIOLENCE: _("Violence"),
    LineKind.CHILDREN: _("Children"),
    LineKind.ANYTHING: _("Any worry"),
    LineKind.WORK: _("Work"),
    LineKind.RESIDENCE: _("Status of residence"),
    LineKind.LAW: _("Law"),
    LineKind.HEALTH: _("Health"),
    LineKind.DISASTER: _("Disaster"),
}
# As the hours of a line write them, Monday first.
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@login_not_required
def guide_list(request: HttpRequest) -> HttpResponse:
    return render(request, "help/guides.html", {"rows": queries.guide_list(get_language())})


@login_not_required
def guide(request: HttpRequest, number: int) -> HttpResponse:
    """Lines that do not speak the reader's language stand folded below: a friend may call them."""
    language = get_language()
    shown = queries.guide(number, language)
    if shown is None:
        raise Http404
    lines = queries.lines_for(number)
    near = [line for line in lines if understands(line, language)]
    far = [line for line in lines if line not in near]
    context = {"guide": shown, "near": groups(near, language), "far": groups(far, language)}
    return render(request, "help/guide.html", context)


def understands(line: EmergencyLine, language: str) -> bool:
    spoken = "ja" if language == EASY_JAPANESE else language
    return line.interpreter or spoken in line.languages


def groups(lines: Iterable[EmergencyLine], language: str) -> list[dict[str, Any]]:
    """The lines under the words for what they are."""
    return [
        {"word": LINE_WORDS[LineKind(kind)], "calls": [_call(line, language) for line in rows]}
        for kind, rows in groupby(lines, key=lambda line: line.kind)
    ]


def _call(line: EmergencyLine, language: str) -> dict[str, Any]:
    japanese = babel_locale(language) == "ja"
    name = line.name if language == EASY_JAPANESE else noruby(line.name)
    return {
        "number": line.number,
        "then_press": line.then_press,
        "name": name if japanese else line.name_en,
        "name_language": language if japanese else "en",
        "hours": _hours(line.hours, language),
        "languages": [(code, own_name(code)) for code in line.languages],
        "interpreter": line.interpreter,
    }


def _hours(text: str, language: str) -> str:
    """With the weekdays in the reader's language: "Mon-Fri 9:00-17:00" becomes "月-金 9:00-17:00"."""
    if language == EASY_JAPANESE:
        names = [f"{{{kanji}|{kana}}}" for kanji, kana in WEEKDAYS.items()]
    else:
        by_number = get_day_names("abbreviated", locale=babel_locale(language))
        names = [by_number[number] for number in range(7)]
    return re.sub("|".join(_DAYS), lambda found: names[_DAYS.index(found[0])], text)
