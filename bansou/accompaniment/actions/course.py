"""What supporters do with a claim that is filed: withdraw it, confirm or decline that they went along."""

from datetime import datetime
from typing import Any

from django.db import transaction

from bansou.accompaniment import notifications
from bansou.accompaniment.actions.common import changed, going, locked_claim, move, parts_of, require_state
from bansou.accompaniment.actions.slots import fit_slots, free_slots
from bansou.accompaniment.enums import UNDECIDED, Refusal, State
from bansou.accompaniment.models import Claim, Participation
from bansou.audit import actions as audit
from bansou.core.refusal import Refused


@transaction.atomic
def withdraw(claim: Claim, *, actor: Any, now: datetime) -> None:
    """Take a claim back until it is decided; its place is free again. Withdrawing again changes nothing."""
    claim = locked_claim(claim.pk)
    if claim.state == State.WITHDRAWN:
        return
    require_state(claim, *UNDECIDED)
    free_slots(claim)
    move(claim, State.WITHDRAWN, by=actor, now=now)
    audit.record(actor, "claims.withdraw", claim, now=now)
    notifications.tell_all(claim, going(parts_of(claim)), "withdrawn", now=now)


@transaction.atomic
def answer_as_second(part: Participation, *, went: bool, actor: Any, now: datetime) -> None:
    """The second supporter says that they went along, or that they did not; the applicant is told.

    The same answer again changes nothing; another one is refused, since the claim may have been approved on it.
    Raises Refused(ANSWERED, CHANGED, DECIDED).
    """
    claim = locked_claim(part.claim_id)
    parts = parts_of(claim)
    named = [each for each in parts if each.pk == part.pk]
    if not named:
        # A correction names somebody else now.
        raise changed(claim)
    [part] = named
    if part.answered:
        if bool(part.confirmed_at) != went:
            raise Refused(Refusal.ANSWERED)
        return
    require_state(claim, *UNDECIDED)
    if went:
        part.confirmed_at = now
    else:
        part.declined_at = now
    part.save(update_fields=["confirmed_at", "declined_at"])
    if not went and claim.slots.exists():
        fit_slots(claim, claim.recipient, len(going(parts)))
    claim.version += 1
    claim.save(update_fields=["version"])
    verb = "second_confirmed" if went else "second_declined"
    audit.record(actor, f"claims.{verb}", claim, now=now)
    notifications.tell_all(claim, going(parts)[:1], verb, now=now)
