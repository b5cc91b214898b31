"""Prints what was measured: one table per part, with all that one must know to believe it."""

import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from django.db import connection

from bansou.core import clock


@dataclass(frozen=True)
class Row:
    """`values` are texts by column; `met` is None where there is no target."""

    what: str
    values: dict[str, str]
    target: str = ""
    met: bool | None = None


def percentiles(times: Sequence[float]) -> tuple[float, float]:
    """p50 and p95 of seconds, in milliseconds."""
    cuts = quantiles(times, n=20, method="inclusive")
    return cuts[9] * 1000, cuts[18] * 1000


def measure(run: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of many calls, after three that warm up."""
    for _ in range(3):
        run()
    return [_seconds(run) for _ in range(times)]


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def timed(what: str, times: Sequence[float], *, at_most: float | None = None, **values: str) -> Row:
    """A row of times; `at_most` is the p50 allowed, in milliseconds."""
    middle, high = percentiles(times)
    values = {"p50 ms": f"{middle:.1f}", "p95 ms": f"{high:.1f}", **values}
    if at_most is None:
        return Row(what, values)
    return Row(what, values, f"p50 ≤ {at_most:g} ms", middle <= at_most)


def show(title: str, sizes: str, rows: Sequence[Row]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row.values))
    print(f"\n### {title}\n\n{_machine()}; {_database()}; {sizes}.\n")
    print(f"| | {' | '.join(columns)} | target | |")
    print(f"|---|{'---:|' * len(columns)}---|---|")
    for row in rows:
        cells = [row.what, *(row.values.get(name, "") for name in columns), row.target]
        print(f"| {' | '.join(cells)} | {'' if row.met is None else 'met' if row.met else '**missed**'} |")
    sys.stdout.flush()


def _machine() -> str:
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024 / 1024
    command = " ".join(["script/bench", *sys.argv[1:]])
    return (
        f"`{command}`, {clock.today()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )


def _database() -> str:
    if connection.vendor == "sqlite":
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    major, minor = divmod(connection.pg_version, 10_000)
    return f"PostgreSQL {major}.{minor}"
