"""Raising the signs that a reviewer sees. They refuse nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from bansou.accompaniment.enums import LIVE, Sign
from bansou.accompaniment.models import Claim, Flag, Participation
from bansou.accompaniment.rules import overlap, span
from bansou.supporters.models import Supporter

SEEN_AGAIN = (Sign.TWO_PLACES, Sign.SAME_TEXT, Sign.NO_SLOT)


def forget_signs(claim: Claim) -> None:
    """A claim is about to be corrected: what was seen in its earlier form is looked for again."""
    claim.flags.filter(sign__in=SEEN_AGAIN, cleared_at=None).delete()


def raise_signs(claim: Claim, going: Iterable[Supporter], *, has_slots: bool, now: datetime) -> None:
    """Look for signs in a claim that was just filed or corrected; `going` went along."""
    flags = [
        Flag(claim=claim, sign=sign, other_id=other, raised_at=now) for sign, other in _found(claim, going)
    ]
    if not has_slots:
        flags.append(Flag(claim=claim, sign=Sign.NO_SLOT, raised_at=now))
    Flag.objects.bulk_create(flags, ignore_conflicts=True)


def raise_sign(claim: Claim, sign: Sign, *, now: datetime) -> None:
    Flag.objects.bulk_create([Flag(claim=claim, sign=sign, raised_at=now)], ignore_conflicts=True)


def _found(claim: Claim, going: Iterable[Supporter]) -> Iterator[tuple[Sign, UUID | None]]:
    mine = span(claim.support_on, claim.starts, claim.minutes)
    if timezone.make_naive(claim.filed_at) < mine[1]:
        yield Sign.FILED_EARLY, None
    for other, theirs in _elsewhere(claim, going):
        if overlap(mine, theirs):
            yield Sign.TWO_PLACES, other
    if claim.text_digest:
        same = Claim.objects.filter(text_digest=claim.text_digest).exclude(pk=claim.pk)
        others = same.order_by("filed_at").values_list("pk", flat=True)
        yield from ((Sign.SAME_TEXT, other) for other in others[:3])


def _elsewhere(claim: Claim, going: Iterable[Supporter]) -> list[tuple[UUID, tuple[datetime, datetime]]]:
    """Other live claims of these supporters, as applicant or second, on the days around: id and span."""
    day = timedelta(days=1)
    days_around = (claim.support_on - day, claim.support_on + day)
    parts = Participation.objects.filter(supporter__in=going, declined_at=None)
    # Asked for the state too, SQLite reads all live claims instead of these people's few.
    told = ("claim", "claim__state", "claim__support_on", "claim__starts", "claim__minutes")
    rows = parts.filter(claim__support_on__range=days_around).order_by("claim__filed_at").values_list(*told)
    spans = {pk: span(*times) for pk, state, *times in rows if state in LIVE and pk != claim.pk}
    return list(spans.items())
