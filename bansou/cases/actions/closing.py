"""Closing a case, opening it again, and erasing it."""

from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils import timezone

from bansou.audit import actions as audit
from bansou.cases.actions.common import locked_case, open_case_row
from bansou.cases.actions.entries import write_entry
from bansou.cases.enums import EntryKind, Reason, State
from bansou.cases.models import Case, CaseMember, Consent, Residence
from bansou.cases.rules import opening
from bansou.cases.signals import case_closed, case_erased
from bansou.core.refusal import Refused
from bansou.files.actions import erase_files
from bansou.people.actions import forget_contact
from bansou.vault import actions as vault


@transaction.atomic
def close(case: Case, *, outcome: str, reason: str, actor: Any, now: datetime) -> Case:
    """End the case with what came of it; from now on its days are counted until it is erased.

    Raises Refused(CLOSED, UNREADABLE).
    """
    case = open_case_row(case.pk)
    case.state, case.outcome, case.closed_at = State.CLOSED, outcome, now
    case.erase_on = opening.erase_on(timezone.localtime(now).date())
    case.version += 1
    case.save()
    vault.keep_until(case.pk, erase_on=case.erase_on)
    vault.keep_at_least(case.person_id, erase_on=case.erase_on)
    write_entry(case, EntryKind.CLOSED, reason, actor=actor, now=now)
    case_closed.send(sender=Case, case=case, now=now)
    audit.record(actor, "cases.close", case, now=now, fields=[outcome])
    return case


@transaction.atomic
def reopen(case: Case, *, reason: str, actor: Any, now: datetime) -> Case:
    """Go on with a closed case. Raises Refused(OPEN, UNREADABLE)."""
    case = locked_case(case.pk)
    if case.is_open:
        raise Refused(Reason.OPEN)
    case.state, case.outcome, case.closed_at, case.erase_on = State.OPEN, "", None, None
    case.version += 1
    case.save()
    vault.keep_at_least(case.pk, case.person_id, erase_on=opening.key_until(timezone.localtime(now).date()))
    write_entry(case, EntryKind.REOPENED, reason, actor=actor, now=now)
    audit.record(actor, "cases.reopen", case, now=now)
    return case


@transaction.atomic
def erase(case: Case, *, actor: Any, now: datetime) -> None:
    """Make the case unreadable for ever; what remains counts it and names nobody. `actor` is None for the clock.

    The key goes last: what fails before leaves everything as it was. Raises Refused(UNREADABLE).
    """
    case = locked_case(case.pk)
    _blank(case, actor, now)
    answers = case_erased.send(sender=Case, case=case, now=now)
    audit.record(actor, "cases.erase", case, now=now)
    living = Case.objects.filter(person=case.person_id).exclude(state=State.ERASED)
    if not living.exists() and not any(needed for _receiver, needed in answers):
        forget_contact(case.person_id)
    vault.erase(case.pk)


def _blank(case: Case, actor: Any, now: datetime) -> None:
    case.state, case.sealed_facts, case.erase_on = State.ERASED, b"", None
    case.closed_at = case.closed_at or now
    case.save()
    case.entries.update(sealed_text=b"")
    case.openings.update(sealed_reason=b"")
    Consent.objects.filter(case=case).update(sealed_extent=b"", proof=None)
    for rows in (case.household, case.tasks, case.languages, case.topics, case.conflicts):
        rows.all().delete()
    Residence.objects.filter(case=case).delete()
    CaseMember.objects.filter(case=case, ended_at=None).update(ended_at=now, ended_by=actor)
    erase_files(case.pk)


def erase_due(*, now: datetime, today: date) -> None:
    """Erase the closed cases whose last day has passed."""
    for case in Case.objects.filter(state=State.CLOSED, erase_on__lt=today).order_by("erase_on", "pk"):
        erase(case, actor=None, now=now)


def renew_keys(*, today: date) -> None:
    """Give the keys of open cases and their people another while, long before their quarter ends."""
    until = opening.key_until(today)
    open_cases = Case.objects.filter(state=State.OPEN).values_list("pk", "person_id")
    vault.keep_at_least(*chain.from_iterable(open_cases), erase_on=until)
