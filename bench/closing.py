"""Measures closing a month: the draft, the second person's approval, the bank file on disk."""

import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path
from random import Random

from bansou.accounts.models import User
from bansou.core import clock
from bansou.core.calendar import next_business_day
from bansou.core.months import following_month
from bansou.payments import actions
from bansou.payments.models import Payable, Payee
from bansou.payments.queries.plans import owed
from bansou.programmes.models import Terms
from bench.data import Sizes
from bench.data.common import insert
from bench.table import Row, show

AT_MOST_SECONDS = {10_000: 5}


def run(sizes: Sizes, *, quick: bool) -> None:
    counts = (1_000, 10_000) if quick else (1_000, 10_000, 50_000)
    settled = f"{Payable.objects.count():,} payables of three years"
    told = f"{sizes.claims:,} claims, {sizes.supporters:,} payees, {settled}"
    show("Closing a month and writing the bank file", told, [_close(number) for number in counts])


def _close(number: int) -> Row:
    """With exactly so many open payables; what is closed here stays closed for the next number."""
    month = clock.today().replace(day=1)
    _owe(number - owed(month).count())
    drafter, approver = (User.objects.get(email=f"{role}@example.org") for role in ("accountant", "approver"))
    pay_on = next_business_day(following_month(month) + timedelta(days=19))
    marks = [time.perf_counter()]
    run = actions.close_month(month, pay_on, actor=drafter, now=clock.now())
    marks.append(time.perf_counter())
    actions.approve_run(run.pk, version=run.version, actor=approver, now=clock.now())
    marks.append(time.perf_counter())
    data = actions.export_run(run.pk, actor=drafter, now=clock.now())
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "file").write_bytes(data)
    marks.append(time.perf_counter())
    return _row(number, data, marks)


def _row(number: int, data: bytes, marks: list[float]) -> Row:
    draft, approve, export = (after - before for before, after in zip(marks, marks[1:], strict=False))
    total = marks[-1] - marks[0]
    values = {
        "payments": f"{len(data.splitlines()) - 3:,}",
        "draft s": f"{draft:.2f}",
        "approve s": f"{approve:.2f}",
        "bank file s": f"{export:.2f}",
        "all s": f"{total:.2f}",
        "µs each": f"{total / number * 1e6:.0f}",
    }
    limit = AT_MOST_SECONDS.get(number)
    return Row(
        f"{number:,} payables", values, f"≤ {limit} s" if limit else "", total <= limit if limit else None
    )


def _owe(count: int) -> None:
    chance = Random(count)
    payees = list(Payee.objects.values_list("pk", flat=True))
    scope, now, today = Terms.objects.get().pk, clock.now(), clock.today()
    insert(
        Payable(
            payee_id=chance.choice(payees), kind="accompaniment", scope=scope, source=uuid.uuid4(),
            label="C-00-000000", amount_yen=chance.choice((4000, 8000)), done_on=today,
            filed_on=today.replace(day=1), approved_at=now,
        )
        for _ in range(count)
    )  # fmt: skip
