"""What the worker does for this room again and again."""

from datetime import timedelta

from bansou.core import clock
from bansou.core.periodic import every
from bansou.matching.actions import asking, diary

KEPT = timedelta(days=90)


@every(minutes=5)
def expire_asks() -> None:
    asking.expire(now=clock.now())


@every(days=1)
def prune_quarters() -> None:
    diary.prune_quarters(before=clock.now() - KEPT)
