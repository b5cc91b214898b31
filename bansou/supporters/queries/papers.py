"""Questions about the papers of a term."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from bansou.core.checkchars import read_bansou_id
from bansou.payments.queries import current_account
from bansou.programmes.models import Terms
from bansou.programmes.rules import deadline_for
from bansou.supporters.enums import State
from bansou.supporters.models import Registration, Supporter
from bansou.supporters.rules import read_paper_code

# Who is payable has both back: the database sees to it.
_BOTH_BACK = Q(memorandum_back_on__isnull=False, account_notice_back_on__isnull=False)
IN_STATE = {
    State.ID_ISSUED: Q(papers_sent_on=None) & ~_BOTH_BACK,
    State.PAPERS_SENT: Q(papers_sent_on__isnull=False) & ~_BOTH_BACK,
    State.PAPERS_BACK: _BOTH_BACK & Q(payable_on=None),
    State.PAYABLE: Q(payable_on__isnull=False),
}


def terms_with_papers() -> list[Terms]:
    """Published terms that ask for papers, the latest first."""
    published = Terms.objects.published().select_related("programme").order_by("-support_from")
    return [terms for terms in published if terms.rules.requirements.papers]


def latest_terms() -> Terms | None:
    """The published terms that started last among those with papers: what staff lists speak of."""
    return next(iter(terms_with_papers()), None)


def open_terms(today: date) -> list[Terms]:
    """The terms in which somebody who registers today needs papers: claims can still be filed in them."""
    return [
        terms
        for terms in terms_with_papers()
        if terms.support_from <= today <= deadline_for(terms.rules, terms.support_to)
    ]


def papers_to_send(registrations: QuerySet[Registration], terms: Terms) -> QuerySet[Registration]:
    """Registrations of active supporters whose papers have not gone out, the oldest first."""
    waiting = registrations.filter(terms=terms, papers_sent_on=None, supporter__left_on=None)
    return waiting.select_related("supporter").order_by("opened_on", "id")


def accounts_to_confirm(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Registrations whose papers are both back and whose account has not been confirmed for the term."""
    waiting = registrations.filter(IN_STATE[State.PAPERS_BACK]).select_related("supporter", "terms")
    return waiting.order_by("account_notice_back_on", "id")


def counts_by_state(registrations: QuerySet[Registration], terms: Terms) -> Mapping[State, int]:
    """How many active supporters stand where in a term."""
    active = registrations.filter(terms=terms, supporter__left_on=None)
    return {state: active.filter(condition).count() for state, condition in IN_STATE.items()}


def without_registration(terms: Terms) -> QuerySet[Supporter]:
    """Active supporters who have no papers for the terms yet."""
    there = Registration.objects.filter(terms=terms).values("supporter")
    return Supporter.objects.active().exclude(pk__in=there)


def find_papers(registrations: QuerySet[Registration], typed: str) -> tuple[Registration | None, str] | None:
    """The papers of a code, and the letter of the paper if the QR told it; None if the code is mistyped.

    A Bansou ID, which stands under each QR, leads to the supporter's papers of the latest term.
    """
    code, number = read_paper_code(typed), read_bansou_id(typed)
    if number:
        found = registrations.filter(supporter__number=number).order_by("-terms__support_from").first()
        if found or not code:
            return found, ""
    if code:
        return registrations.filter(code=code[0]).first(), code[1]
    return None


def papers_of(supporter: Supporter) -> QuerySet[Registration]:
    """A supporter's registrations, the latest term first."""
    return supporter.registrations.select_related("terms").order_by("-terms__support_from")


def has_fresh_account(registration: Registration) -> bool:
    """Whether such an account was entered since this term's papers were opened: it is from its notice."""
    opened_at = datetime.combine(registration.opened_on, time(), timezone.get_default_timezone())
    account = current_account(registration.supporter.payee)
    return account is not None and account.refused_at is None and account.entered_at >= opened_at


def active_count() -> int:
    return Supporter.objects.active().count()
