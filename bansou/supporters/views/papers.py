"""The papers desk: to send, scan, accounts, renewal."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bansou.accounts.enums import RoleKind
from bansou.accounts.permissions import has_role
from bansou.audit import actions as audit
from bansou.core import clock
from bansou.core.access import role_required
from bansou.core.downloads import download
from bansou.core.forms import read
from bansou.core.refusal import Refused
from bansou.core.trying import tried
from bansou.payments.queries import payees_with_account
from bansou.programmes.models import Terms
from bansou.supporters import actions, exports, permissions, queries
from bansou.supporters.enums import Fault, Paper
from bansou.supporters.forms import BatchForm, ScanForm
from bansou.supporters.models import Registration
from bansou.supporters.tasks import renew_all

BATCH = 50
POST_FIELDS = ("name", "postal_code", "address")


def _waiting(request: HttpRequest, terms: Terms) -> list[Registration]:
    return list(queries.papers_to_send(permissions.visible_registrations(request.user), terms)[:BATCH])


@role_required(RoleKind.SECRETARIAT)
def desk(request: HttpRequest) -> HttpResponse:
    """What is to be sent in the chosen terms, and how many stand where."""
    choices = queries.terms_with_papers()
    terms = next((each for each in choices if str(each.pk) == request.GET.get("terms")), None)
    terms = terms or next(iter(choices), None)
    context: dict[str, object] = {
        "choices": choices,
        "terms": terms,
        "undoable": len(request.session.get("papers_sent", [])),
    }
    if terms:
        registrations = permissions.visible_registrations(request.user)
        context |= {
            "waiting": _waiting(request, terms),
            "counts": queries.counts_by_state(registrations, terms),
            "to_send": queries.papers_to_send(registrations, terms).count(),
        }
    return render(request, "supporters/desk.html", context)


def _chosen(request: HttpRequest, terms_id: uuid.UUID) -> tuple[Terms, list[Registration]]:
    """The ticked papers of the terms, in the order of the page; none if nothing sensible is ticked."""
    terms = get_object_or_404(Terms.objects.published(), pk=terms_id)
    waiting = _waiting(request, terms)
    form = BatchForm(waiting, request.POST)
    ids = set(form.cleaned_data["ids"]) if form.is_valid() else set()
    return terms, [each for each in waiting if each.pk in ids]


@role_required(RoleKind.SECRETARIAT)
@require_POST
def print_papers(request: HttpRequest, terms_id: uuid.UUID, kind: str) -> HttpResponse:
    terms, chosen = _chosen(request, terms_id)
    if not chosen:
        return _nothing_ticked(request)
    content = _render(kind, chosen, terms)
    audit.record(
        request.user,
        "supporters.print",
        *(each.supporter for each in chosen),
        now=clock.now(),
        fields=POST_FIELDS,
    )
    return download(content, f"{kind}.pdf")


def _render(kind: str, registrations: list[Registration], terms: Terms) -> bytes:
    makers: dict[str, Callable[[], bytes]] = {
        "memoranda": lambda: exports.memoranda(registrations, terms, today=clock.today()),
        "notices": lambda: exports.account_notices(registrations, terms, today=clock.today()),
        "labels": lambda: exports.labels(registrations, today=clock.today()),
    }
    return makers[kind]()


def _nothing_ticked(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Tick the papers first. Some may have been marked as sent by somebody else."))
    return redirect("papers_desk")


@role_required(RoleKind.SECRETARIAT)
@require_POST
def mark_sent(request: HttpRequest, terms_id: uuid.UUID) -> HttpResponse:
    _terms, chosen = _chosen(request, terms_id)
    if not chosen:
        return _nothing_ticked(request)
    sent = actions.mark_papers_sent([each.pk for each in chosen], actor=request.user, now=clock.now())
    # What one click did, one click can undo, until the next one or the sign-out.
    request.session["papers_sent"] = [str(pk) for pk in sent]
    words = ngettext(
        "%(count)d set of papers is marked as sent.",
        "%(count)d sets of papers are marked as sent.",
        len(sent),
    )
    messages.success(request, words % {"count": len(sent)})
    return redirect("papers_desk")


@role_required(RoleKind.SECRETARIAT)
@require_POST
def undo_sent(request: HttpRequest) -> HttpResponse:
    ids = [uuid.UUID(pk) for pk in request.session.pop("papers_sent", [])]
    undone = actions.undo_papers_sent(ids, actor=request.user, now=clock.now())
    words = ngettext(
        "%(count)d set of papers is to be sent again.",
        "%(count)d sets of papers are to be sent again.",
        len(undone),
    )
    messages.success(request, words % {"count": len(undone)})
    return redirect("papers_desk")


@role_required(RoleKind.SECRETARIAT)
@require_POST
def print_one(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    registration = _visible(request, pk)
    content = _render(kind, [registration], registration.terms)
    audit.record(
        request.user, "supporters.print", registration.supporter, now=clock.now(), fields=POST_FIELDS
    )
    return download(content, f"{kind}.pdf")


def _visible(request: HttpRequest, pk: uuid.UUID) -> Registration:
    found = permissions.visible_registrations(request.user).select_related("supporter", "terms")
    return get_object_or_404(found, pk=pk)


@role_required(RoleKind.SECRETARIAT)
def scan(request: HttpRequest) -> HttpResponse:
    """One field for one code after the other. A QR code says which paper it is; a typed ID does not."""
    form, submitted = read(request, ScanForm)
    if submitted and form.is_valid():
        found = queries.find_papers(
            permissions.visible_registrations(request.user), form.cleaned_data["code"]
        )
        if found is None:
            form.add_error("code", Fault.CODE.label)
        elif found[0] is None:
            form.add_error("code", _("No papers have this code."))
        else:
            return _scanned(request, found[0], found[1])
    return render(request, "supporters/scan.html", {"form": form, **_last_scanned(request)})


def _scanned(request: HttpRequest, registration: Registration, letter: str) -> HttpResponse:
    if not letter or _mark_back(request, registration, letter):
        request.session["scanned"] = {"id": str(registration.pk), "paper": letter}
    return redirect("paper_scan")


def _mark_back(request: HttpRequest, registration: Registration, letter: str) -> bool:
    marked = tried(
        request, "", actions.mark_paper_back, registration, Paper(letter), actor=request.user, now=clock.now()
    )
    return marked is not None


def _last_scanned(request: HttpRequest) -> dict[str, object]:
    last: dict[str, str] = request.session.get("scanned", {})
    found = permissions.visible_registrations(request.user).select_related("supporter", "terms")
    registration = found.filter(pk=last["id"]).first() if last else None
    if registration is None:
        return {"registration": None, "done": ""}
    audit.record(
        request.user, "supporters.read", registration.supporter, now=clock.now(), fields=("name", "kana")
    )
    return {"registration": registration, "done": Paper(last["paper"]).label if last["paper"] else ""}


@role_required(RoleKind.SECRETARIAT)
@require_POST
def paper_back(request: HttpRequest, pk: uuid.UUID, paper: str) -> HttpResponse:
    registration = _visible(request, pk)
    _mark_back(request, registration, paper)
    return _after_mark(request, registration)


@role_required(RoleKind.SECRETARIAT)
@require_POST
def paper_undo(request: HttpRequest, pk: uuid.UUID, paper: str) -> HttpResponse:
    registration = _visible(request, pk)
    actions.undo_paper_back(registration, Paper(paper), actor=request.user, now=clock.now())
    return _after_mark(request, registration)


def _after_mark(request: HttpRequest, registration: Registration) -> HttpResponse:
    if request.POST.get("back") == "detail":
        return redirect("supporter_detail", registration.supporter_id)
    request.session["scanned"] = {"id": str(registration.pk), "paper": ""}
    return redirect("paper_scan")


@role_required(RoleKind.SECRETARIAT, RoleKind.ACCOUNTANT)
def accounts(request: HttpRequest) -> HttpResponse:
    """Papers that are back and wait for the account of their notice."""
    waiting = list(queries.accounts_to_confirm(permissions.visible_registrations(request.user))[:BATCH])
    with_account = payees_with_account([each.supporter.payee_id for each in waiting])
    if waiting:
        people = (each.supporter for each in waiting)
        audit.record(request.user, "supporters.list", *people, now=clock.now(), fields=("name",))
    rows = [(each, each.supporter.payee_id in with_account) for each in waiting]
    # The accountant comes here too, but has none of the desk's other pages.
    at_desk = has_role(request.user, RoleKind.SECRETARIAT)
    return render(request, "supporters/accounts.html", {"rows": rows, "at_desk": at_desk})


@role_required(RoleKind.SECRETARIAT, RoleKind.ACCOUNTANT)
@require_POST
def account_confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    try:
        actions.confirm_account(_visible(request, pk), actor=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The supporter can be paid from today."))
    return redirect("account_confirmations")


@role_required(RoleKind.SECRETARIAT)
def renewal(request: HttpRequest) -> HttpResponse:
    """For each term with papers: how many active supporters have theirs opened."""
    active = queries.active_count()
    today = clock.today()
    rows = [
        {
            "terms": terms,
            "missing": missing,
            "done": active - missing,
            "active": active,
            "over": terms.support_to < today,
        }
        for terms in queries.terms_with_papers()
        for missing in [queries.without_registration(terms).count()]
    ]
    return render(
        request, "supporters/renewal.html", {"rows": rows, "running": request.GET.get("running", "")}
    )


@role_required(RoleKind.SECRETARIAT)
@require_POST
def renewal_start(request: HttpRequest, terms_id: uuid.UUID) -> HttpResponse:
    terms = get_object_or_404(Terms.objects.published(), pk=terms_id)
    renew_all.enqueue(str(terms.pk), str(request.user.pk))
    messages.success(request, _("The renewal has started. It goes on in the background."))
    return redirect(f"{reverse('renewal')}?running=1")
