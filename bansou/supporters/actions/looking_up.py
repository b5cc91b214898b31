"""Asking for a member by their Bansou ID; the answer tells whether somebody has it."""

from datetime import datetime
from typing import Any

from bansou.audit import actions as audit
from bansou.core.refusal import Refused
from bansou.supporters import queries, rules
from bansou.supporters.enums import Reason
from bansou.supporters.models import Supporter


def look_up_id(number: str, *, actor: Any, now: datetime) -> None:
    """Count and log that somebody asks for a Bansou ID; the same one again that day counts once.

    Raises Refused(IDS_USED), for every new ID alike: else the refusal would tell which ones exist.
    """
    asked = queries.ids_asked_today(actor, now=now)
    if number in asked:
        return
    if len(asked) >= rules.IDS_A_DAY:
        raise Refused(Reason.IDS_USED, limit=rules.IDS_A_DAY)
    # An ID that nobody has is nobody's secret, and shows the auditor what was tried.
    found = Supporter.objects.filter(number=number).first() or Supporter(number=number)
    audit.record(actor, queries.LOOK_UP, found, now=now, fields=["number"], reason=number)
