"""Coming back with a code: reading answers, writing again, taking back, saying how to be reached, erasing, closing."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from bansou.core import clock, limits
from bansou.core.downloads import show
from bansou.core.forms import read
from bansou.core.office import opening_hours
from bansou.enquiries.actions import asking, erasing, receipts, receiving
from bansou.enquiries.enums import State
from bansou.enquiries.models import Thread
from bansou.enquiries.queries import conversation
from bansou.enquiries.rules.promise import promise
from bansou.files.actions import open_file
from bansou.help.forms.contact import ContactForm, initial_of
from bansou.help.forms.thread import CodeForm, TakeBackForm, WriteForm
from bansou.help.views import memory
from bansou.help.views.answers import told_rows
from bansou.help.views.calls import not_now, offers_line
from bansou.help.views.uploads import cleaned
from bansou.people.actions import open_safe_contact
from bansou.vault.crypto import Unreadable

TRIES_AN_HOUR = 30
WRITTEN_AN_HOUR = 60
HOUR = 60 * 60
EVERYTHING = ("thread", "sent", "draft", "note", "unsent")
WAITING = (State.NEW, State.OPEN, State.SNOOZED)


def _mine(request: HttpRequest) -> Thread | None:
    """The thread that this session opened by its code, or has just begun."""
    kept = memory.recall(request, "thread")
    if kept is None:
        return None
    found = Thread.objects.select_related("channel", "case", "person")
    return found.filter(pk=kept["id"], erased_at=None).first()


def with_thread(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives a view the reader's thread; whoever has none is asked for the code."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = _mine(request)
        return view(request, mine, *args, **kwargs) if mine else redirect("help_thread")

    return guarded


@login_not_required
def thread(request: HttpRequest) -> HttpResponse:
    mine = _mine(request)
    if mine is None:
        return _code(request)
    unsent = memory.recall(request, "unsent") or {}
    form, submitted = read(request, WriteForm, initial={"token": uuid.uuid4(), **unsent})
    if submitted and form.is_valid():
        return _write(request, mine, form)
    return _show(request, mine, form)


def _code(request: HttpRequest) -> HttpResponse:
    form, submitted = read(request, CodeForm)
    if submitted and form.is_valid():
        return _open(request, form)
    return render(request, "help/code.html", {"form": form})


def _open(request: HttpRequest, form: CodeForm) -> HttpResponse:
    again = reverse("help_thread")
    if not limits.allowed(request, "code", at_most=TRIES_AN_HOUR, seconds=HOUR):
        return not_now(request, again=again, often=True, kept=False)
    try:
        found = receipts.thread_with(form.receipt(), now=clock.now())
    except receipts.TooOften:
        return not_now(request, again=again, often=True, kept=False)
    except receipts.Busy:
        return not_now(request, again=again, often=False, kept=False)
    if found is None:
        form.add_error("pin", _("Code or PIN is not right. Please look at both again."))
        return render(request, "help/code.html", {"form": form})
    request.session.cycle_key()
    memory.remember(request, "thread", {"id": str(found.pk)})
    return redirect("help_thread")


def _write(request: HttpRequest, mine: Thread, form: WriteForm) -> HttpResponse:
    if not limits.allowed(request, "write", at_most=WRITTEN_AN_HOUR, seconds=HOUR):
        memory.remember(request, "unsent", {"text": form.cleaned_data["text"]})
        return not_now(request, again=reverse("help_thread"), often=True)
    files, left_out = cleaned(form.uploads)
    told = form.cleaned_data
    if not (told["text"] or files):
        field, words = ("photo", LEFT_OUT) if left_out else ("text", _("Write something, or choose a photo."))
        form.add_error(field, words)
        return _show(request, mine, form)
    message = receiving.add_incoming(
        mine,
        told["text"],
        language=mine.language,
        at=clock.now(),
        now=clock.now(),
        token=told["token"],
        files=files,
    )
    left_out = left_out or bool(message and message.files.count() < len(files))
    memory.remember(request, "note", {"left_out": left_out})
    memory.forget(request, "unsent")
    return redirect("help_thread")


LEFT_OUT = _("The photo or the recording is too big, or we cannot open it.")


def _show(request: HttpRequest, mine: Thread, form: WriteForm) -> HttpResponse:
    try:
        messages = conversation.conversation(mine)
    except Unreadable:
        # Erased meanwhile, on another phone or because its time was over.
        memory.forget(request, "thread")
        return redirect("help_thread")
    promised = promise(timezone.localtime(clock.now()), opening_hours())
    context = {
        "form": form,
        "thread": mine,
        "waits": mine.state in WAITING,
        "messages_shown": messages,
        "promise": promised,
        "is_today": bool(promised.by) and promised.by.date() == clock.today(),
        "told": told_rows(mine, conversation.answers_of_form(mine)),
        "note": memory.recall(request, "note"),
    }
    memory.forget(request, "note")
    return render(request, "help/thread.html", context)


@with_thread
def file(request: HttpRequest, mine: Thread, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(conversation.shown_files(mine), pk=pk)
    try:
        return show(request, open_file(found.stored), found.stored.media_type)
    except Unreadable:
        raise Http404 from None


@with_thread
def take_back(request: HttpRequest, mine: Thread, pk: uuid.UUID) -> HttpResponse:
    """One message of the person: all of it, or parts."""
    said = next((each for each in conversation.conversation(mine) if each.pk == pk and each.mine), None)
    if said is None or said.taken_back:
        raise Http404
    parts = [("text", _("The text"))] if said.text else []
    parts += [(str(each.pk), kind_of(each.stored.media_type)) for each in said.files]
    form, submitted = read(request, TakeBackForm, parts=parts)
    if submitted and form.is_valid():
        chosen = set(form.cleaned_data["parts"])
        files = [uuid.UUID(part) for part in chosen - {"text"}]
        message = mine.messages.get(pk=pk)
        erasing.take_back(message, text="text" in chosen or not said.text, files=files, now=clock.now())
        return redirect("help_thread")
    return render(request, "help/take_back.html", {"form": form, "said": said, "kind_of": kind_of})


@with_thread
@require_POST
def take_back_answers(request: HttpRequest, mine: Thread) -> HttpResponse:
    erasing.take_back_answers(mine, now=clock.now())
    return redirect("help_thread")


@with_thread
def contact(request: HttpRequest, mine: Thread) -> HttpResponse:
    told, kept = conversation.answers_of_form(mine), open_safe_contact(mine.person_id)
    initial = initial_of(kept, mail=told.get("mail", ""), phone=told.get("phone", ""))
    more = {"with_line": offers_line(), "kept_hours": kept.hours}
    form, submitted = read(request, ContactForm, initial=initial, **more)
    if submitted and form.is_valid():
        given = form.cleaned_data
        asking.change_contact(mine, form.contact(), mail=given["mail"], phone=given["phone"], now=clock.now())
        return redirect("help_thread")
    return render(request, "help/contact.html", {"form": form})


@with_thread
def erase(request: HttpRequest, mine: Thread) -> HttpResponse:
    if request.method != "POST":
        return render(request, "help/erase.html", {"thread": mine})
    erasing.erase_by_person(mine, now=clock.now())
    memory.forget(request, *EVERYTHING)
    return render(request, "help/erased.html", {"on_case": mine.case_id is not None})


@login_not_required
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    memory.forget(request, *EVERYTHING)
    return redirect("help_front")


def kind_of(media_type: str) -> Any:
    """What a file is, in a word."""
    kind = media_type.partition("/")[0]
    return {"image": _("Photo"), "audio": _("Recording")}.get(kind, _("Paper (PDF)"))
