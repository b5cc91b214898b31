"""The terms that the public front page tells in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bansou.programmes import rules
from bansou.programmes.models import Terms
from bansou.programmes.rules import Rule

Told = tuple[Rule, Mapping[str, Any]]

# What somebody who thinks about joining asks, in this order; the rest stands on the staff's page of the terms.
ASKED = (
    Rule.SUPPORT_PERIOD,
    Rule.COMPETENCE,
    Rule.MIN_MINUTES,
    Rule.DEADLINE,
    Rule.PAY_MONTH,
    Rule.SUPPORTERS_PER_CLAIM,
    Rule.CLAIMS_PER_RECIPIENT,
    Rule.PAPERS,
)
ICONS = {
    Rule.SUPPORT_PERIOD: "calendar",
    Rule.COMPETENCE: "school",
    Rule.MIN_MINUTES: "clock",
    Rule.DEADLINE: "hourglass",
    Rule.PAY_MONTH: "coin-yen",
    Rule.SUPPORTERS_PER_CLAIM: "users",
    Rule.CLAIMS_PER_RECIPIENT: "list-check",
    Rule.PAPERS: "file-text",
}


@dataclass(frozen=True, slots=True)
class Programme:
    """Terms in words. `in_force` is false for terms that have ended and have no follower yet."""

    title: rules.Title
    in_force: bool
    support_to: date
    reference: str
    bands: list[Mapping[str, Any]]
    told: list[tuple[str, str, Mapping[str, Any]]]


def terms_to_show(today: date) -> list[Programme]:
    """The terms in force today, one per programme; without any, those that ended last."""
    begun = Terms.objects.published().filter(support_from__lte=today).order_by("-support_to")
    latest = list(begun[:10])
    in_force = [terms for terms in latest if terms.support_to >= today]
    return [_in_words(terms.rules, today) for terms in in_force or latest[:1]]


def _in_words(terms: rules.Terms, today: date) -> Programme:
    by_rule = {rule: values for rule, values in rules.describe(terms) if rule in ASKED}
    return Programme(
        title=terms.title,
        in_force=terms.support_to >= today,
        support_to=terms.support_to,
        reference=terms.reference,
        bands=rules.bands_told(terms),
        told=[(ICONS[rule], rule.value, by_rule[rule]) for rule in ASKED if rule in by_rule],
    )
