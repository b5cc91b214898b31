"""The list of payees with the account that counts for each."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from bansou.payments.enums import AccountType
from bansou.payments.models import Account, Line, Payable, Payee, PayingAccount
from bansou.payments.rules import banks


def payee_rows(text: str, state: str, now: datetime) -> QuerySet[Payee]:
    """Payees by ID or part of the name, and by the state of their account (missing, held, refused, gone)."""
    latest = Account.objects.filter(payee=OuterRef("pk"), withdrawn_at=None).order_by("-entered_at", "-id")
    rows = Payee.objects.annotate(
        account_id=Subquery(latest.values("pk")[:1]),
        bank_code=Subquery(latest.values("bank_code")[:1]),
        branch_code=Subquery(latest.values("branch_code")[:1]),
        tail=Subquery(latest.values("tail")[:1]),
        usable_from=Subquery(latest.values("usable_from")[:1]),
        refused_at=Subquery(latest.values("refused_at")[:1]),
        owed_yen=Subquery(_owed()),
    )
    if text:
        rows = rows.filter(Q(reference__iexact=text) | Q(name__icontains=text))
    return rows.filter(_state(state, now))


def _owed() -> QuerySet:
    live = Line.objects.filter(payable=OuterRef("pk"), live=True)
    owed = Payable.objects.filter(~Exists(live), payee=OuterRef("pk")).order_by()
    return owed.values("payee").annotate(sum=Sum("amount_yen")).values("sum")


def _state(state: str, now: datetime) -> Q:
    if state == "missing":
        return Q(account_id=None)
    if state == "held":
        return Q(usable_from__gt=now)
    if state == "refused":
        return Q(refused_at__isnull=False)
    if state == "gone":
        return Q(account_id__in=_gone())
    return Q()


def _gone() -> list:
    """Accounts whose branch has left the bank table, as happens when branches merge."""
    pairs = (
        Account.objects.filter(withdrawn_at=None)
        .order_by()
        .values_list("bank_code", "branch_code")
        .distinct()
    )
    gone = [pair for pair in pairs if banks.find_branch(*pair) is None]
    wanted = Q(pk=None)
    for bank_code, branch_code in gone:
        wanted |= Q(bank_code=bank_code, branch_code=branch_code)
    return list(Account.objects.filter(wanted).values_list("pk", flat=True))


def account_rows(payee: Payee) -> QuerySet[Account]:
    """All accounts of a payee, the newest first, without what is sealed."""
    rows = payee.accounts.select_related("entered_by", "withdrawn_by").order_by("-entered_at", "-id")
    return rows.defer("sealed_number", "sealed_name")


def paying_facts(account: PayingAccount | None) -> dict[str, Any] | None:
    """The paying account as pages show it: bank, branch, kind, masked number."""
    if account is None:
        return None
    payer = account.settings["payer"]
    bank, branch = banks.names(payer["bank_code"], payer["branch_code"])
    return {
        "name": payer["name"],
        "bank": bank,
        "branch": branch,
        "kind": AccountType(payer["account_type"]).label,
        "masked": f"*****{payer['account_number'][-2:]}",
    }
