"""What the worker does for mail."""

from bansou.core import clock
from bansou.core.periodic import every
from bansou.notices import actions


@every(seconds=1)
def send_mail() -> None:
    while actions.send_due(now=clock.now()) == actions.AT_ONCE:
        pass


@every(hours=1)
def send_anchor() -> None:
    actions.send_anchor(now=clock.now())


@every(hours=24)
def prune_mail() -> None:
    actions.prune(now=clock.now())
