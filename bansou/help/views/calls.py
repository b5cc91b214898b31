"""Other ways than these pages: lines with their numbers where we cannot answer at once, and LINE."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from bansou.core.office import line_url, office
from bansou.enquiries.enums import Kind
from bansou.enquiries.queries.channels import is_open
from bansou.guides import queries
from bansou.guides.enums import LineKind, Topic
from bansou.help.views import guides

ANY_NEED = (LineKind.EMERGENCY, LineKind.ANYTHING)


def calls_now() -> list[dict[str, Any]]:
    """Lines for any need that the reader can speak with."""
    return _understood([line for line in queries.lines_for() if line.kind in ANY_NEED])


def calls_in_danger() -> list[dict[str, Any]]:
    """Lines for somebody who is not safe."""
    kinds = (LineKind.EMERGENCY, LineKind.VIOLENCE)
    return _understood([line for line in queries.lines_for(Topic.VIOLENCE) if line.kind in kinds])


def offers_line() -> bool:
    """Whether somebody may choose LINE: it is switched on, and we can say where to find us there."""
    return bool(line_url()) and is_open(Kind.LINE)


def not_now(request: HttpRequest, *, again: str, often: bool, kept: bool = True) -> HttpResponse:
    """In place of a wall: when to try again, and whom to call meanwhile.

    `again` is the page to go back to; `kept`: what was typed is still there.
    """
    context = {"again": again, "often": often, "kept": kept, "groups": calls_now(), "office": office()}
    return render(request, "help/not_now.html", context, status=429 if often else 503)


def _understood(lines: list[Any]) -> list[dict[str, Any]]:
    language = get_language()
    return guides.groups([line for line in lines if guides.understands(line, language)], language)
