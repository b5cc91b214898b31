"""The page of one thread: what was written, what is known, who reads it now; and its photos and voice notes."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.audit import actions as audit
from bansou.cases.enums import Urgency
from bansou.cases.forms.people import WAYS, SafeContactForm, contact_typed
from bansou.cases.models import Case
from bansou.cases.permissions import is_desk
from bansou.cases.rules.fields import Part
from bansou.cases.views.access import case_or_404, case_page
from bansou.core import clock
from bansou.core.downloads import show
from bansou.core.forms import read
from bansou.core.paging import page
from bansou.core.refusal import Refused
from bansou.enquiries import permissions
from bansou.enquiries.actions import handling, translating
from bansou.enquiries.actions.common import subject
from bansou.enquiries.forms.thread import (
    AnswerForm,
    GiveForm,
    LaterForm,
    NoteForm,
    TopicsForm,
    TranslationForm,
)
from bansou.enquiries.models import MessageFile, Thread
from bansou.enquiries.queries import inbox
from bansou.enquiries.views.access import thread_or_404, thread_page
from bansou.enquiries.views.reading import read_thread, shown_messages
from bansou.enquiries.views.words import waiting_words, ways_of
from bansou.files.actions import open_file
from bansou.files.queries import sealed_name
from bansou.people.actions import open_safe_contact, save_safe_contact
from bansou.people.rules.contact import SafeContact
from bansou.vault.crypto import Unreadable

ORDER = ("at", "id")


@thread_page
def thread_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return detail(request, thread_or_404(request, pk))


def detail(request: HttpRequest, thread: Thread, form: AnswerForm | None = None) -> HttpResponse:
    """The page; with `form`, what was typed stays in it."""
    now, user = clock.now(), request.user
    if thread.may_write:
        handling.look(thread, actor=user, now=now)
    shown = page(shown_messages(thread), request.GET, ORDER)
    told, lines = read_thread(thread, shown.rows, user)
    ways = ways_of(thread, now) if thread.may_write else []
    context = {
        "thread": thread,
        "page": shown,
        "lines": lines[::-1],
        "told": told,
        "waits": waiting_words(thread.waiting_since, now),
        "topics": list(thread.topics.all()),
        "others": _others(request, thread),
        **_contact(thread),
        **_readers(request, thread),
        "ways": ways,
        "sends": any(way["allowed"] for way in ways),
        "form": form or answer_form(thread, user, ways),
        "urgencies": Urgency.choices,
        "may_open_case": is_desk(user),
        **_forms(thread, user),
    }
    return render(request, "enquiries/thread.html", context)


def answer_form(thread: Thread, user: Any, ways: list[dict[str, Any]], data: Any = None) -> AnswerForm:
    """The form of an answer, empty or filled; the first way that may be used is chosen."""
    first = next((way["key"] for way in ways if way["allowed"]), "")
    initial = {"version": thread.version, "language": user.language, "by": first, "days": 3}
    return AnswerForm(data, initial=initial, ways=[(way["key"], way["name"]) for way in ways])


def _forms(thread: Thread, user: Any) -> dict[str, Any]:
    if not thread.may_write:
        return {}
    chosen = [topic.topic for topic in thread.topics.all()]
    return {
        "note_form": NoteForm(),
        "later_form": LaterForm(initial={"days": 3}),
        "topics_form": TopicsForm(initial={"topics": chosen}),
        "give_form": GiveForm(
            users=permissions.candidates(thread, now=clock.now()), initial={"user": thread.taken_by_id}
        ),
        "words_form": TranslationForm(initial={"language": user.language}, auto_id=False),
        "machine": translating.may_translate(thread),
    }


def _contact(thread: Thread) -> dict[str, Any]:
    """How the person can be reached, for those who may know."""
    if Part.CONTACT not in thread.access.reads:
        return {"contact": None, "contact_ways": []}
    try:
        contact: SafeContact | None = open_safe_contact(thread.person_id)
    except Unreadable:
        contact = None
    return {
        "contact": contact,
        "contact_ways": [label for code, label in WAYS if contact and code in contact.ways],
    }


def _others(request: HttpRequest, thread: Thread) -> list[Thread]:
    """Other threads of the same person that this reader may see."""
    seen = permissions.visible_threads(request.user, now=clock.now())
    same = seen.filter(person=thread.person_id).exclude(pk=thread.pk)
    return list(same.select_related("channel", "case").order_by("-last_at")[:20])


def _readers(request: HttpRequest, thread: Thread) -> dict[str, Any]:
    found = inbox.readers([thread], besides=request.user, now=clock.now())
    return {"readers": found.get(thread.pk, ()), "seen": thread.version, "newer": False}


@thread_page
def thread_contact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How somebody without a case can be reached; with one, the page of the case says it."""
    thread = thread_or_404(request, pk, write=True)
    if thread.case is not None or not thread.may_write:
        raise Http404
    form, submitted = read(
        request, SafeContactForm, initial=contact_typed(open_safe_contact(thread.person_id))
    )
    if submitted and form.is_valid():
        save_safe_contact(thread.person, form.contact(), actor=request.user, now=clock.now())
        messages.success(request, _("Saved. Every message obeys it from now on."))
        return redirect("thread_detail", thread.pk)
    return render(request, "enquiries/contact.html", {"thread": thread, "form": form})


@require_POST
@thread_page
def thread_readers(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Asked again and again while the page is open: who else reads it, and whether something new arrived."""
    thread = thread_or_404(request, pk)
    if thread.may_write:
        handling.look(thread, actor=request.user, now=clock.now())
    seen = request.POST.get("seen", "")
    context = {"thread": thread, **_readers(request, thread), "newer": seen != str(thread.version)}
    return render(request, "enquiries/_readers.html", context | {"seen": seen})


@thread_page
def thread_file(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """A photo or a voice note, inside the page."""
    thread = thread_or_404(request, pk)
    row = MessageFile.objects.select_related("stored").filter(pk=file, message__thread=thread).first()
    if row is None:
        raise Http404
    audit.open_sealed(
        request.user, "enquiries.read_file", subject(thread), sealed=[sealed_name(row.stored)], now=clock.now(),
        fields=["file"],
    )  # fmt: skip
    try:
        return show(request, open_file(row.stored), row.stored.media_type)
    except Unreadable:
        raise Http404 from None


@case_page
def case_messages(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The tab of a case: its threads, and the one that moved last opened."""
    case: Case = case_or_404(request, pk, Part.MESSAGES)
    threads = list(
        case.threads.select_related("channel", "taken_by", "person", "case").order_by("-last_at", "-id")
    )
    chosen = next((each for each in threads if str(each.pk) == request.GET.get("thread")), None) or next(
        iter(threads), None
    )
    context: dict[str, Any] = {"case": case, "threads": threads, "thread": chosen, "lines": []}
    if chosen:
        chosen.access, chosen.may_write = case.access, Part.MESSAGES in case.access.writes
        shown = page(shown_messages(chosen), request.GET, ORDER)
        try:
            told, lines = read_thread(chosen, shown.rows, request.user)
        except Refused as refused:
            messages.error(request, refused.message)
            told, lines = {}, []
        context |= {"page": shown, "lines": lines[::-1], "told": told}
    return render(request, "enquiries/case_messages.html", context)
