"""Payees and their accounts, what is owed to them, and the runs that pay it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from bansou.payments.enums import (
    AccountType,
    LeftOut,
    PayeeKind,
    PaymentKind,
    RejectReason,
    Residency,
    ReturnReason,
    RunState,
    Step,
    TaxClass,
    TransferState,
)
from bansou.payments.rules import banks

USER = settings.AUTH_USER_MODEL


class Payee(models.Model):
    """Somebody who is paid. The id is the scope of the key under which the accounts are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # How lists and notices name the payee; the name on the account is sealed with it.
    name = models.CharField(max_length=100)
    # What we are known by to each other: the Bansou ID.
    reference = models.CharField(max_length=12, unique=True)
    mail = models.EmailField()
    # The address before the last change: it is still told of a new account for some weeks.
    former_mail = models.EmailField(blank=True)
    mail_changed_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10, default="ja")
    kind = models.CharField(max_length=12, choices=PayeeKind, default=PayeeKind.INDIVIDUAL)
    residency = models.CharField(max_length=12, choices=Residency, default=Residency.UNKNOWN)
    # The sign-in of the same person: nobody enters or approves a payment to themselves.
    user = models.OneToOneField(USER, null=True, on_delete=models.PROTECT, related_name="payee")

    def __str__(self) -> str:
        return self.reference


class Account(models.Model):
    """A payee's account as in the passbook. Never changed: a new one follows it after a hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="accounts")
    bank_code = models.CharField(max_length=4)
    branch_code = models.CharField(max_length=3)
    account_type = models.CharField(max_length=1, choices=AccountType)
    sealed_number = models.BinaryField()
    sealed_name = models.BinaryField()
    # The last two digits, all that lists and notices show.
    tail = models.CharField(max_length=2)
    # Keyed hash of the whole account: finds two payees with the same one.
    number_index = models.BinaryField(max_length=16, db_index=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    usable_from = models.DateTimeField()
    # A person looked at both papers and confirmed that two payees share this account.
    shared_confirmed = models.BooleanField(default=False)
    refused_at = models.DateTimeField(null=True)
    refused_reason = models.CharField(max_length=12, choices=ReturnReason, blank=True)
    # Taken back, for example because the payee did not ask for the change.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    @property
    def bank_name(self) -> str:
        return banks.names(self.bank_code, self.branch_code)[0]

    @property
    def branch_name(self) -> str:
        return banks.names(self.bank_code, self.branch_code)[1]

    @property
    def masked(self) -> str:
        return f"*****{self.tail}"


class Clearance(models.Model):
    """That a payee's papers for a scope (a term) are in order; given by the app that asks for papers."""

    payee = models.ForeignKey(Payee, on_delete=models.CASCADE, related_name="clearances")
    scope = models.UUIDField()
    since_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint("payee", "scope", name="one_clearance_per_scope")]


class TaxDecision(models.Model):
    """The tax class of a kind for pay days from a day on; without one nothing of the kind is paid."""

    kind = models.CharField(max_length=20, choices=PaymentKind)
    valid_from = models.DateField()
    tax_class = models.CharField(max_length=20, choices=TaxClass)
    # The 区分 of the fee as the payment record names it.
    label = models.CharField(max_length=60, blank=True)
    # Agreed after tax: the payee receives the whole amount and the network bears the tax.
    net_agreed = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("kind", "valid_from", name="one_tax_decision_per_day")]


class Payable(models.Model):
    """An amount owed to a payee for one source, for example one supporter's part of an approved claim."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="payables")
    kind = models.CharField(max_length=20, choices=PaymentKind)
    scope = models.UUIDField()
    source = models.UUIDField()
    # What lists and notices call it: a claim number and a day, nothing about the person supported.
    label = models.CharField(max_length=60)
    amount_yen = models.PositiveIntegerField()
    # The day of what is paid for.
    done_on = models.DateField()
    filed_on = models.DateField(db_index=True)
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("source", "payee", name="one_payable_per_source_and_payee"),
            models.CheckConstraint(condition=Q(amount_yen__gt=0), name="payable_above_zero"),
        ]


class PayingAccount(models.Model):
    """The network's own account and how its bank wants the file; the latest row counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    # {"payer": …, "bank": …}: the fields of rules.zengin.Payer and PayingBank; our own account only.
    settings = models.JSONField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["-entered_at"], name="paying_account_latest")]


class Run(models.Model):
    """The payments of one closed month: drafted by one person, approved by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.PositiveIntegerField(unique=True)
    # The first day of the month whose filed payables it takes.
    month_on = models.DateField()
    pay_on = models.DateField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.DRAFT)
    # Raised by every change; an approver who saw an older draft is refused.
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    # Why two payments may go to one account with one amount, in the approver's words.
    shared_reason = models.CharField(max_length=200, blank=True)
    exported_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    exported_at = models.DateTimeField(null=True)
    # The paying account's settings at export, so that the same run gives the same bytes.
    paying = models.JSONField(null=True)
    transfers_count = models.PositiveIntegerField(default=0)
    total_yen = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    # The bank file, under a key of its own whose scope is this run's id.
    sealed_file = models.BinaryField(null=True)
    reject_reason = models.CharField(max_length=12, choices=RejectReason, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("drafted_by")),
                name="two_people_per_run",
            ),
            models.UniqueConstraint("state", condition=Q(state="draft"), name="one_draft_at_a_time"),
        ]
        indexes = [models.Index(fields=["month_on"], name="run_month")]

    def __str__(self) -> str:
        return str(self.number)


class Transfer(models.Model):
    """One record of the bank file: everything a run pays to one payee."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="transfers")
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT, related_name="transfers")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transfers")
    # Ten digits in the bank file (customer code 1).
    number = models.PositiveBigIntegerField(unique=True)
    amount_yen = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=TransferState, default=TransferState.PLANNED)
    paid_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    return_reason = models.CharField(max_length=12, choices=ReturnReason, blank=True)
    # When the payee's notice was put into the outbox; nobody is told twice.
    notified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("run", "payee", name="one_transfer_per_run_and_payee"),
            models.CheckConstraint(condition=Q(amount_yen__gt=0), name="transfer_above_zero"),
        ]
        # For the sums by month.
        indexes = [models.Index(fields=["state", "paid_on", "amount_yen"], name="transfer_paid")]

    @property
    def code(self) -> str:
        """The number as the bank file and notices show it."""
        return f"{self.number:010}"


class Line(models.Model):
    """A payable in a transfer. At most one live line per payable: that is what pays once."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lines")
    payable = models.ForeignKey(Payable, on_delete=models.PROTECT, related_name="lines")
    gross_yen = models.PositiveIntegerField()
    tax_yen = models.PositiveIntegerField(default=0)
    net_yen = models.PositiveIntegerField()
    tax_class = models.CharField(max_length=20, choices=TaxClass)
    # False once the bank returned or refused the transfer; the next attempt names this line.
    live = models.BooleanField(default=True)
    predecessor = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="successor")

    class Meta:
        constraints = [
            models.UniqueConstraint("payable", condition=Q(live=True), name="one_live_line_per_payable"),
            models.CheckConstraint(
                condition=Q(net_yen=models.F("gross_yen") - models.F("tax_yen")), name="net_is_gross_less_tax"
            ),
        ]


class Exclusion(models.Model):
    """A payable that a run left out, with the reason."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="exclusions")
    payable = models.ForeignKey(Payable, on_delete=models.CASCADE, related_name="exclusions")
    reason = models.CharField(max_length=20, choices=LeftOut)

    class Meta:
        constraints = [models.UniqueConstraint("run", "payable", name="one_exclusion_per_run")]


class Event(models.Model):
    """A dated step of a run, or of one payment in it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    transfer = models.ForeignKey(Transfer, null=True, on_delete=models.CASCADE, related_name="events")
    step = models.CharField(max_length=12, choices=Step)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
