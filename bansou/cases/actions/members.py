"""Who works on a case: adding, renewing, ending, and naming those who must never see it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from bansou.audit import actions as audit
from bansou.cases import permissions
from bansou.cases.actions.common import locked_case, open_case_row
from bansou.cases.enums import Reason, Role
from bansou.cases.models import Case, CaseMember, Conflict
from bansou.cases.signals import member_left
from bansou.core.refusal import Refused

# Interpreters and specialists come for one thing; who is still needed is renewed.
SHORT_TERM = timedelta(days=14)
SHORT_ROLES = (Role.INTERPRETER, Role.SPECIALIST)


@transaction.atomic
def add_member(
    case: Case, user: Any, role: str, *, actor: Any, now: datetime, until: datetime | None = None
) -> CaseMember:
    """Put somebody on a case. A new lead takes over from the old one, who stays on as a supporter of the case.

    Raises Refused(CLOSED, CONFLICT, MEMBER, NOT_FOR_CASES, UNREADABLE).
    """
    case = open_case_row(case.pk)
    if Conflict.objects.filter(case=case, user=user).exists():
        raise Refused(Reason.CONFLICT, name=user.name)
    if not permissions.can_be(user, role):
        raise Refused(Reason.NOT_FOR_CASES, name=user.name)
    live = permissions.live_members(now=now).filter(case=case)
    if live.filter(user=user).exclude(role=Role.WORKER if role == Role.LEAD else "").exists():
        raise Refused(Reason.MEMBER, name=user.name)
    if role == Role.LEAD:
        _step_down(case, actor, now)
    # Ends what has run out or is taken over by the new role.
    _end(CaseMember.objects.filter(case=case, user=user), actor, now)
    return _add(case, user, role, actor, now, until)


@transaction.atomic
def renew_member(member: CaseMember, *, actor: Any, now: datetime) -> CaseMember:
    """Two more weeks from now. Raises Refused(CLOSED, UNREADABLE)."""
    open_case_row(member.case_id)
    if member.expires_at and member.ended_at is None:
        member.expires_at = now + SHORT_TERM
        member.save(update_fields=["expires_at"])
        audit.record(actor, "cases.member_renewed", member.case, now=now, fields=[member.role])
    return member


@transaction.atomic
def end_member(member: CaseMember, *, actor: Any, now: datetime) -> None:
    """Take somebody off a case; from the next page on it does not exist for them.

    Raises Refused(LAST_LEAD, UNREADABLE).
    """
    case = locked_case(member.case_id)
    member.refresh_from_db()
    if member.ended_at:
        return
    if member.role == Role.LEAD:
        raise Refused(Reason.LAST_LEAD)
    _end(CaseMember.objects.filter(pk=member.pk), actor, now)
    audit.record(actor, "cases.member_ended", case, now=now, fields=[member.role])
    member_left.send(sender=Case, case=case, user=member.user, actor=actor, now=now)


@transaction.atomic
def bar(case: Case, user: Any, *, actor: Any, now: datetime) -> Conflict:
    """Note that somebody must never see this case, and take them off it. Raises Refused(LAST_LEAD, UNREADABLE)."""
    case = locked_case(case.pk)
    mine = CaseMember.objects.filter(case=case, user=user, ended_at=None)
    if mine.filter(role=Role.LEAD).exists():
        raise Refused(Reason.LAST_LEAD)
    conflict, _new = Conflict.objects.get_or_create(
        case=case, user=user, defaults={"noted_at": now, "noted_by": actor}
    )
    _end(mine, actor, now)
    audit.record(actor, "cases.conflict", case, now=now)
    member_left.send(sender=Case, case=case, user=user, actor=actor, now=now)
    return conflict


@transaction.atomic
def unbar(conflict: Conflict, *, actor: Any, now: datetime) -> None:
    """The mark was a mistake. Raises Refused(UNREADABLE)."""
    case = locked_case(conflict.case_id)
    conflict.delete()
    audit.record(actor, "cases.conflict_ended", case, now=now)


def _step_down(case: Case, actor: Any, now: datetime) -> None:
    leads = CaseMember.objects.filter(case=case, role=Role.LEAD, ended_at=None).select_related("user")
    for lead in list(leads):
        _end(CaseMember.objects.filter(pk=lead.pk), actor, now)
        _add(case, lead.user, Role.WORKER, actor, now, None)


def _add(case: Case, user: Any, role: str, actor: Any, now: datetime, until: datetime | None) -> CaseMember:
    if until is None and role in SHORT_ROLES:
        until = now + SHORT_TERM
    member = CaseMember.objects.create(
        case=case, user=user, role=role, granted_at=now, granted_by=actor, expires_at=until
    )
    audit.record(actor, "cases.member", case, now=now, fields=[role])
    return member


def _end(members: Any, actor: Any, now: datetime) -> None:
    members.filter(ended_at=None).update(ended_at=now, ended_by=actor)
