"""Asking for help: four steps, a check, and the code. Titles and addresses tell nothing of it."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from bansou.core import clock, limits
from bansou.core.forms import SWITCH_LANGUAGE, as_typed, read
from bansou.core.office import line_url, office, opening_hours
from bansou.enquiries.actions import asking, receipts
from bansou.enquiries.enums import Safety
from bansou.enquiries.rules.promise import promise
from bansou.enquiries.rules.receipts import Receipt
from bansou.help.forms import HelpForm
from bansou.help.forms.asking import LAST, STEPS, FilesForm
from bansou.help.views import memory
from bansou.help.views.answers import rows, told_in
from bansou.help.views.calls import calls_in_danger, calls_now, not_now, offers_line
from bansou.help.views.uploads import cleaned
from bansou.people.rules.contact import Way

SENT_AN_HOUR = 30
HOUR = 60 * 60
BACK = "back"


@login_not_required
def step(request: HttpRequest, number: int) -> HttpResponse:
    """What was typed is kept whatever button is pressed, also where it has faults."""
    if number not in STEPS:
        raise Http404
    draft = memory.recall(request, "draft")
    if request.method == "POST":
        draft = draft or _new_draft(request)
        draft["steps"][str(number)] = {
            name: request.POST.getlist(name) for name in STEPS[number].base_fields if name in request.POST
        }
        memory.remember(request, "draft", draft)
        if BACK in request.POST:
            return redirect(_before(number))
    form, submitted = _form(request, number, draft)
    if submitted and form.is_valid():
        return redirect(_after(number, form, draft))
    context = {"form": form, "number": number, "last": LAST, "back": BACK}
    return render(request, "help/step.html", context)


@login_not_required
def danger(request: HttpRequest) -> HttpResponse:
    """Between two steps, for somebody who is not safe: whom to call, and a card to show."""
    draft = memory.recall(request, "draft")
    onward = "help_check" if draft and _is_through(draft) else ("help_step", 3)
    return render(request, "help/danger.html", {"onward": _address(onward), **calls_in_danger()})


@login_not_required
def check(request: HttpRequest) -> HttpResponse:
    """All answers once more, and sending. Sent twice, it is the same message with the same code."""
    draft, sent = memory.recall(request, "draft"), memory.recall(request, "sent")
    if sent and request.POST.get("token") == sent["token"]:
        return redirect("help_sent")
    if draft is None:
        return redirect("help_ask")
    forms = {number: _kept_form(number, draft) for number in STEPS}
    for number, form in forms.items():
        if not form.is_valid():
            return redirect("help_step", number)
    form, submitted = read(request, FilesForm, initial={"token": draft["token"]})
    if submitted and form.is_valid() and str(form.cleaned_data["token"]) == draft["token"]:
        return _send(request, form, forms, draft)
    context = {"form": form, "parts": [(number, form.heading, rows(form)) for number, form in forms.items()]}
    return render(request, "help/check.html", context)


@login_not_required
def sent(request: HttpRequest) -> HttpResponse:
    """Code and PIN, as often as asked for within half an hour in this session, and nowhere else ever."""
    kept = memory.recall(request, "sent")
    if kept is None:
        return redirect("help_thread")
    promised = promise(timezone.localtime(clock.now()), opening_hours())
    context = {
        "receipt": Receipt(kept["code"], kept["pin"]),
        "left_out": kept["left_out"],
        "line_url": line_url() if kept["line"] else "",
        "promise": promised,
        "is_today": bool(promised.by) and promised.by.date() == clock.today(),
        "office": office(),
        **calls_now(),
    }
    return render(request, "help/sent.html", context)


def _send(request: HttpRequest, form: FilesForm, forms: dict[int, HelpForm], draft: dict) -> HttpResponse:
    again = reverse("help_check")
    if not limits.allowed(request, "ask", at_most=SENT_AN_HOUR, seconds=HOUR):
        return not_now(request, again=again, often=True)
    files, left_out = cleaned(form.uploads)
    receipt, contact = Receipt(*draft["receipt"]), forms[LAST].contact()
    try:
        thread = asking.ask(
            told_in(forms), contact, receipt, token=uuid.UUID(draft["token"]), now=clock.now(),
            files=files,
        )  # fmt: skip
    except receipts.Busy:
        return not_now(request, again=again, often=False)
    told = {"token": draft["token"], "code": receipt.code, "pin": receipt.pin, "left_out": left_out}
    told["line"] = Way.LINE in contact.ways
    memory.remember(request, "sent", told)
    memory.remember(request, "thread", {"id": str(thread.pk)})
    memory.forget(request, "draft")
    return redirect("help_sent")


def _new_draft(request: HttpRequest) -> dict[str, Any]:
    """Token and receipt from the beginning: whatever is sent twice, the code stays the same."""
    # A session that somebody else may have begun on this phone is not gone on with.
    request.session.cycle_key()
    receipt = receipts.fresh()
    return {"token": str(uuid.uuid4()), "receipt": [receipt.code, receipt.pin], "steps": {}}


def _form(request: HttpRequest, number: int, draft: dict | None) -> tuple[HelpForm, bool]:
    if request.method != "POST":
        kept = draft and str(number) in draft["steps"]
        return (as_typed(_kept_form(number, draft)) if kept else _make(number)), False
    submitted = SWITCH_LANGUAGE not in request.POST
    form = _make(number, data=request.POST)
    return (form if submitted else as_typed(form)), submitted


def _kept_form(number: int, draft: dict) -> HelpForm:
    return _make(number, data=MultiValueDict(draft["steps"].get(str(number), {})))


def _make(number: int, **given: Any) -> HelpForm:
    more = {"with_line": offers_line()} if number == LAST else {}
    return STEPS[number](**given, **more)


def _is_through(draft: dict) -> bool:
    return str(LAST) in draft["steps"]


def _before(number: int) -> str:
    return _address("help_front" if number == 1 else ("help_step", number - 1))


def _after(number: int, form: HelpForm, draft: dict) -> str:
    """The next step; who came from the check page goes back to it."""
    if form.cleaned_data.get("safety") == Safety.UNSAFE:
        return _address("help_danger")
    return _address("help_check" if _is_through(draft) else ("help_step", number + 1))


def _address(name: str | tuple[str, int]) -> str:
    return reverse(name) if isinstance(name, str) else reverse(name[0], args=[name[1]])
