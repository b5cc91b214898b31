"""Daily care of cases: what is due is erased, and no open case loses its key."""

from bansou.cases.actions import closing
from bansou.core import clock
from bansou.core.periodic import every


@every(hours=24)
def erase_due() -> None:
    closing.erase_due(now=clock.now(), today=clock.today())


@every(hours=24)
def renew_keys() -> None:
    closing.renew_keys(today=clock.today())
