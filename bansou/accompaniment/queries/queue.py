"""The staff's queue: filters, search by exact code, and what its rows show."""

import re
import uuid
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from bansou.accompaniment.enums import OPEN, State
from bansou.accompaniment.models import Claim, Flag, Participation
from bansou.core.checkchars import normalise, read_bansou_id, read_card_code
from bansou.core.paging import beyond
from bansou.people.models import Recipient

ORDER = ("filed_at", "id")
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


def row(claims: QuerySet[Claim], pk: uuid.UUID) -> Claim:
    """One claim as the queue shows it. Raises Claim.DoesNotExist."""
    return with_row_data(claims).get(pk=pk)


def next_to_review(claims: QuerySet[Claim], claim: Claim) -> Claim | None:
    """The next older received claim, or the newest one when there is none older."""
    waiting = claims.filter(state=State.SUBMITTED).exclude(pk=claim.pk).order_by("-filed_at", "-id")
    older = waiting.filter(beyond(ORDER, (claim.filed_at, claim.pk))).first()
    return older or waiting.first()


def with_row_data(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Claims with what a row of the queue shows: applicant, `open_flags`, and the second as `seconds`."""
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
        holders = Recipient.objects.filter(person__cards=card)
        return Q(recipient__in=holders.values(heir=Coalesce("merged_into", "pk")))
    return Q(pk=None)
