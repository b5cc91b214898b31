"""Mail of this room: that a case was opened in an emergency. It names the case by its number and nobody else."""

from datetime import datetime

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.cases.enums import Role
from bansou.cases.models import BreakGlass
from bansou.notices.actions import queue_mail


def tell_of_opening(opening: BreakGlass, *, now: datetime) -> None:
    """The case's lead and the secretariat hear of it, except who opened it and who must never see the case."""
    leads = User.objects.filter(
        memberships__case=opening.case_id, memberships__role=Role.LEAD, memberships__ended_at=None
    )
    office = User.objects.filter(roles__kind=RoleKind.SECRETARIAT)
    told = (leads | office).filter(is_active=True).exclude(pk=opening.user_id).distinct()
    told = told.exclude(conflicts__case=opening.case_id)
    for user in told:
        queue_mail(
            to=user.email,
            language=user.language,
            template="cases/mail/opened_in_emergency",
            context={"number": opening.case.number},
            now=now,
        )
