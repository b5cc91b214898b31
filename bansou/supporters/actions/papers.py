"""The papers of a term: opened, sent, back, payable; and renewal when a new term starts."""

from collections.abc import Iterable
from datetime import datetime
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bansou.audit import actions as audit
from bansou.core.refusal import Refused
from bansou.payments import actions as payments
from bansou.payments.queries import has_account
from bansou.programmes.models import Terms
from bansou.supporters import notifications, permissions, queries
from bansou.supporters.enums import Paper, Reason
from bansou.supporters.models import Registration, Supporter
from bansou.supporters.rules import new_paper_code

_COLUMN = {Paper.MEMORANDUM: "memorandum_back_on", Paper.ACCOUNT_NOTICE: "account_notice_back_on"}
RENEWED_AT_ONCE = 100


@transaction.atomic(savepoint=False)
def open_registration(supporter: Supporter, terms: Terms, *, actor: Any, now: datetime) -> Registration:
    """The papers of a supporter for a term; opening again gives the same ones. Raises Refused(NOT_PUBLISHED)."""
    if terms.published_at is None:
        raise Refused(Reason.NOT_PUBLISHED)
    registration, created = Registration.objects.get_or_create(
        supporter=supporter, terms=terms,
        defaults={"code": _free_code(), "opened_on": timezone.localtime(now).date()},
    )  # fmt: skip
    if created:
        audit.record(actor, "supporters.open_registration", registration, now=now)
    return registration


def _free_code() -> str:
    rng = SystemRandom()
    while Registration.objects.filter(code=(code := new_paper_code(rng))).exists():
        continue
    return code


@transaction.atomic
def renew_some(terms: Terms, *, actor: Any, now: datetime, at_most: int = RENEWED_AT_ONCE) -> int:
    """Open the terms' papers for some active supporters who lack them; how many, 0 when nobody does."""
    waiting = queries.without_registration(terms).select_related("user").order_by("pk")
    chosen = list(waiting.select_for_update(of=("self",))[:at_most])
    for supporter in chosen:
        registration = open_registration(supporter, terms, actor=actor, now=now)
        notifications.new_term(registration, now=now)
    return len(chosen)


@transaction.atomic
def mark_papers_sent(ids: Iterable[UUID], *, actor: Any, now: datetime) -> list[UUID]:
    """Note today as the day on which these papers went out; the ids of those that had not been sent."""
    rows = _locked(ids).filter(papers_sent_on=None)
    return _mark(rows, actor, "supporters.papers_sent", now, papers_sent_on=timezone.localtime(now).date())


@transaction.atomic
def undo_papers_sent(ids: Iterable[UUID], *, actor: Any, now: datetime) -> list[UUID]:
    """Take back a sending of today, where no paper has come back since; the ids of those taken back."""
    rows = _locked(ids).filter(
        papers_sent_on=timezone.localtime(now).date(), memorandum_back_on=None, account_notice_back_on=None
    )
    return _mark(rows, actor, "supporters.undo_papers_sent", now, papers_sent_on=None)


def _locked(ids: Iterable[UUID]):
    return Registration.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk")


def _mark(rows: Any, actor: Any, verb: str, now: datetime, **values: Any) -> list[UUID]:
    found = list(rows)
    if found:
        Registration.objects.filter(pk__in=[row.pk for row in found]).update(**values)
        audit.record(actor, verb, *found, now=now)
    return [row.pk for row in found]


@transaction.atomic
def mark_paper_back(registration: Registration, paper: Paper, *, actor: Any, now: datetime) -> Registration:
    """Note that a paper is back; marking again keeps the first day.

    With both back and an account entered since the term's papers were opened, the supporter is payable.
    Raises Refused(OWN).
    """
    registration = _locked_with_supporter(registration)
    _refuse_own(registration, actor)
    if getattr(registration, _COLUMN[paper]) is None:
        today = timezone.localtime(now).date()
        setattr(registration, _COLUMN[paper], today)
        # What is back was sent, even if nobody noted it: it must not be sent again.
        registration.papers_sent_on = registration.papers_sent_on or today
        registration.save(update_fields=[_COLUMN[paper], "papers_sent_on"])
        audit.record(actor, "supporters.paper_back", registration, now=now, fields=[_COLUMN[paper]])
    if _waits_for_account(registration) and queries.has_fresh_account(registration):
        _make_payable(registration, actor, now)
    return registration


@transaction.atomic
def undo_paper_back(registration: Registration, paper: Paper, *, actor: Any, now: datetime) -> Registration:
    """Take back a paper that was marked by mistake, unless the supporter is payable by it already."""
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.payable_on is None and getattr(registration, _COLUMN[paper]):
        setattr(registration, _COLUMN[paper], None)
        registration.save(update_fields=[_COLUMN[paper]])
        audit.record(actor, "supporters.undo_paper_back", registration, now=now, fields=[_COLUMN[paper]])
    return registration


@transaction.atomic
def confirm_account(registration: Registration, *, actor: Any, now: datetime) -> Registration:
    """That the account we hold agrees with this term's notice: from today the supporter can be paid.

    Raises Refused(OWN, PAPERS_MISSING, NO_ACCOUNT).
    """
    registration = _locked_with_supporter(registration)
    _refuse_own(registration, actor)
    if not has_account(registration.supporter.payee):
        raise Refused(Reason.NO_ACCOUNT)
    if not (registration.memorandum_back_on and registration.account_notice_back_on):
        raise Refused(Reason.PAPERS_MISSING)
    _make_payable(registration, actor, now)
    return registration


def _locked_with_supporter(registration: Registration) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",))
    return rows.select_related("supporter__payee").get(pk=registration.pk)


def _waits_for_account(registration: Registration) -> bool:
    both_back = registration.memorandum_back_on and registration.account_notice_back_on
    return bool(both_back) and registration.payable_on is None


def _refuse_own(registration: Registration, actor: Any) -> None:
    if permissions.is_own(actor, registration.supporter):
        raise Refused(Reason.OWN)


def _make_payable(registration: Registration, actor: Any, now: datetime) -> None:
    if not _waits_for_account(registration):
        return
    registration.payable_on = timezone.localtime(now).date()
    registration.save(update_fields=["payable_on"])
    payments.clear(
        registration.supporter.payee, registration.terms_id, on=registration.payable_on, actor=actor, now=now
    )
    audit.record(actor, "supporters.payable", registration, now=now)
    notifications.payable(registration, now=now)
