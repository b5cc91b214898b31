"""States, kinds and reasons of the payments room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Residency(TextChoices):
    RESIDENT = "resident", _("Resident")
    NON_RESIDENT = "non_resident", _("Non-resident")
    UNKNOWN = "unknown", _("Not known yet")


class RunState(TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    EXPORTED = "exported", _("Bank file written")
    ACCEPTED = "accepted", _("Accepted by the bank")
    PAID = "paid", _("Paid")
    REJECTED = "rejected", _("Refused by the bank")
    DISCARDED = "discarded", _("Discarded")


class TransferState(TextChoices):
    PLANNED = "planned", _("Planned")
    EXPORTED = "exported", _("In the bank file")
    ACCEPTED = "accepted", _("Accepted by the bank")
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Returned by the bank")
    REJECTED = "rejected", _("Refused by the bank")


class ReturnReason(TextChoices):
    NO_ACCOUNT = "no_account", _("No such account")
    CLOSED = "closed", _("Account closed")
    NAME = "name", _("Name does not match")
    BRANCH = "branch", _("Branch merged")
    OTHER = "other", _("Other")


class LeftOut(TextChoices):
    """Why a payable is not in a run."""

    PAPERS = "papers", _("Papers of this term are missing")
    NO_ACCOUNT = "no_account", _("No account yet")
    ACCOUNT_WAITING = "account_waiting", _("A changed account is held for 48 hours")
    ACCOUNT_REFUSED = "account_refused", _("The bank refused the account")
    BRANCH_GONE = "branch_gone", _("The bank branch no longer exists")
    TAX_UNDECIDED = "tax_undecided", _("The tax class is undecided")
    RESIDENCY_UNKNOWN = "residency_unknown", _("Residency is not known")
