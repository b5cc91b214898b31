"""Measures finding helpers for a case among 20,000 supporters, with what they carry already."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from itertools import cycle

from bansou.accounts.models import User
from bansou.cases.models import Case
from bansou.core import clock
from bansou.matching.queries import finding
from bansou.matching.rules import Mode, Wanted
from bansou.supporters.models import Supporter
from bench.data import Sizes
from bench.pages import page, reverse_in
from bench.server import WORKERS, Visitor, running
from bench.table import Row, measure, show, timed

RANKING = 100


def run(sizes: Sizes, *, quick: bool) -> None:
    told = (
        f"{Supporter.objects.count():,} supporters, {Case.objects.count():,} cases, {WORKERS} server workers"
    )
    times = 30 if quick else 150
    user = User.objects.get(email="inbox-coordinator@example.org")
    cases = list(Case.objects.filter(members__user=user, state="open").order_by("number")[: times + 4])
    rows = [_ranked(what, wanted, cases, times) for what, wanted in _wishes().items()]
    with running() as server:
        paths = [reverse_in("helper_find", case.pk) for case in cases]
        shown = page(
            Visitor(server, user), user, "The page with the ranking, over HTTP", paths, times, RANKING
        )[1]
    show("Finding helpers for a case", told, [*rows, shown])


def _wishes() -> dict[str, Wanted]:
    """From a narrow wish to one that thousands fit."""
    plain = Wanted(prefecture="13", languages=("vi",), mode=Mode.FACE)
    day = clock.today() + timedelta(days=7)
    timed_wish = replace(
        plain, interpret=True, day=day, starts=time(10), ends=time(12), fields=frozenset({"labour"})
    )
    return {
        "Somebody who goes along there": plain,
        "An interpreter there, at a time, with knowledge": timed_wish,
        "Anybody who interprets it, there or from afar": replace(plain, interpret=True, mode=Mode.EITHER),
        "Every wish at once, one of three languages": replace(
            timed_wish, interpret=False, mode=Mode.EITHER, languages=("vi", "en", "zh-hans"), background=True,
            gender="woman", fields=frozenset({"labour", "status", "medical"}),
        ),
    }  # fmt: skip


def _ranked(what: str, wanted: Wanted, cases: list[Case], times: int) -> Row:
    turn = cycle(cases)
    rank: Callable[[], finding.Found] = lambda: finding.find(wanted, next(turn), today=clock.today())  # noqa: E731
    ranked = f"{len(rank().ranking.ranked)}"
    return timed(what, measure(rank, times), at_most=RANKING, ranked=ranked)
