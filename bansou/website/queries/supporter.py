"""The home of a supporter: what is missing, what came back, what is paid next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from bansou.accompaniment import permissions
from bansou.accompaniment.enums import State
from bansou.accompaniment.models import Claim, Draft, Participation
from bansou.accompaniment.queries.course import Standing, standings, waiting_confirmations
from bansou.accompaniment.queries.readiness import Readiness, readiness
from bansou.courses.enums import Questionnaire
from bansou.matching.models import Asked
from bansou.matching.permissions import asked_of
from bansou.matching.queries import board
from bansou.payments.enums import ON_ITS_WAY
from bansou.payments.models import Payable, Transfer
from bansou.payments.permissions import own_transfers
from bansou.payments.queries.plans import latest_accounts
from bansou.programmes.models import Terms
from bansou.supporters.models import Registration, Supporter
from bansou.supporters.queries import open_terms

LATEST = 3


@dataclass(frozen=True, slots=True)
class SupporterHome:
    """`terms`, `papers` and `ready` are None while no term is open. `owed_yen` waits for a run."""

    supporter: Supporter
    terms: Terms | None
    papers: Registration | None
    ready: Readiness | None
    missing: Sequence[str]
    account_refused: bool
    asked: Sequence[Participation]
    requests: Sequence[Asked]
    drafts: Sequence[Draft]
    returned: Sequence[Claim]
    latest: Sequence[tuple[Claim, Standing]]
    next_transfer: Transfer | None
    owed_yen: int


def supporter_home(user: Any, today: date) -> SupporterHome:
    supporter = user.supporter
    terms = next(iter(open_terms(today)), None)
    ready = readiness(supporter, terms, today=today) if terms else None
    account = latest_accounts([supporter.payee_id]).get(supporter.payee_id)
    own = permissions.own_claims(user).select_related("terms").newest_first()
    latest = list(own.select_related("applicant")[:LATEST])
    told = standings(latest, supporter) if latest else {}
    transfer = (
        own_transfers(user).filter(state__in=ON_ITS_WAY).select_related("run").order_by("run__pay_on").first()
    )
    return SupporterHome(
        supporter=supporter,
        terms=terms,
        papers=ready.papers if ready else None,
        ready=ready,
        missing=[str(Questionnaire(code).label) for code in (ready.missing if ready else ())],
        account_refused=account is not None and account.refused_at is not None,
        asked=waiting_confirmations(user),
        requests=board.waiting(asked_of(user)),
        drafts=Draft.objects.filter(supporter=supporter, claim=None).order_by("-updated_at"),
        returned=own.filter(state=State.RETURNED, applicant=supporter),
        latest=[(claim, told[claim.pk]) for claim in latest],
        next_transfer=transfer,
        owed_yen=_owed_yen(supporter),
    )


def _owed_yen(supporter: Supporter) -> int:
    waiting = Payable.objects.filter(payee=supporter.payee_id).exclude(lines__live=True)
    return waiting.aggregate(yen=Sum("amount_yen"))["yen"] or 0
