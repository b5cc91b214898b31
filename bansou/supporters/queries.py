"""Questions about supporters and their papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from bansou.audit.models import Entry
from bansou.core.checkchars import read_bansou_id
from bansou.payments.queries import current_account
from bansou.programmes.models import Terms
from bansou.programmes.rules import deadline_for
from bansou.supporters import rules
from bansou.supporters.enums import State
from bansou.supporters.models import Registration, Supporter
from bansou.supporters.rules import Details, Spoken

TOLD = (
    "name", "kana", "latin", "phone", "postal_code", "prefecture", "municipality", "street", "building",
    "foreign_roots", "previous_experience", "experience_text", "organisation_id",
)  # fmt: skip
_STATE = {
    State.ID_ISSUED: Q(papers_sent_on=None, payable_on=None)
    & (Q(memorandum_back_on=None) | Q(account_notice_back_on=None)),
    State.PAPERS_SENT: Q(papers_sent_on__isnull=False, payable_on=None)
    & (Q(memorandum_back_on=None) | Q(account_notice_back_on=None)),
    State.PAPERS_BACK: Q(
        memorandum_back_on__isnull=False, account_notice_back_on__isnull=False, payable_on=None
    ),
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


@dataclass(frozen=True, slots=True)
class Search:
    """What a list is narrowed to; empty means all. `state` counts within `terms`."""

    text: str = ""
    prefecture: str = ""
    language: str = ""
    interprets: bool = False
    state: str = ""
    terms: Terms | None = None
    with_left: bool = False


def search(supporters: QuerySet[Supporter], wanted: Search) -> QuerySet[Supporter]:
    """The supporters that fit; a whole Bansou ID finds exactly one, whatever else is asked."""
    number = read_bansou_id(wanted.text)
    if number:
        return supporters.filter(number=number)
    if not wanted.with_left:
        supporters = supporters.active()
    if wanted.text:
        supporters = supporters.filter(_named(wanted.text))
    if wanted.prefecture:
        supporters = supporters.filter(prefecture=wanted.prefecture)
    if wanted.language:
        spoken = Q(languages__language=wanted.language)
        supporters = supporters.filter(
            spoken & Q(languages__interprets=True) if wanted.interprets else spoken
        )
    elif wanted.interprets:
        supporters = supporters.filter(languages__interprets=True).distinct()
    if wanted.state and wanted.terms:
        fitting = Registration.objects.filter(_STATE[State(wanted.state)], terms=wanted.terms)
        supporters = supporters.filter(pk__in=fitting.values("supporter"))
    return supporters


def with_list_columns(supporters: QuerySet[Supporter], terms: Terms | None) -> QuerySet[Supporter]:
    """For a list: languages, and as `papers` the registration in the terms (a list of none or one)."""
    of_terms = Registration.objects.filter(terms=terms)
    return supporters.prefetch_related(
        "languages", Prefetch("registrations", queryset=of_terms, to_attr="papers")
    )


def with_export_columns(supporters: QuerySet[Supporter]) -> QuerySet[Supporter]:
    found = supporters.select_related("user", "organisation").prefetch_related("languages", "areas")
    return found.order_by("number")


def recent_entries(supporter: Supporter, at_most: int = 20) -> QuerySet[Entry]:
    """Who last did or saw something of this supporter."""
    found = Entry.objects.filter(object_type="supporters.supporter", object_id=str(supporter.pk))
    return found.order_by("-id")[:at_most]


def _named(text: str) -> Q:
    found = Q(name__icontains=text) | Q(latin__icontains=text)
    try:
        return found | Q(kana__icontains=rules.read_kana(text))
    except rules.Unreadable:
        return found


def papers_to_send(registrations: QuerySet[Registration], terms: Terms) -> QuerySet[Registration]:
    """Registrations of active supporters whose papers have not gone out, the oldest first."""
    waiting = registrations.filter(terms=terms, papers_sent_on=None, supporter__left_on=None)
    return waiting.select_related("supporter").order_by("opened_on", "id")


def accounts_to_confirm(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    """Registrations whose papers are both back and whose account has not been confirmed for the term."""
    waiting = registrations.filter(_STATE[State.PAPERS_BACK]).select_related("supporter", "terms")
    return waiting.order_by("account_notice_back_on", "id")


def counts_by_state(registrations: QuerySet[Registration], terms: Terms) -> Mapping[State, int]:
    """How many active supporters stand where in a term."""
    active = registrations.filter(terms=terms, supporter__left_on=None)
    return {state: active.filter(condition).count() for state, condition in _STATE.items()}


def without_registration(terms: Terms) -> QuerySet[Supporter]:
    """Active supporters who have no papers for the terms yet."""
    there = Registration.objects.filter(terms=terms).values("supporter")
    return Supporter.objects.active().exclude(pk__in=there)


def papers_of(supporter: Supporter) -> QuerySet[Registration]:
    """A supporter's registrations, the latest term first."""
    return supporter.registrations.select_related("terms").order_by("-terms__support_from")


def registration_of(supporter: Supporter, today: date) -> Registration | None:
    """The registration in the latest term that is open today."""
    terms = open_terms(today)
    return papers_of(supporter).filter(terms__in=terms).first()


def has_fresh_account(registration: Registration) -> bool:
    """Whether such an account was entered since this term's papers were opened: it is from its notice."""
    opened_at = datetime.combine(registration.opened_on, time(), timezone.get_default_timezone())
    account = current_account(registration.supporter.payee)
    return account is not None and account.refused_at is None and account.entered_at >= opened_at


def details_of(supporter: Supporter) -> Details:
    """What the supporter told us, as the form and update_profile take it."""
    return Details(
        **{name: getattr(supporter, name) for name in TOLD},
        mail=supporter.user.email,
        languages=tuple(
            Spoken(row.language, row.level, row.interprets) for row in supporter.languages.order_by("id")
        ),
        areas=tuple(supporter.areas.order_by("prefecture").values_list("prefecture", flat=True)),
        fields=tuple(supporter.fields.order_by("field").values_list("field", flat=True)),
    )


def active_count() -> int:
    return Supporter.objects.active().count()
