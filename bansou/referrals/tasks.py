"""What the worker does about referrals."""

from bansou.core import clock
from bansou.core.periodic import every
from bansou.referrals.actions import answering


@every(hours=1)
def return_silent() -> None:
    answering.return_silent(today=clock.today(), now=clock.now())
