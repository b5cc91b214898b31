"""The style guide: every part of a page with sample content, shown by demo installations only."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bansou.core import charts
from bansou.core import forms as parts
from bansou.core.municipalities import prefecture_name
from bansou.core.templatetags.bansou import d, num, yen


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As on the residence card"), max_length=60)
    card = parts.CodeField(label=_("Card code"), help_text=_("For example 7QX2-M4KD"), max_length=20)
    support_on = parts.DayField(label=_("Day of the support"))
    started = parts.ClockField(label=_("Start"))
    ended = parts.ClockField(label=_("End"))
    birth_on = parts.DayPartsField(label=_("Birth date"), required=False)
    office = forms.ChoiceField(
        label=_("Kind of office"),
        choices=[("", _("Choose one")), ("city", _("City hall")), ("hospital", _("Hospital"))],
    )
    done = forms.MultipleChoiceField(
        label=_("What was done"),
        help_text=_("You can choose many."),
        widget=forms.CheckboxSelectMultiple,
        choices=[("talk", _("Interpreted")), ("explain", _("Explained papers")), ("go", _("Went along"))],
    )
    result = forms.ChoiceField(
        label=_("Result"),
        widget=forms.RadioSelect(attrs={"class": "tiles-1"}),
        choices=[
            ("solved", _("Solved")),
            ("goes_on", _("Continues")),
            ("refused", _("Refused at the counter")),
        ],
    )
    report = forms.CharField(label=_("Report"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    photo = forms.FileField(label=_("Photo"), required=False)
    agree = forms.BooleanField(label=_("I have read how my data is used"))


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Answer the style guide, or its live lines when the script asks for them."""
    if not settings.DEMO:
        raise Http404
    if request.GET.get("part") == "live":
        return render(request, "styleguide/_lines.html", {"length": 90})
    form, submitted = parts.read(request, SampleForm)
    if submitted:
        form.is_valid()
    return render(
        request, "styleguide.html", {"form": form, "length": 90, **_navigation(), **_records(), **_drawings()}
    )


def _navigation() -> dict[str, Any]:
    return {
        "nav": [
            {"label": _("Home"), "url": "#", "icon": "home", "current": True, "seldom": False},
            {"label": _("Claims"), "url": "#", "icon": "clipboard-check", "count": 12, "seldom": False},
            {"label": _("Supporters"), "url": "#", "icon": "users", "seldom": False},
            {"label": _("Payments"), "url": "#", "icon": "coin-yen", "seldom": False},
            {"label": _("Programme terms"), "url": "#", "icon": "calendar", "seldom": True},
        ],
        "crumbs": [{"label": _("Claims"), "url": "#"}, {"label": "B-26-0412", "url": ""}],
        "tabs": [
            {"label": _("Submitted"), "url": "#", "current": True, "count": 12},
            {"label": _("Returned"), "url": "#", "count": 3},
            {"label": _("Approved"), "url": "#"},
        ],
    }


def _records() -> dict[str, Any]:
    at = dt.datetime(2026, 8, 3, 5, 5, tzinfo=dt.UTC)
    by_post = _("Two copies, by post. You can file claims before that; payment waits.")
    return {
        "today": dt.date(2026, 11, 22),
        "tasks": [
            {"title": _("Register"), "url": "#", "status": _("Done"), "tone": "good"},
            {
                "title": _("Send the memorandum"),
                "url": "#",
                "hint": by_post,
                "status": _("To do"),
                "tone": "todo",
            },
            {"title": _("Payee account"), "url": "", "status": _("Not possible yet"), "tone": ""},
        ],
        "rows": [
            {"key": _("Day of the support"), "value": d(at), "url": "#"},
            {"key": _("Kind of office"), "value": _("City hall"), "url": "#"},
            {"key": _("Phone"), "value": num("03-3837-2316"), "url": "#"},
        ],
        "events": [
            {"at": at + dt.timedelta(days=2), "title": _("Returned"), "text": _("Please add when it ended.")},
            {"at": at, "title": _("Submitted"), "text": ""},
        ],
    }


def _drawings() -> dict[str, Any]:
    claims = [12, 18, 9, 24, 31, 28, 22, 35, 41, 38, 29, 44]
    lang = get_language() or settings.LANGUAGE_CODE
    return {
        "stats": [
            {"label": _("Waiting for us"), "value": num(12), "note": _("oldest 3 days"), "url": "#"},
            {"label": _("Approved"), "value": num(184), "note": _("this month")},
            {"label": _("To be paid"), "value": yen(1472000)},
        ],
        "months": charts.bars([(str(month), number * 8000) for month, number in enumerate(claims, start=1)]),
        "map": charts.tile_map(
            {code: prefecture_name(code, lang) for code in charts.PLACES},
            {code: int(code) * 37 % 53 if code != "31" else None for code in charts.PLACES},
        ),
    }
