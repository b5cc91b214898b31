"""The home of coordinators and the secretariat: today's work, and the year in two pictures."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language

from bansou.accompaniment import permissions
from bansou.accompaniment.enums import UNDECIDED, State
from bansou.accompaniment.models import Claim, Flag
from bansou.accompaniment.queries.figures import claims_by_month, claims_by_prefecture
from bansou.accounts.permissions import coordinated_prefectures, has_role, regions
from bansou.core import charts
from bansou.core.months import add_months, month_end
from bansou.core.municipalities import REGION_NAMES, prefecture_name
from bansou.core.templatetags.bansou import short_month
from bansou.notices.models import Mail
from bansou.programmes.rules import pay_month_for
from bansou.supporters.permissions import visible_registrations, visible_supporters
from bansou.supporters.queries import accounts_to_confirm, open_terms, papers_to_send
from bansou.website.queries.months import payment_totals


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and since when the oldest."""

    count: int
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeskHome:
    """What waits at a desk; the office's own queues are None for a coordinator."""

    regions: list[str | Promise]
    to_review: Queue
    sent_back: Queue
    signs: int
    hints: Queue
    notes: Queue
    experience: int
    papers: Queue | None
    accounts: Queue | None
    mails: Queue | None
    closes_on: date | None
    paid_in: date | None
    months: charts.BarChart
    map: charts.TileMap
    since: date
    totals: charts.BarChart | None


def desk_home(user: Any, today: date) -> DeskHome:
    claims = permissions.visible_claims(user)
    queues = _claim_queues(claims)
    office = has_role(user, "secretariat")
    terms = next(iter(open_terms(today)), None)
    since = add_months(today.replace(day=1), -11)
    unconfirmed = (
        visible_supporters(user).active().filter(previous_experience=True, experience_confirmed_on=None)
    )
    return DeskHome(
        regions=[] if office else [REGION_NAMES[code] for code in sorted(regions(user))],
        to_review=queues[State.SUBMITTED],
        sent_back=queues[State.RETURNED],
        signs=_open_signs(claims),
        hints=_queue(permissions.visible_hints(user).filter(decision=""), "created_at"),
        notes=_queue(permissions.visible_notes(user).filter(answered_at=None), "written_at"),
        experience=unconfirmed.count(),
        papers=_papers(user, terms) if office else None,
        accounts=_accounts(user) if office else None,
        mails=_queue(Mail.objects.in_trouble(), "created_at") if office else None,
        closes_on=month_end(today) if terms else None,
        paid_in=pay_month_for(terms.rules, today) if terms else None,
        months=charts.bars(
            [(short_month(day), count) for day, count in claims_by_month(claims, until=today)]
        ),
        map=_map(user, claims, since, today),
        since=since,
        totals=payment_totals(today) if office else None,
    )


def _claim_queues(claims: QuerySet[Claim]) -> dict[str, Queue]:
    rows = claims.filter(state__in=UNDECIDED).order_by().values_list("state")
    found = {state: Queue(count, at) for state, count, at in rows.annotate(Count("pk"), Min("filed_at"))}
    return {state: found.get(state, Queue(0)) for state in UNDECIDED}


def _open_signs(claims: QuerySet[Claim]) -> int:
    """Claims still to be decided that carry a sign."""
    signed = Flag.objects.filter(cleared_at=None, claim__in=claims.filter(state=State.SUBMITTED))
    return signed.aggregate(count=Count("claim", distinct=True))["count"]


def _queue(rows: QuerySet, field: str) -> Queue:
    found = rows.order_by().aggregate(count=Count("pk", distinct=True), oldest=Min(field))
    return Queue(found["count"], found["oldest"])


def _papers(user: Any, terms: Any) -> Queue:
    return Queue(papers_to_send(visible_registrations(user), terms).count()) if terms else Queue(0)


def _accounts(user: Any) -> Queue:
    return Queue(accounts_to_confirm(visible_registrations(user)).count())


def _map(user: Any, claims: QuerySet[Claim], since: date, until: date) -> charts.TileMap:
    """All prefectures, or those of a coordinator's regions: the others are nobody's business there."""
    values: dict[str, int | None] = dict(claims_by_prefecture(claims, since=since, until=until))
    if not has_role(user, *permissions.SEES_ALL):
        mine = coordinated_prefectures(user)
        values = {code: value if code in mine else None for code, value in values.items()}
    names = {code: prefecture_name(code, get_language() or "en") for code in values}
    return charts.tile_map(names, values)
