"""What every change of a referral does: lock it, and see that it still stands as the page showed."""

import uuid

from bansou.core.refusal import Refused
from bansou.referrals.enums import Reason, State
from bansou.referrals.models import Referral


def locked_referral(pk: uuid.UUID, *states: str) -> Referral:
    """The referral, locked, in one of the states. Raises Refused(WRONG_STATE)."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("case", "to_user", "sent_by")
    referral = rows.get(pk=pk)
    if referral.state not in states:
        raise Refused(Reason.WRONG_STATE, state=State(referral.state).label)
    return referral
