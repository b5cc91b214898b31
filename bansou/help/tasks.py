"""Daily care of what visitors' sessions remember."""

from bansou.core import clock
from bansou.core.periodic import every
from bansou.help import actions


@every(hours=24)
def forget_old_sessions() -> None:
    actions.forget_old_sessions(now=clock.now())
