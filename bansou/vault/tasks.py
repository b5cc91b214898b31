"""Daily care of the vault."""

from bansou.core import clock
from bansou.core.periodic import every
from bansou.vault import actions


@every(hours=24)
def sweep_orphans() -> None:
    actions.sweep_orphans(now=clock.now())


@every(hours=1)
def prune_openings() -> None:
    actions.prune_openings(now=clock.now())
