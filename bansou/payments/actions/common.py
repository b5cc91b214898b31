"""What several actions share: the lock on a run, its history, and refusing by role."""

import uuid
from datetime import datetime
from typing import Any

from bansou.accounts.models import User
from bansou.audit import actions as audit
from bansou.core.refusal import Refused
from bansou.payments.enums import Refusal, RunState, Step
from bansou.payments.models import Event, Run, Transfer
from bansou.payments.rules import banks
from bansou.payments.rules.zengin import Payer


def require(allowed: bool) -> None:
    if not allowed:
        raise Refused(Refusal.NOT_ALLOWED)


def locked_run(run_id: uuid.UUID) -> Run:
    """The run, for this transaction alone. Every action on a run or its payments takes this lock first."""
    return Run.objects.select_for_update().get(pk=run_id)


def require_state(run: Run, *states: RunState) -> None:
    if run.state not in states:
        raise Refused(Refusal.STATE_CHANGED, number=run.number, state=RunState(run.state).label)


def note(
    run: Run,
    step: Step,
    actor: User | None,
    now: datetime,
    *,
    transfer: Transfer | None = None,
    reason: str = "",
) -> None:
    """A line in the run's history and an entry in the audit log."""
    Event.objects.create(run=run, transfer=transfer, step=step, at=now, by=actor)
    audit.record(actor, f"payments.{step.value}", transfer or run, now=now, reason=reason)


def payer_of(settings: dict[str, Any]) -> Payer:
    """The paying account as the file names it; bank and branch names come from the bank table."""
    given = settings["payer"]
    bank, branch = banks.file_names(given["bank_code"], given["branch_code"])
    return Payer(**given, bank_name=bank, branch_name=branch)
