"""Who may see and do what with payments; the rows a payee sees are their own."""

from django.db.models import QuerySet

from bansou.accounts.enums import RoleKind
from bansou.accounts.models import User
from bansou.accounts.permissions import has_role
from bansou.payments.enums import UNDER_WAY, RunState
from bansou.payments.models import Payee, Run, Transfer

READERS = (RoleKind.SECRETARIAT, RoleKind.ACCOUNTANT, RoleKind.APPROVER, RoleKind.AUDITOR)
# The secretariat receives the paper notices, so it enters accounts too.
ENTERERS = (RoleKind.SECRETARIAT, RoleKind.ACCOUNTANT)
DRAFTERS = (RoleKind.ACCOUNTANT,)
APPROVERS = (RoleKind.APPROVER,)
EXPORTERS = (RoleKind.ACCOUNTANT, RoleKind.APPROVER)


def can_enter_accounts(user: User) -> bool:
    return has_role(user, *ENTERERS)


def can_draft(user: User) -> bool:
    return has_role(user, *DRAFTERS)


def can_approve(user: User) -> bool:
    return has_role(user, *APPROVERS)


def can_export(user: User) -> bool:
    return has_role(user, *EXPORTERS)


def can_stop(user: User, run: Run) -> bool:
    """Draft anew, discard, or note that the bank refused the file; an approver may still discard what they approved."""
    if run.state == RunState.APPROVED and can_approve(user):
        return True
    return run.state in UNDER_WAY and can_draft(user)


def is_payee(user: User, payee: Payee) -> bool:
    """Whether the two are one person: by the sign-in, or by the mail address of a second sign-in."""
    return payee.user_id == user.pk or payee.mail.lower() == user.email.lower()


def own_payees(user: User) -> QuerySet[Payee]:
    return Payee.objects.filter(user=user)


def own_transfers(user: User) -> QuerySet[Transfer]:
    """What the payee may see of runs: from the approval on."""
    return Transfer.objects.filter(payee__user=user).exclude(run__state__in=("draft", "discarded"))
