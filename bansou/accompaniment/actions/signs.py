"""Raising the signs that a reviewer sees. They refuse nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from bansou.accompaniment.enums import LIVE, Sign
from bansou.accompaniment.models import Claim, Flag, Participation
from bansou.accompaniment.rules import overlap, span

SEEN_AGAIN = (Sign.TWO_PLACES, Sign.SAME_TEXT, Sign.NO_SLOT)


def raise_signs(claim: Claim, *, has_slots: bool, now: datetime) -> None:
    """Look for signs in a claim that was just filed or corrected; those of its earlier form go."""
    claim.flags.filter(sign__in=SEEN_AGAIN, cleared_at=None).delete()
    flags = [Flag(claim=claim, sign=sign, other=other, raised_at=now) for sign, other in _found(claim, now)]
    if not has_slots:
        flags.append(Flag(claim=claim, sign=Sign.NO_SLOT, raised_at=now))
    Flag.objects.bulk_create(flags, ignore_conflicts=True)


def raise_sign(claim: Claim, sign: Sign, *, now: datetime) -> None:
    Flag.objects.bulk_create([Flag(claim=claim, sign=sign, raised_at=now)], ignore_conflicts=True)


def _found(claim: Claim, now: datetime) -> Iterator[tuple[Sign, Claim | None]]:
    mine = span(claim.support_on, claim.starts, claim.minutes)
    if timezone.make_naive(claim.filed_at) < mine[1]:
        yield Sign.FILED_EARLY, None
    for other in _elsewhere(claim):
        if overlap(mine, span(other.support_on, other.starts, other.minutes)):
            yield Sign.TWO_PLACES, other
    if claim.text_digest:
        same = Claim.objects.filter(text_digest=claim.text_digest).exclude(pk=claim.pk)
        yield from ((Sign.SAME_TEXT, other) for other in same.order_by("filed_at")[:3])


def _elsewhere(claim: Claim) -> list[Claim]:
    """Other live claims of the same supporters, as applicant or second, on the days around."""
    going = claim.participations.filter(declined_at=None).values("supporter")
    day = timedelta(days=1)
    days_around = (claim.support_on - day, claim.support_on + day)
    parts = Participation.objects.filter(supporter__in=going, declined_at=None).exclude(claim=claim)
    parts = (
        parts.filter(claim__support_on__range=days_around).select_related("claim").order_by("claim__filed_at")
    )
    # Asked for the state too, SQLite reads all live claims instead of these people's few.
    others = {part.claim_id: part.claim for part in parts}
    return [other for other in others.values() if other.state in LIVE]
