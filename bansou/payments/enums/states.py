"""What payees, payments and runs can be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PaymentKind(TextChoices):
    """What is paid for; each kind has its own tax decision."""

    ACCOMPANIMENT = "accompaniment", _("Accompanying support")


class PayeeKind(TextChoices):
    INDIVIDUAL = "individual", _("Individual")
    CORPORATION = "corporation", _("Corporation")


class Residency(TextChoices):
    """Domicile in Japan, or one year of residence; the visa category does not decide."""

    RESIDENT = "resident", _("Resident")
    NON_RESIDENT = "non_resident", _("Non-resident")
    UNKNOWN = "unknown", _("Not known yet")


class AccountType(TextChoices):
    ORDINARY = "1", pgettext_lazy("account", "Ordinary")
    CURRENT = "2", pgettext_lazy("account", "Current")
    SAVINGS = "4", pgettext_lazy("account", "Savings")
    OTHER = "9", pgettext_lazy("account", "Other kind")


class TaxClass(TextChoices):
    UNDECIDED = "undecided", _("Undecided: nothing is paid")
    NONE = "none", _("No tax withheld")
    FEE_204 = "fee_204", _("Fee under Article 204: tax withheld at source")
    SALARY_OUTSIDE = "salary_outside", _("Wages: tax computed outside Bansou")


class RunState(TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    EXPORTED = "exported", _("Bank file written")
    ACCEPTED = "accepted", _("Accepted by the bank")
    PAID = "paid", _("Paid")
    REJECTED = "rejected", _("Refused by the bank")
    DISCARDED = "discarded", _("Discarded")


# Runs in which somebody still has something to do.
UNDER_WAY = (RunState.DRAFT, RunState.APPROVED, RunState.EXPORTED, RunState.ACCEPTED)


class TransferState(TextChoices):
    PLANNED = "planned", _("Planned")
    EXPORTED = "exported", _("In the bank file")
    ACCEPTED = "accepted", _("Accepted by the bank")
    PAID = "paid", _("Paid")
    RETURNED = "returned", _("Returned by the bank")
    REJECTED = "rejected", _("Refused by the bank")


# Transfers that neither arrived nor failed yet.
ON_ITS_WAY = (TransferState.PLANNED, TransferState.EXPORTED, TransferState.ACCEPTED)


class Step(TextChoices):
    """What happened to a run, for its history."""

    DRAFTED = "drafted", _("Drafted")
    REDRAFTED = "redrafted", _("Drafted again")
    APPROVED = "approved", _("Approved")
    EXPORTED = "exported", _("Bank file written")
    DOWNLOADED = "downloaded", _("Bank file downloaded again")
    ACCEPTED = "accepted", _("Accepted by the bank")
    PAID = "paid", _("Marked as paid")
    RETURNED = "returned", _("Payment returned by the bank")
    REJECTED = "rejected", _("File refused by the bank")
    DISCARDED = "discarded", _("Discarded")


class ReturnReason(TextChoices):
    NO_ACCOUNT = "no_account", _("No such account")
    CLOSED = "closed", _("Account closed")
    NAME = "name", _("Name does not match")
    BRANCH = "branch", _("Branch merged")
    OTHER = "other", _("Another reason")


class RejectReason(TextChoices):
    FORMAT = "format", _("The bank could not read the file")
    DATE = "date", _("Too late for the pay day")
    FUNDS = "funds", _("Not enough money on the account")
    NOT_RELEASED = "not_released", _("Not released in the bank's system in time")
    OTHER = "other", _("Another reason")


class LeftOut(TextChoices):
    """Why a payable is not in a run; the first that applies, in this order."""

    PAPERS = "papers", _("Papers of this term are missing")
    NO_ACCOUNT = "no_account", _("No account yet")
    ACCOUNT_REFUSED = "account_refused", _("The bank refused the account")
    ACCOUNT_WAITING = "account_waiting", _("A changed account is held for 48 hours")
    BRANCH_GONE = "branch_gone", _("The bank branch no longer exists")
    TAX_UNDECIDED = "tax_undecided", _("The tax class is undecided")
    RESIDENCY_UNKNOWN = "residency_unknown", _("Residency is not known")
