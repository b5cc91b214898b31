"""Chains new entries every minute."""

from bansou.audit import actions
from bansou.core.periodic import every


@every(minutes=1)
def seal_entries() -> None:
    while actions.seal_entries() == actions.SEALED_AT_ONCE:
        pass
