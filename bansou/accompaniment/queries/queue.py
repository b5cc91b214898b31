"""The staff's queue: filters, search by exact code, and pages by key, so that the last is as fast as the first."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from bansou.accompaniment.enums import OPEN, State
from bansou.accompaniment.models import Claim, Flag, Participation
from bansou.core.checkchars import normalise, read_bansou_id, read_card_code

PAGE = 50
NUMBER = re.compile(r"C(\d{2})(\d{6})")
# What a row of the queue shows; the sealed text is for the page of one claim.
SHOWN = (
    "id", "number", "state", "version", "filed_on", "filed_at", "support_on", "minutes", "place", "prefecture",
    "amount_yen", "coordinator_ok_on", "applicant__number", "applicant__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is narrowed to; empty means all."""

    state: str = ""
    region: str = ""
    sign: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows newest first, with the keys of the pages around them."""

    rows: list[Claim]
    next: str
    previous: str


def narrowed(claims: QuerySet[Claim], filters: Filters, *, with_state: bool = True) -> QuerySet[Claim]:
    if filters.text:
        claims = claims.filter(_named(filters.text))
    if filters.region:
        claims = claims.filter(region=filters.region)
    if filters.sign:
        claims = claims.filter(pk__in=Flag.objects.filter(sign=filters.sign, cleared_at=None).values("claim"))
    if with_state and filters.state:
        claims = claims.filter(state=filters.state)
    return claims


def open_counts(claims: QuerySet[Claim], filters: Filters) -> dict[str, int]:
    """How many claims the filters leave in each state that waits for something; settled ones only grow."""
    waiting = narrowed(claims, filters, with_state=False).filter(state__in=OPEN)
    rows = waiting.order_by().values_list("state").annotate(count=Count("*"))
    none: dict[str, int] = dict.fromkeys(OPEN, 0)
    return none | dict(rows)


def page(claims: QuerySet[Claim], *, after: str = "", before: str = "", last: bool = False) -> Page:
    """One page of claims. A key that cannot be read gives the first page."""
    backward = last or (bool(before) and not after)
    key = _read_key(after or before)
    if key:
        claims = claims.filter(_beyond(*key, backward=backward))
    order = ("filed_at", "id") if backward else ("-filed_at", "-id")
    rows = list(_with_row_data(claims.order_by(*order))[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backward:
        rows.reverse()
    if not rows:
        return Page([], "", "")
    older = bool(key) and not last if backward else more
    newer = more if backward else bool(key)
    return Page(rows, _key(rows[-1]) if older else "", _key(rows[0]) if newer else "")


def row(claims: QuerySet[Claim], pk: uuid.UUID) -> Claim:
    """One claim as the queue shows it. Raises Claim.DoesNotExist."""
    return _with_row_data(claims).get(pk=pk)


def next_to_review(claims: QuerySet[Claim], claim: Claim) -> Claim | None:
    """The next older received claim, or the newest one when there is none older."""
    waiting = claims.filter(state=State.SUBMITTED).exclude(pk=claim.pk).order_by("-filed_at", "-id")
    older = waiting.filter(_beyond(claim.filed_at, claim.pk, backward=False)).first()
    return older or waiting.first()


def _with_row_data(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    flags = Flag.objects.filter(cleared_at=None).order_by("sign", "pk")
    parts = Participation.objects.filter(position=2).select_related("supporter")
    parts = parts.only("claim_id", "confirmed_at", "declined_at", "supporter__number")
    return (
        claims.select_related("applicant")
        .only(*SHOWN)
        .prefetch_related(
            Prefetch("flags", queryset=flags, to_attr="open_flags"),
            Prefetch("participations", queryset=parts, to_attr="seconds"),
        )
    )


def _named(text: str) -> Q:
    """Claims with exactly this claim number, Bansou ID (applicant or second) or card code; nothing else finds any."""
    plain = normalise(text)
    number = NUMBER.fullmatch(plain)
    if number:
        return Q(number=f"C-{number[1]}-{number[2]}")
    bansou_id, card = read_bansou_id(text), read_card_code(text)
    if bansou_id:
        parts = Participation.objects.filter(supporter__number=bansou_id).values("claim")
        return Q(pk__in=parts)
    if card:
        return Q(recipient__person__cards=card)
    return Q(pk=None)


def _beyond(filed_at: datetime, pk: Any, *, backward: bool) -> Q:
    # The first condition lets the database start at the right place of the index.
    if backward:
        return Q(filed_at__gte=filed_at) & (Q(filed_at__gt=filed_at) | Q(pk__gt=pk))
    return Q(filed_at__lte=filed_at) & (Q(filed_at__lt=filed_at) | Q(pk__lt=pk))


def _key(claim: Claim) -> str:
    # "Z", because a plus sign would be a blank in an address.
    return f"{claim.filed_at.isoformat().replace('+00:00', 'Z')}~{claim.pk}"


def _read_key(text: str) -> tuple[datetime, uuid.UUID] | None:
    filed_at, _, pk = text.partition("~")
    try:
        return datetime.fromisoformat(filed_at), uuid.UUID(pk)
    except ValueError:
        return None
