"""Answers: written, checked as the person will read them, sent; and translations beside messages."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.core import clock
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.enquiries.actions import answering, handling, sending, translating
from bansou.enquiries.adapters.libretranslate import ENGINE
from bansou.enquiries.enums import Delivery, Direction, Reason
from bansou.enquiries.forms.thread import AnswerForm, NoteForm, TranslationForm
from bansou.enquiries.models import Address, Thread
from bansou.enquiries.rules.later import morning_in
from bansou.enquiries.views.access import message_or_404, thread_or_404, thread_page
from bansou.enquiries.views.reading import read_thread, shown_messages
from bansou.enquiries.views.thread import detail
from bansou.enquiries.views.words import ways_of

SHOWN_AGAIN = 10


@thread_page
def thread_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """First the answer as the person will read it, then the sending; "change" leads back with what was typed."""
    thread = thread_or_404(request, pk, write=True)
    if request.method != "POST":
        return redirect("thread_detail", thread.pk)
    ways = ways_of(thread, clock.now())
    form, submitted = read(
        request, AnswerForm, quiet={"change"}, ways=[(way["key"], way["name"]) for way in ways]
    )
    if "change" in request.POST:
        return detail(request, thread, form)
    arrived: list[Any] = []
    if submitted and form.is_valid():
        if "check" in request.POST:
            _ask_the_machine(request, thread, form)
        else:
            try:
                return _sent(request, thread, form, ways)
            except Refused as refused:
                messages.error(request, refused.message)
                arrived = _overtaken(request, thread, form) if refused.reason == Reason.STALE else []
    return render(request, "enquiries/answer.html", _context(thread, form, ways, arrived))


def _context(
    thread: Thread, form: AnswerForm, ways: list[dict[str, Any]], arrived: list[Any]
) -> dict[str, Any]:
    typed = {name: form[name].value() or "" for name in ("language", "text", "translation", "back", "by")}
    return {
        "thread": thread,
        "form": form,
        "typed": typed,
        "foreign": typed["language"] != thread.language,
        "way": next((way for way in ways if way["key"] == typed["by"]), None),
        "machine": translating.may_translate(thread),
        "arrived": arrived,
    }


def _ask_the_machine(request: HttpRequest, thread: Thread, form: AnswerForm) -> None:
    """Fill in what the answer still lacks, where the person agreed to machines; their words can be changed."""
    typed = form.cleaned_data
    source, target = typed["language"], thread.language
    if source == target or not translating.may_translate(thread):
        return
    form.data = form.data.copy()
    try:
        if not typed["translation"] or typed["translation"] == typed["by_machine"]:
            made = _translated(thread, typed["text"], source, target)
            form.data["translation"] = form.data["by_machine"] = made
        back = _translated(thread, form.data["translation"], target, source)
        if not typed["back"] or typed["back"] == typed["back_by_machine"]:
            form.data["back"] = form.data["back_by_machine"] = back
    except Refused as refused:
        messages.error(request, refused.message)


def _translated(thread: Thread, text: str, source: str, target: str) -> str:
    return translating.translated(thread, text, source, target, engine=ENGINE, now=clock.now())


def _sent(request: HttpRequest, thread: Thread, form: AnswerForm, ways: list[dict[str, Any]]) -> HttpResponse:
    typed, now = form.cleaned_data, clock.now()
    foreign = typed["language"] != thread.language
    address: Address | None = next(way["address"] for way in ways if way["key"] == typed["by"])
    message = answering.answer(
        thread,
        typed["text"],
        language=typed["language"],
        actor=request.user,
        now=now,
        version=typed["version"],
        translation=typed["translation"] if foreign else "",
        back=typed["back"] if foreign else "",
        address=address,
        engine=_engine(typed["translation"], typed["by_machine"]),
        back_engine=_engine(typed["back"], typed["back_by_machine"]),
    )
    if "send_later" in request.POST:
        until = morning_in(typed["days"], timezone.localtime(now))
        handling.put_off(thread, until, actor=request.user, now=now)
    waits = message.delivery == Delivery.WAITING
    messages.success(request, _("The answer is on its way.") if waits else _("The answer is kept."))
    return redirect("thread_detail", thread.pk)


def _engine(text: str, made: str) -> str:
    return ENGINE.name if made and text == made else ""


def _overtaken(request: HttpRequest, thread: Thread, form: AnswerForm) -> list[Any]:
    """What arrived while the answer was written; after reading it the same answer may go."""
    fresh = thread_or_404(request, thread.pk, write=True)
    count = min(max(fresh.version - form.cleaned_data["version"], 1), SHOWN_AGAIN)
    newest = list(shown_messages(fresh).order_by("-at", "-pk")[:count])
    form.data = form.data.copy()
    form.data["version"] = fresh.version
    return read_thread(fresh, newest, request.user)[1][::-1]


@require_POST
@thread_page
def thread_note(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    thread = thread_or_404(request, pk, write=True)
    form = NoteForm(request.POST)
    note = form["note"].value() or ""
    tried(
        request,
        _("The note is kept."),
        answering.write_note,
        thread,
        note,
        actor=request.user,
        now=clock.now(),
    )
    return redirect("thread_detail", thread.pk)


@require_POST
@thread_page
def thread_translate(request: HttpRequest, pk: uuid.UUID, message: uuid.UUID) -> HttpResponse:
    """Somebody's own translation of a message, or, with "machine", that of the network's service."""
    thread = thread_or_404(request, pk, write=True)
    row = message_or_404(thread, message, direction__in=[Direction.IN, Direction.OUT])
    now, user = clock.now(), request.user
    form = TranslationForm(request.POST)
    form.is_valid()
    language = form.cleaned_data.get("language") or user.language
    done = _("The translation is kept.")
    if "machine" in request.POST:
        tried(request, done, translating.translate_message, row, language, engine=ENGINE, actor=user, now=now)
    else:
        words = form["words"].value() or ""
        tried(request, done, answering.write_translation, row, words, language=language, actor=user, now=now)
    return redirect("thread_detail", thread.pk)


@require_POST
@thread_page
def thread_again(request: HttpRequest, pk: uuid.UUID, message: uuid.UUID) -> HttpResponse:
    """Send an answer once more that did not leave."""
    thread = thread_or_404(request, pk, write=True)
    row = message_or_404(thread, message, direction=Direction.OUT)
    tried(request, _("It is tried again."), sending.try_again, row, actor=request.user, now=clock.now())
    return redirect("thread_detail", thread.pk)
