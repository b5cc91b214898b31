"""Measures the PDF of one hundred members' papers: what the secretariat prints at a stroke."""

import time
from collections.abc import Callable

from bansou.core import clock
from bansou.programmes.models import Terms
from bansou.supporters import exports
from bansou.supporters.models import Registration
from bench.data import Sizes
from bench.table import Row, show

MEMBERS = 100


def run(sizes: Sizes, *, quick: bool) -> None:
    rows, terms, today = (
        list(Registration.objects.select_related("supporter")[:MEMBERS]),
        Terms.objects.get(),
        clock.today(),
    )
    shown = [
        _row("Memoranda, two copies each", lambda: exports.memoranda(rows, terms, today=today)),
        _row("Notices of the payee account", lambda: exports.account_notices(rows, terms, today=today)),
        _row("Address labels", lambda: exports.labels(rows, today=today)),
    ]
    show("Papers of 100 members as PDF", f"{MEMBERS} of {sizes.supporters:,} supporters", shown)


def _row(what: str, make: Callable[[], bytes]) -> Row:
    started = time.perf_counter()
    pdf = make()
    seconds = time.perf_counter() - started
    return Row(what, {"s": f"{seconds:.2f}", "kB": f"{len(pdf) / 1000:.0f}"})
