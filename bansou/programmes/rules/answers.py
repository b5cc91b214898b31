"""Owns what a term answers: amount, deadline, pay month, questionnaires, and its rules one by one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bansou.core.months import add_months
from bansou.programmes.rules.terms import Band, Competence, CountedPer, PaidTo, Rule, Source, Terms


def band_for(terms: Terms, minutes: int) -> Band | None:
    """The band of a support of `minutes`; None when it is too short for any."""
    for band in reversed(terms.bands):
        if minutes >= band.minutes_from:
            return band
    return None


def deadline_for(terms: Terms, support_on: date) -> date:
    """The last day on which a claim for `support_on` is in time; it may lie after the term's last day."""
    if terms.deadline_months is None:
        return terms.support_to
    return add_months(support_on, terms.deadline_months)


def pay_month_for(terms: Terms, filed_on: date) -> date:
    """The first day of the month in which a claim filed on `filed_on` is paid."""
    return add_months(filed_on.replace(day=1), terms.pay_rule.months_after_filing)


def required_questionnaires(terms: Terms, support_on: date) -> tuple[str, ...]:
    """Codes of the questionnaires that a supporter without experience needs for support on this day."""
    return tuple(
        q.code
        for q in terms.requirements.questionnaires
        if q.required_from is None or support_on >= q.required_from
    )


def slots_for(terms: Terms, supporters: int) -> int:
    """Places that one claim with so many supporters takes among the recipient's claims."""
    return supporters if terms.caps.counted_per == CountedPer.SUPPORTER else 1


def payees_for(terms: Terms, supporters: int) -> int:
    """How many of a claim's supporters are paid the band's amount."""
    return supporters if terms.pay_rule.paid_to == PaidTo.EACH_SUPPORTER else 1


def describe(terms: Terms) -> list[tuple[Rule, Mapping[str, Any]]]:
    """The term as (rule, values) in telling order; a template turns each pair into a sentence.

    A rule that has several rows (a band, a questionnaire) comes once per row.
    """
    needs, caps, pay = terms.requirements, terms.caps, terms.pay_rule
    told: list[tuple[Rule, Mapping[str, Any]]] = [
        (Rule.FUNDER, {"funder": terms.funder}),
        (Rule.SUPPORT_PERIOD, {"support_from": terms.support_from, "support_to": terms.support_to}),
        (Rule.MEMBERSHIP, {"membership": needs.membership}),
        (Rule.PRIOR_REVIEW, {"prior_review": terms.prior_review}),
        (Rule.COMPETENCE, {"competence": needs.competence}),
    ]
    if needs.competence != Competence.NONE:
        told += [
            (Rule.QUESTIONNAIRES, {"code": q.code, "required_from": q.required_from})
            for q in needs.questionnaires
        ]
    told.append((Rule.MIN_MINUTES, {"min_minutes": terms.min_minutes}))
    told += [(Rule.BANDS, params) for params in bands_told(terms)]
    return told + [
        (Rule.PAID_TO, {"paid_to": pay.paid_to}),
        (Rule.TRAVEL, {"travel": terms.travel_rule}),
        (Rule.SUPPORTERS_PER_CLAIM, {"supporters_per_claim": caps.supporters_per_claim}),
        (
            Rule.CLAIMS_PER_RECIPIENT,
            {"claims_per_recipient": caps.claims_per_recipient, "counted_per": caps.counted_per},
        ),
        (Rule.DEADLINE, {"deadline_months": terms.deadline_months, "support_to": terms.support_to}),
        (Rule.PAY_MONTH, {"months_after_filing": pay.months_after_filing}),
        (Rule.PAPERS, {"papers": needs.papers, "each_term": needs.papers_each_term}),
    ]


def bands_told(terms: Terms) -> list[Mapping[str, Any]]:
    """The values of each band: `minutes_from` (included), `minutes_before` (None: no end), `yen`."""
    ends: list[int | None] = [band.minutes_from for band in terms.bands[1:]]
    ends.append(None)
    return [
        {"minutes_from": band.minutes_from, "minutes_before": end, "yen": band.yen}
        for band, end in zip(terms.bands, ends, strict=True)
    ]


def sources_for(terms: Terms, rule: Rule) -> tuple[Source, ...]:
    """The sources that speak about this rule, in the term's order."""
    return tuple(source for source in terms.sources if rule in source.rules)
