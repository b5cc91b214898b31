"""What a form would lead to as it stands: amount, deadline, pay month, how many claims are used, what hinders it.

An action and no query, since what it tells of others is counted and logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bansou.accompaniment.enums import LIVE
from bansou.accompaniment.models import Claim, Participation
from bansou.accompaniment.queries.judging import Told, supporter_facts, told, used_slots
from bansou.accompaniment.queries.visits import visit_to_claim
from bansou.accompaniment.rules import ClaimFacts, assess, minutes_between, overlap, span
from bansou.core.refusal import Refused
from bansou.people import actions as people
from bansou.people import queries as recipients
from bansou.people.rules import Identity
from bansou.programmes.models import Terms
from bansou.programmes.queries import terms_on
from bansou.programmes.rules import Terms as Rules
from bansou.programmes.rules import bands_told, deadline_for, pay_month_for
from bansou.supporters import actions as members
from bansou.supporters.models import Supporter


@dataclass(slots=True)
class Preview:
    """Everything that can be said so far; None where too little is typed.

    `band` are the values of the term's rule in words. `place` is the number that this claim would be among `cap`:
    all of the network's with a card code or a visit (`whole`), else only the supporter's own. `no_second` says why
    the second supporter is not looked up.
    """

    terms: Terms | None = None
    no_terms: Refused | None = None
    minutes: int | None = None
    amount_yen: int | None = None
    band: Mapping[str, Any] | None = None
    deadline_on: date | None = None
    days_left: int = 0
    pay_month: date | None = None
    place: int | None = None
    cap: int | None = None
    whole: bool = False
    reasons: Told = field(default_factory=list)
    no_second: Refused | None = None
    same_time: list[Claim] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        found = [Refused(reason, **values).message for reason, values in self.reasons]
        return [each.message for each in (self.no_terms, self.no_second) if each] + found


def preview(
    supporter: Supporter,
    typed: Mapping[str, Any],
    *,
    claim: Claim | None = None,
    actor: Any,
    now: datetime,
    today: date,
) -> Preview:
    """`typed` are the fields that could be read, by the names of rules.Entry; `claim` is the one being corrected."""
    shown = Preview()
    day, starts, ends = typed.get("support_on"), typed.get("starts"), typed.get("ends")
    if starts and ends:
        shown.minutes = minutes_between(starts, ends)
    if not day or not typed.get("programme"):
        return shown
    try:
        shown.terms = terms_on(typed["programme"], day)
    except Refused as refusal:
        shown.no_terms = refusal
        return shown
    filed_on = claim.filed_on if claim else today
    rules = shown.terms.rules
    shown.deadline_on = deadline_for(rules, day)
    shown.days_left = (shown.deadline_on - today).days
    shown.pay_month = pay_month_for(rules, filed_on)
    used = _count_places(shown, shown.terms, supporter, typed, claim, actor, now)
    if shown.minutes is not None:
        seconds = _seconds(shown, supporter, typed, actor, now)
        facts = ClaimFacts(supporter.number, seconds, day, shown.minutes, filed_on)
        _judge(shown, facts, rules, used)
        shown.same_time = _same_time(supporter, typed, shown.minutes, claim)
    return shown


def _seconds(
    shown: Preview, supporter: Supporter, typed: Mapping[str, Any], actor: Any, now: datetime
) -> tuple[str, ...]:
    number = typed.get("second")
    if not number:
        return ()
    try:
        look_up_second(supporter, number, actor=actor, now=now)
    except Refused as refusal:
        # What hinders is the day's limit, not whether there is such a member: nobody is asked about them.
        shown.no_second = refusal
        return ()
    return (number,)


def look_up_second(supporter: Supporter, number: str, *, actor: Any, now: datetime) -> None:
    """Count a Bansou ID that the supporter names for the first time. Raises Refused(IDS_USED)."""
    parts = Participation.objects.filter(claim__participations__supporter=supporter)
    if not parts.filter(supporter__number=number).exists():
        members.look_up_id(number, actor=actor, now=now)


def _judge(shown: Preview, claim: ClaimFacts, rules: Rules, used: int) -> None:
    facts = supporter_facts([claim.applicant, *claim.co_supporters])
    judged = assess(claim, rules, facts, used)
    shown.reasons = told(judged, claim, rules, facts)
    if judged.band:
        shown.amount_yen = judged.band.yen
        starts = judged.band.minutes_from
        shown.band = next(values for values in bands_told(rules) if values["minutes_from"] == starts)


def _count_places(
    shown: Preview,
    terms: Terms,
    supporter: Supporter,
    typed: Mapping[str, Any],
    claim: Claim | None,
    actor: Any,
    now: datetime,
) -> int:
    """Fill in the place of this claim; the used places that the rules may judge: none without a card code."""
    shown.cap = terms.rules.caps.claims_per_recipient
    if shown.cap is None:
        return 0
    if typed.get("visit"):
        return _count_of_visit(shown, terms, supporter, typed["visit"], claim, now)
    if typed.get("card"):
        return _count_all(shown, terms, typed["card"], claim, actor, now)
    if typed.get("name") and typed.get("birth_on"):
        recipient = recipients.recipient_of_identity(Identity(typed["name"], typed["birth_on"]), terms)
        # One query for known and unknown alike.
        mine = Claim.objects.filter(applicant=supporter, recipient=recipient, state__in=LIVE)
        shown.place = _without(mine, claim).count() + 1
    return 0


def _count_all(
    shown: Preview, terms: Terms, card: str, claim: Claim | None, actor: Any, now: datetime
) -> int:
    try:
        recipient = people.look_up_card(card, terms, actor=actor, now=now)
    except Refused:
        # After the day's look-ups the form still works; it just tells nothing more.
        return 0
    used = used_slots(recipient, without=claim)
    shown.place, shown.whole = used + 1, True
    return used


def _count_of_visit(
    shown: Preview, terms: Terms, supporter: Supporter, visit_id: UUID, claim: Claim | None, now: datetime
) -> int:
    """In one's own case the true count may be told, as with a card."""
    try:
        person = visit_to_claim(supporter, visit_id).case.person
    except Refused:
        return 0
    used = used_slots(recipients.recipient_of_person(person, terms), without=claim)
    shown.place, shown.whole = used + 1, True
    return used


def _same_time(
    supporter: Supporter, typed: Mapping[str, Any], minutes: int, claim: Claim | None
) -> list[Claim]:
    """The supporter's own live claims that share time with this one: often the same occasion, filed twice."""
    mine = span(typed["support_on"], typed["starts"], minutes)
    others = Claim.objects.filter(participations__supporter=supporter, support_on=typed["support_on"])
    live = _without(others.filter(state__in=LIVE), claim)
    return [each for each in live if overlap(mine, span(each.support_on, each.starts, each.minutes))]


def _without(claims: QuerySet[Claim], claim: Claim | None) -> QuerySet[Claim]:
    return claims.exclude(pk=claim.pk) if claim else claims
