"""Background work about claims. Arguments are ids."""

from django_tasks import task

from bansou.accompaniment.actions import drafts, matches
from bansou.accompaniment.models import Claim
from bansou.core import clock
from bansou.core.periodic import every


@task()
def look_for_matches(claim_id: str) -> None:
    claim = Claim.objects.select_related("recipient__terms").filter(pk=claim_id).first()
    if claim:
        matches.look_for_matches(claim, now=clock.now())


@every(hours=24)
def prune_drafts() -> None:
    drafts.prune_drafts(now=clock.now())
