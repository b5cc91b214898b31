"""The home of accountant and approver: the open month, what stays out and why, the next steps of runs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bansou.core import charts
from bansou.payments import permissions, queries
from bansou.payments.enums import UNDER_WAY, LeftOut, PaymentKind, RunState
from bansou.payments.models import Run
from bansou.website.queries.months import payment_totals


@dataclass(frozen=True, slots=True)
class PayingHome:
    """`month_on` is the month to close next; `left_out` what its run leaves or would leave out."""

    runs: Sequence[Run]
    month_on: date
    pay_on: date | None
    drafted: bool
    pays_count: int
    pays_yen: int
    left_out: Sequence[tuple[LeftOut, int, int]]
    owed: Sequence[dict[str, Any]]
    totals: charts.BarChart
    undecided: Sequence[PaymentKind]
    may_draft: bool
    may_approve: bool


def paying_home(user: Any, today: date, now: datetime) -> PayingHome:
    runs = list(queries.run_queryset().filter(state__in=UNDER_WAY).order_by("-number"))
    draft = next((run for run in runs if run.state == RunState.DRAFT), None)
    month = draft.month_on if draft else queries.last_closable(today)
    pay_on = draft.pay_on if draft else queries.suggest_pay_day(month, today)
    count, yen, left_out = _in_draft(draft) if draft else _planned(month, pay_on, now)
    return PayingHome(
        runs=runs,
        month_on=month,
        pay_on=pay_on,
        drafted=draft is not None,
        pays_count=count,
        pays_yen=yen,
        left_out=left_out,
        owed=queries.open_months(),
        totals=payment_totals(today),
        undecided=queries.undecided_kinds(today),
        may_draft=permissions.can_draft(user),
        may_approve=permissions.can_approve(user),
    )


def _in_draft(run: Run) -> tuple[int, int, list[tuple[LeftOut, int, int]]]:
    return run.transfers_count, run.total_yen, queries.exclusion_counts(run)


def _planned(
    month: date, pay_on: date | None, now: datetime
) -> tuple[int, int, list[tuple[LeftOut, int, int]]]:
    if pay_on is None:
        return 0, 0, []
    plan = queries.plan(month, pay_on, now)
    counts, yen = Counter[LeftOut](), Counter[LeftOut]()
    for payable, reason in plan.left_out:
        counts[reason] += 1
        yen[reason] += payable.amount_yen
    return (
        len(plan.transfers),
        plan.total_yen,
        [(why, count, yen[why]) for why, count in counts.most_common()],
    )
