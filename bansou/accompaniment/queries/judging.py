"""What the rules must know about supporters, and a judgement told as refusals with their values."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bansou.accompaniment.enums import Refusal
from bansou.accompaniment.models import Slot
from bansou.accompaniment.rules import Assessment, ClaimFacts, SupporterFacts, missing_questionnaires
from bansou.people.models import Recipient
from bansou.programmes.models import Programme, Terms
from bansou.programmes.rules import Terms as Rules
from bansou.programmes.rules import deadline_for
from bansou.supporters.models import Supporter

Told = list[tuple[Refusal, Mapping[str, Any]]]


def supporter_facts(numbers: Iterable[str]) -> dict[str, SupporterFacts]:
    """Facts by Bansou ID of everyone with one of these numbers who has not left the network."""
    there = Supporter.objects.filter(number__in=set(numbers), left_on=None)
    told = ("number", "registered_on", "experience_confirmed_on")
    rows = there.values_list(*told, "completions__questionnaire", "completions__completed_on")
    days: dict[str, tuple[date, date | None]] = {}
    completed: dict[str, dict[str, date]] = {}
    for number, registered_on, experience_on, code, day in rows:
        days[number] = (registered_on, experience_on)
        completed.setdefault(number, {}).update({code: day} if code else {})
    return {number: SupporterFacts(*days[number], completed[number]) for number in days}


def used_slots(recipient: Recipient | None, *, without: Any = None) -> int:
    """Places of the recipient's cap that are taken, except those of one claim."""
    return Slot.objects.filter(recipient=recipient).exclude(claim=without).count() if recipient else 0


def told(judged: Assessment, claim: ClaimFacts, rules: Rules, facts: Mapping[str, SupporterFacts]) -> Told:
    """The reasons of a refused claim with the values that their words name."""
    applicant = facts.get(claim.applicant)
    missing = applicant and missing_questionnaires(applicant, rules, claim.support_on, claim.filed_on)
    values = {
        "support_on": claim.support_on,
        "support_from": rules.support_from,
        "support_to": rules.support_to,
        "deadline_on": judged.deadline_on,
        "minutes": claim.minutes,
        "min_minutes": rules.min_minutes,
        "missing": ", ".join(missing or ()),
        "second": ", ".join(claim.co_supporters),
        "supporters_per_claim": rules.caps.supporters_per_claim,
        "cap": rules.caps.claims_per_recipient,
    }
    return [(Refusal(reason.value), values) for reason in judged.reasons]


def open_programmes(today: date) -> list[Programme]:
    """Programmes for which support can still be filed, the latest first; if there is none, the latest one."""
    found: dict[str, Programme] = {}
    ended: list[Programme] = []
    for terms in Terms.objects.published().select_related("programme").order_by("-support_from"):
        if deadline_for(terms.rules, terms.support_to) >= today:
            found.setdefault(terms.programme_id, terms.programme)
        else:
            ended.append(terms.programme)
    return list(found.values()) or ended[:1]


def terms_to_show(programme: str, today: date) -> Terms | None:
    """The terms whose rules head the form: those of today, else the ones that started last."""
    published = Terms.objects.published().filter(programme=programme, support_from__lte=today)
    return published.order_by("-support_from").first()
