"""Other ways than these pages: lines with their numbers where we cannot answer at once, and LINE."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from babel.dates import get_day_names
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bansou.core.languages import EASY_JAPANESE, babel_locale, own_name
from bansou.core.office import line_url, office
from bansou.core.templatetags.bansou import WEEKDAYS, noruby
from bansou.enquiries.enums import Kind
from bansou.enquiries.queries.channels import is_open
from bansou.guides import queries
from bansou.guides.enums import LineKind, Topic
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
ANY_NEED = (LineKind.EMERGENCY, LineKind.ANYTHING)
IN_DANGER = (LineKind.EMERGENCY, LineKind.VIOLENCE)


def calls_now() -> dict[str, Any]:
    """Lines for any need."""
    return near_and_far(line for line in queries.lines_for() if line.kind in ANY_NEED)


def calls_in_danger() -> dict[str, Any]:
    """Lines for somebody who is not safe."""
    return near_and_far(line for line in queries.lines_for(Topic.VIOLENCE) if line.kind in IN_DANGER)


def near_and_far(lines: Iterable[EmergencyLine]) -> dict[str, Any]:
    """Groups of lines that speak the reader's language, and of those for which a friend may have to call."""
    language, every = get_language(), list(lines)
    near = [line for line in every if _understands(line, language)]
    far = [line for line in every if line not in near]
    return {"near": _groups(near, language), "far": _groups(far, language)}


def offers_line() -> bool:
    """Whether somebody may choose LINE: it is switched on, and we can say where to find us there."""
    return bool(line_url()) and is_open(Kind.LINE)


def not_now(request: HttpRequest, *, again: str, often: bool, kept: bool = True) -> HttpResponse:
    """In place of a wall: when to try again, and whom to call meanwhile.

    `again` is the page to go back to; `kept`: what was typed is still there.
    """
    context = {"again": again, "often": often, "kept": kept, "office": office(), **calls_now()}
    return render(request, "help/not_now.html", context, status=429 if often else 503)


def _understands(line: EmergencyLine, language: str) -> bool:
    spoken = "ja" if language == EASY_JAPANESE else language
    return line.interpreter or spoken in line.languages


def _groups(lines: Iterable[EmergencyLine], language: str) -> list[dict[str, Any]]:
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
