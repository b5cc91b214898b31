"""Owns the judgement of one claim under a term: the web and the spreadsheet check both ask `assess`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeGuard

from bansou.programmes.rules import (
    Band,
    Competence,
    Terms,
    band_for,
    deadline_for,
    pay_month_for,
    payees_for,
    required_questionnaires,
    slots_for,
)

DAY_MINUTES = 24 * 60


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a claim is refused, in the order in which reasons are told."""

    SUPPORT_BEFORE_TERM = "support_before_term"
    SUPPORT_AFTER_TERM = "support_after_term"
    FILED_BEFORE_SUPPORT = "filed_before_support"
    FILED_LATE = "filed_late"
    TOO_SHORT = "too_short"
    NOT_REGISTERED = "not_registered"
    NOT_ELIGIBLE = "not_eligible"
    CO_SUPPORTER_NOT_REGISTERED = "co_supporter_not_registered"
    CO_SUPPORTER_NOT_ELIGIBLE = "co_supporter_not_eligible"
    SAME_SUPPORTER_TWICE = "same_supporter_twice"
    TOO_MANY_SUPPORTERS = "too_many_supporters"
    RECIPIENT_CAP_REACHED = "recipient_cap_reached"


@dataclass(frozen=True, slots=True)
class SupporterFacts:
    """What is known of a supporter; `completed` holds the earliest day per questionnaire code."""

    registered_on: date
    experience_confirmed_on: date | None
    completed: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim; supporters are named by their Bansou ID, `co_supporters` in the order written down."""

    applicant: str
    co_supporters: tuple[str, ...]
    support_on: date
    minutes: int
    filed_on: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """A judged claim: `amount_yen` is for one supporter, `total_yen` for the claim.

    Unless accepted both are 0 and `pay_month` is None; else that is the month's first day.
    `band` is None when the support is too short for any.
    """

    verdict: Verdict
    amount_yen: int
    total_yen: int
    minutes: int
    band: Band | None
    deadline_on: date
    pay_month: date | None
    reasons: tuple[Reason, ...]


def minutes_between(start: time, end: time) -> int:
    """Whole minutes; an end before the start is on the next day, an equal one is 0 minutes."""
    return (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % DAY_MINUTES


def assess(
    claim: ClaimFacts, terms: Terms, supporters: Mapping[str, SupporterFacts], used_slots: int = 0
) -> Assessment:
    """Judges a claim.

    `supporters` holds at least everyone whom the claim names; whoever is not in it counts as unknown.
    `used_slots` are the recipient's places taken by other live claims of this term.
    """
    deadline_on = deadline_for(terms, claim.support_on)
    reasons = _day_reasons(claim, terms, deadline_on)
    if claim.minutes < terms.min_minutes:
        reasons.append(Reason.TOO_SHORT)
    _add_supporter_reasons(reasons, claim, terms, supporters)
    named = 1 + len(claim.co_supporters)
    if cap_reached(terms, used_slots, named):
        reasons.append(Reason.RECIPIENT_CAP_REACHED)
    band = band_for(terms, claim.minutes)
    if reasons or band is None:
        return Assessment(Verdict.REFUSED, 0, 0, claim.minutes, band, deadline_on, None, tuple(reasons))
    total_yen = band.yen * payees_for(terms, named)
    pay_month = pay_month_for(terms, claim.filed_on)
    return Assessment(Verdict.ACCEPTED, band.yen, total_yen, claim.minutes, band, deadline_on, pay_month, ())


def _day_reasons(claim: ClaimFacts, terms: Terms, deadline_on: date) -> list[Reason]:
    reasons = []
    if claim.support_on < terms.support_from:
        reasons.append(Reason.SUPPORT_BEFORE_TERM)
    if claim.support_on > terms.support_to:
        reasons.append(Reason.SUPPORT_AFTER_TERM)
    if claim.filed_on < claim.support_on:
        reasons.append(Reason.FILED_BEFORE_SUPPORT)
    if claim.filed_on > deadline_on:
        reasons.append(Reason.FILED_LATE)
    return reasons


def _add_supporter_reasons(
    reasons: list[Reason], claim: ClaimFacts, terms: Terms, supporters: Mapping[str, SupporterFacts]
) -> None:
    known = supporters.get(claim.applicant)
    if not is_registered(known, claim.filed_on):
        reasons.append(Reason.NOT_REGISTERED)
    elif not is_eligible(known, terms, claim.support_on, claim.filed_on):
        reasons.append(Reason.NOT_ELIGIBLE)
    if not claim.co_supporters:
        return
    seconds = [supporters.get(bansou_id) for bansou_id in claim.co_supporters]
    registered = [second for second in seconds if is_registered(second, claim.filed_on)]
    if len(registered) < len(seconds):
        reasons.append(Reason.CO_SUPPORTER_NOT_REGISTERED)
    if not all(is_eligible(second, terms, claim.support_on, claim.filed_on) for second in registered):
        reasons.append(Reason.CO_SUPPORTER_NOT_ELIGIBLE)
    named = (claim.applicant, *claim.co_supporters)
    if len(set(named)) < len(named):
        reasons.append(Reason.SAME_SUPPORTER_TWICE)
    if len(named) > terms.caps.supporters_per_claim:
        reasons.append(Reason.TOO_MANY_SUPPORTERS)


def is_registered(supporter: SupporterFacts | None, on: date) -> TypeGuard[SupporterFacts]:
    """Known to the network and registered by the day `on`."""
    return supporter is not None and supporter.registered_on <= on


def is_eligible(supporter: SupporterFacts, terms: Terms, support_on: date, on: date) -> bool:
    """Competent for support on `support_on`, as far as confirmed or completed by the day `on`."""
    if terms.requirements.competence == Competence.NONE:
        return True
    confirmed_on = supporter.experience_confirmed_on
    if confirmed_on is not None and confirmed_on <= on:
        return True
    return not missing_questionnaires(supporter, terms, support_on, on)


def missing_questionnaires(
    supporter: SupporterFacts, terms: Terms, support_on: date, on: date
) -> tuple[str, ...]:
    """Codes that this support day asks for and that were not completed by the day `on`."""
    completed = supporter.completed
    needed = required_questionnaires(terms, support_on)
    return tuple(code for code in needed if code not in completed or completed[code] > on)


def cap_reached(terms: Terms, used_slots: int, supporters: int) -> bool:
    """Whether a claim with so many supporters finds too few free places at its recipient."""
    cap = terms.caps.claims_per_recipient
    return cap is not None and used_slots + slots_for(terms, supporters) > cap
