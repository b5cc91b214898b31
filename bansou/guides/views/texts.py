"""The translation board, a text beside its English source, and who checked which words."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.accounts.permissions import has_role
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.forms import read
from bansou.core.languages import own_name
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.guides import actions, exports, permissions, queries
from bansou.guides.enums import SOURCE, Standing, State, Topic
from bansou.guides.forms import CatalogueForm, CheckForm, TextForm, initial_of


@role_required(*permissions.READERS)
def guide_board(request: HttpRequest) -> HttpResponse:
    rows = queries.board()
    count = Counter(cell.standing for row in rows for cell in row.cells)
    stats = [{"label": each.label, "value": count[each], "note": "", "url": ""} for each in Standing]
    context = {
        "rows": rows,
        "topics": list(Topic),
        "stats": stats,
        "due": queries.lines_due(clock.today()),
        "can_edit": has_role(request.user, *permissions.EDITORS),
    }
    return render(request, "guides/board.html", context)


@role_required(*permissions.READERS)
def guide_board_export(request: HttpRequest) -> HttpResponse:
    return download(exports.board_sheet(queries.board()), "guides.xlsx")


@role_required(*permissions.READERS)
def guide_text(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Coordinators read; the secretariat also writes."""
    topic = _topic(number, language)
    text = queries.text_of(topic, language)
    can_edit = has_role(request.user, *permissions.EDITORS)
    first = initial_of(
        text.content if text else None, text.state if text else "", text.revision if text else 0
    )
    form, submitted = read(request, TextForm, language=language, initial=first)
    if submitted and not can_edit:
        raise Http404
    if submitted and form.is_valid():
        answer = _saved(request, form, topic, language)
        if answer:
            return answer
    context = {
        "topic": topic,
        "language": language,
        "own_name": own_name(language),
        "text": text,
        "source": None if language == SOURCE else queries.text_of(topic, SOURCE),
        "can_edit": can_edit,
        "form": form,
        "check_form": CheckForm(initial={"seen": first["seen"]}, prefix="check"),
    }
    return render(request, "guides/text.html", context)


def _saved(request: HttpRequest, form: TextForm, topic: Topic, language: str) -> HttpResponse | None:
    told: dict[str, Any] = form.cleaned_data
    try:
        actions.save_text(
            topic, language, form.content(), state=form.chosen_state(), seen=told["seen"],
            same_meaning=told.get("same_meaning", False), actor=request.user, now=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        # What was typed stays, and the next save is meant: it replaces the text that is now shown beside it.
        form.add_error(None, refused.message)
        form.data = form.data | {"seen": queries.revision_of(topic, language)}
        return None
    messages.success(request, _("Saved."))
    return redirect("guide_text", topic.value, language)


@role_required(*permissions.EDITORS)
@require_POST
def guide_text_check(request: HttpRequest, number: int, language: str) -> HttpResponse:
    topic = _topic(number, language)
    form = CheckForm(request.POST, prefix="check")
    if queries.text_of(topic, language) is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Write who checked the words."))
    else:
        told = form.cleaned_data
        tried(
            request, _("Marked as checked."), actions.check_text, topic, language,
            checker=told["checker"], seen=told["seen"], actor=request.user, now=clock.now(),
        )  # fmt: skip
    return redirect("guide_text", topic.value, language)


@role_required(*permissions.EDITORS)
def guide_words(request: HttpRequest, language: str) -> HttpResponse:
    """The words of the help pages themselves: they come with the program, only their check is recorded here."""
    row = next((each for each in queries.board() if each.language == language), None)
    if row is None:
        raise Http404
    form, submitted = read(request, CatalogueForm, initial={"state": State.DRAFT})
    if submitted and form.is_valid():
        told = form.cleaned_data
        done = tried(
            request, _("Saved."), actions.check_catalogue, language,
            state=State(told["state"]), checker=told["checker"], actor=request.user, now=clock.now(),
        )  # fmt: skip
        if done:
            return redirect("guide_board")
    return render(request, "guides/words.html", {"form": form, "row": row})


def _topic(number: int, language: str) -> Topic:
    if number not in Topic.values or language not in queries.ALL_LANGUAGES:
        raise Http404
    return Topic(number)
