"""Small decisions about a thread: who, how urgent, until when, and to which case it belongs."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bansou.cases.enums import LanguageMode, Urgency
from bansou.cases.forms.facts import FactsForm
from bansou.cases.models import Case
from bansou.cases.permissions import access_to, is_desk, visible_cases
from bansou.cases.rules.fields import Part
from bansou.core import clock
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.enquiries import permissions
from bansou.enquiries.actions import handling
from bansou.enquiries.forms.thread import GiveForm, LaterForm, LinkForm, ReasonForm, TopicsForm
from bansou.enquiries.models import Thread
from bansou.enquiries.queries.inbox import case_number
from bansou.enquiries.rules.later import morning_in
from bansou.enquiries.views.access import thread_or_404, thread_page


def _do(
    request: HttpRequest, pk: uuid.UUID, done: str, action: Any, *args: Any, **kwargs: Any
) -> HttpResponse:
    """One decision, and back to the page, or to the list once the thread is out of sight."""
    thread = thread_or_404(request, pk, write=True)
    tried(request, done, action, thread, *args, actor=request.user, now=clock.now(), **kwargs)
    return redirect("thread_detail", thread.pk)


@require_POST
@thread_page
def thread_urgency(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    urgency = request.POST.get("urgency", "")
    if urgency not in Urgency.values:
        raise Http404
    return _do(request, pk, _("The urgency is changed."), handling.set_urgency, urgency)


@require_POST
@thread_page
def thread_topics(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    form = TopicsForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _do(request, pk, _("The topics are changed."), handling.set_topics, form.cleaned_data["topics"])


@require_POST
@thread_page
def thread_give(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    thread = thread_or_404(request, pk, write=True)
    form = GiveForm(request.POST, users=permissions.candidates(thread, now=clock.now()))
    if not form.is_valid():
        messages.error(request, _("This person cannot answer here. Choose somebody else."))
        return redirect("thread_detail", thread.pk)
    user = form.cleaned_data["user"]
    done = _("%(name)s answers this now.") % {"name": user.name} if user else _("It is nobody's again.")
    return _do(request, pk, done, handling.give, user)


@require_POST
@thread_page
def thread_put_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    form = LaterForm(request.POST)
    form.is_valid()
    until = morning_in(form.cleaned_data.get("days") or 1, timezone.localtime(clock.now()))
    return _do(request, pk, _("Put off. It comes back by itself."), handling.put_off, until)


@require_POST
@thread_page
def thread_close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    spam = "spam" in request.POST
    done = _("Closed as spam; erased after 30 days.") if spam else _("Closed.")
    return _do(request, pk, done, handling.close, spam=spam)


@require_POST
@thread_page
def thread_reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _do(request, pk, _("Open again."), handling.reopen)


@thread_page
def thread_link(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put it into a case that one works on; those of the same person are offered first."""
    thread = thread_or_404(request, pk, write=True)
    mine = _own_cases(request)
    form, submitted = read(request, LinkForm)
    if submitted and form.is_valid():
        case = mine.filter(number=case_number(form.cleaned_data["number"])).first()
        if case is None or not _writes(request, case):
            form.add_error("number", _("Among the cases that you work on there is none with this number."))
        elif _linked(request, thread, case):
            return redirect("thread_detail", thread.pk)
    context = {"thread": thread, "form": form, "same": list(mine.filter(person=thread.person_id))}
    return render(request, "enquiries/link.html", context)


def _own_cases(request: HttpRequest) -> Any:
    return visible_cases(request.user, now=clock.now())


def _writes(request: HttpRequest, case: Case) -> bool:
    access = access_to(request.user, case, now=clock.now())
    return access is not None and Part.MESSAGES in access.writes


def _linked(request: HttpRequest, thread: Thread, case: Case) -> bool:
    try:
        handling.link(thread, case, actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return False
    messages.success(request, _("It belongs to case %(number)s now.") % {"number": case.number})
    return True


@thread_page
def thread_unlink(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Only who leads the case takes something out of it: others would then see what its members wrote."""
    thread = thread_or_404(request, pk, write=True)
    if thread.case is None or thread.access.role != "lead":
        raise Http404
    form, submitted = read(request, ReasonForm)
    if submitted and form.is_valid():
        reason = form.cleaned_data["reason"]
        if not tried(request, "", _unlink, thread, reason, request.user):
            return redirect("thread_detail", thread.pk)
        messages.success(request, _("It belongs to no case any more."))
        return redirect("inbox")
    return render(request, "enquiries/unlink.html", {"thread": thread, "form": form})


def _unlink(thread: Thread, reason: str, actor: Any) -> bool:
    handling.unlink(thread, reason=reason, actor=actor, now=clock.now())
    return True


@thread_page
def thread_case(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a case of this person, with what the thread knows already."""
    thread = thread_or_404(request, pk, write=True)
    if thread.case is not None or not is_desk(request.user):
        raise Http404
    form, submitted = read(request, FactsForm, initial=_known(thread))
    if submitted and form.is_valid():
        # A thread is in one case: its own id makes the form's second sending the same case.
        case = tried(
            request, _("The case is opened. You lead it."), handling.open_case, thread, form.details(),
            token=thread.form_token, actor=request.user, now=clock.now(),
        )  # fmt: skip
        if case:
            return redirect("case_overview", case.pk)
    return render(request, "enquiries/open_case.html", {"thread": thread, "form": form})


def _known(thread: Thread) -> dict[str, Any]:
    topics = list(thread.topics.values_list("topic", flat=True))
    return {
        "main_topic": topics[0] if topics else "",
        "topics": topics[1:],
        "urgency": thread.urgency,
        "language": thread.language,
        "language_mode": LanguageMode.INTERPRETER,
        "prefecture": thread.prefecture,
    }
