"""What a supporter still needs, for filing and for being paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bansou.accompaniment.queries.judging import supporter_facts
from bansou.accompaniment.rules import is_eligible, missing_questionnaires
from bansou.programmes.models import Terms
from bansou.programmes.rules import Competence
from bansou.supporters.models import Registration, Supporter


@dataclass(frozen=True, slots=True)
class Readiness:
    """`missing` are questionnaires that support today would ask for; papers are needed for payment only."""

    asks_competence: bool
    eligible: bool
    missing: Sequence[str]
    asks_papers: bool
    papers: Registration | None
    memorandum_back: bool
    account_ready: bool


def readiness(supporter: Supporter, terms: Terms, *, today: date) -> Readiness:
    rules = terms.rules
    facts = supporter_facts([supporter.number]).get(supporter.number)
    registration = Registration.objects.filter(supporter=supporter, terms=terms).first()
    return Readiness(
        asks_competence=rules.requirements.competence != Competence.NONE,
        eligible=facts is not None and is_eligible(facts, rules, today, today),
        missing=missing_questionnaires(facts, rules, today, today) if facts else (),
        asks_papers=bool(rules.requirements.papers),
        papers=registration,
        memorandum_back=bool(registration and registration.memorandum_back_on),
        account_ready=bool(registration and registration.payable_on),
    )
