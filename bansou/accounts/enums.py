"""The roles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoleKind(TextChoices):
    SUPPORTER = "supporter", _("Supporter")
    COORDINATOR = "coordinator", _("Regional coordinator")
    SECRETARIAT = "secretariat", _("Secretariat")
    ACCOUNTANT = "accountant", _("Accountant")
    APPROVER = "approver", _("Approver")
    AUDITOR = "auditor", _("Auditor")


STAFF = frozenset(set(RoleKind) - {RoleKind.SUPPORTER})
