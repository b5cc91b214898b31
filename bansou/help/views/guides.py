"""Guides: the list of topics, and one topic with what to know, what to do and whom to call."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from bansou.guides import queries
from bansou.help.views.calls import near_and_far


@login_not_required
def guide_list(request: HttpRequest) -> HttpResponse:
    return render(request, "help/guides.html", {"rows": queries.guide_list(get_language())})


@login_not_required
def guide(request: HttpRequest, number: int) -> HttpResponse:
    """Lines that do not speak the reader's language stand folded below: a friend may call them."""
    shown = queries.guide(number, get_language())
    if shown is None:
        raise Http404
    return render(request, "help/guide.html", {"guide": shown, **near_and_far(queries.lines_for(number))})
