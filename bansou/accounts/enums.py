"""The roles, and why a change of them is refused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoleKind(TextChoices):
    SUPPORTER = "supporter", _("Supporter")
    COORDINATOR = "coordinator", _("Regional coordinator")
    SECRETARIAT = "secretariat", _("Secretariat")
    ACCOUNTANT = "accountant", _("Accountant")
    APPROVER = "approver", _("Approver")
    AUDITOR = "auditor", _("Auditor")
    SPECIALIST = "specialist", _("Specialist")


STAFF = frozenset(set(RoleKind) - {RoleKind.SUPPORTER})


class NoChange(TextChoices):
    OWN = "own", _("Nobody changes their own roles. Ask somebody else of the secretariat.")
    ALREADY = "already", _("This person has that role already.")
