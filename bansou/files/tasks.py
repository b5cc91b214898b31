"""Daily care of the folder of files."""

from bansou.core import clock
from bansou.core.periodic import every
from bansou.files import actions


@every(hours=24)
def sweep_orphans() -> None:
    actions.sweep_orphans(now=clock.now())
