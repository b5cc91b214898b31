"""Measures the pages that staff and supporters open most, one by one and many at once."""

import gzip
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import chain, cycle
from urllib.parse import quote

from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from bansou.accompaniment.models import Claim
from bansou.accompaniment.queries import queue
from bansou.accounts.models import User
from bansou.core.paging import key_of
from bansou.people.models import Card
from bansou.supporters.models import Supporter
from bansou.vault.models import Opening
from bench.data import Sizes
from bench.plain import ratios
from bench.server import WORKERS, Server, Visitor, running, session_of
from bench.table import Row, measure, show, timed

LANGUAGE = "ja"
QUERIES = 10
REQUESTS = 1_000


def run(sizes: Sizes, *, quick: bool) -> None:
    told = f"{sizes.claims:,} claims, {sizes.supporters:,} supporters, {WORKERS} server workers"
    times = 40 if quick else 150
    with running() as server:
        queue_times, rows = _staff_pages(server, times)
        show("Staff pages over HTTP, one request at a time", told, rows)
        staff = Visitor(server, User.objects.get(email="secretariat@example.org"))
        show("The queue beside simpler things", told, ratios(staff, "queue", queue_times, times))
        show("Pages of supporters", told, _supporter_pages(server, times))
    with running() as fresh:
        show("Many list pages at once, and the memory after them", told, _load(fresh))


def _staff_pages(server: Server, times: int) -> tuple[list[float], list[Row]]:
    staff = User.objects.get(email="secretariat@example.org")
    visitor, claims = Visitor(server, staff), reverse_in("claim_queue")
    middle = key_of(queue.ORDER, Claim.objects.newest_first()[Claim.objects.count() // 2])
    pages: list[tuple[str, Iterable[str], float | None]] = [
        ("Queue of what waits, as it opens", [claims], 40),
        ("Queue of all claims, first page, with total", [f"{claims}?state="], 40),
        ("… a page in the middle", [f"{claims}?state=&after={quote(middle)}"], 40),
        ("… the last page", [f"{claims}?state=&last=1"], 40),
        ("… only paid ones of one region", [f"{claims}?state=paid&region=kanto"], 40),
        ("… only those with one sign", [f"{claims}?state=&sign=same_text"], 40),
        ("Search by exact Bansou ID", [f"{claims}?q={each}" for each in _numbers(times)], 25),
        ("Search by card code", [f"{claims}?q={each}" for each in _cards(times)], 25),
        ("Claim detail, text opened and audited", _details(times), 40),
        ("Supporters, first page", [reverse_in("supporter_list")], None),
        (
            "Supporter found by Bansou ID",
            [f"{reverse_in('supporter_list')}?q={each}" for each in _numbers(9)],
            None,
        ),
        ("Audit log, first page", [reverse_in("audit_log")], None),
    ]
    found, rows = {}, []
    for what, paths, target in pages:
        most = QUERIES if target == 40 and "detail" not in what else None
        spent, row = page(visitor, staff, what, paths, times, target, most)
        found[what], rows = spent, [*rows, row]
    return found[pages[1][0]], [*rows, _size(visitor, f"{claims}?state=")]


def page(
    visitor: Visitor,
    user: User,
    what: str,
    paths: Iterable[str],
    times: int,
    target: float | None = None,
    most_queries: int | None = None,
) -> tuple[list[float], Row]:
    """Seconds of each visit to one path after the other, and the row; `target` is the p50 allowed, in milliseconds."""
    paths = list(paths)
    # As the first pages of an hour: one person may open 200 records in it.
    Opening.objects.filter(actor_id=user.pk).delete()
    queries = count_queries(user, paths[0])
    turn = cycle(paths)
    spent = measure(lambda: visitor.get(next(turn)), times)
    row = timed(what, spent, at_most=target, queries=str(queries))
    if most_queries:
        told = f"{row.target}, ≤ {most_queries} queries"
        row = Row(row.what, row.values, told, bool(row.met) and queries <= most_queries)
    return spent, row


def _size(visitor: Visitor, path: str) -> Row:
    content = visitor.get(path)
    size, packed = len(content) / 1000, len(gzip.compress(content, 6)) / 1000
    values = {"p50 ms": f"{size:.1f} kB", "p95 ms": f"{packed:.1f} kB packed"}
    return Row("Size of the list page", values, "≤ 60 kB", size <= 60)


def _supporter_pages(server: Server, times: int) -> list[Row]:
    """Of the supporter with the most claims."""
    latest = Claim.objects.newest_first().select_related("applicant__user").first()
    user = latest.applicant.user
    pages = [
        ("Home", [reverse_in("home")]),
        ("Own claims", [reverse_in("claim_list")]),
        ("One own claim, text opened and audited", [reverse_in("claim_detail", latest.pk)]),
        ("Empty claim form", [reverse_in("claim_new")]),
    ]
    visitor = Visitor(server, user)
    return [page(visitor, user, what, paths, times)[1] for what, paths in pages]


def _load(server: Server) -> list[Row]:
    staff = User.objects.get(email="secretariat@example.org")
    queue_path = reverse_in("claim_queue")
    rows = []
    for what, path in (("the queue as it opens", queue_path), ("all claims", f"{queue_path}?state=")):
        rates = []
        for visitors in (4, 8):
            before = server.seconds()
            spent, rate = _crowd(server, staff, path, visitors)
            rates.append(rate)
            used = (server.seconds() - before) / len(spent) * 1000
            columns = {"pages/s": f"{rate:.0f}", "worker's CPU ms": f"{used:.1f}"}
            rows.append(timed(f"{visitors} connections, {what}", spent, **columns))
        best = f"{max(rates):.0f}"
        rows.append(Row(f"Most pages a second, {what}", {"pages/s": best}, "≥ 60 pages/s", max(rates) >= 60))
    return [*rows, _memory(server)]


def _crowd(server: Server, user: User, path: str, visitors: int) -> tuple[list[float], float]:
    """Seconds of each visit, and visits a second."""
    crowd = [Visitor(server, user) for _ in range(visitors)]
    visit = partial(_visits, path, REQUESTS // 4 // visitors)
    started = time.perf_counter()
    with ThreadPoolExecutor(visitors) as pool:
        spent = list(chain.from_iterable(pool.map(visit, crowd)))
    return spent, len(spent) / (time.perf_counter() - started)


def _memory(server: Server) -> Row:
    memory = server.memory()
    told = ", ".join(f"{rss:.0f} ({pss:.0f})" for rss, pss in memory)
    fits = max(rss for rss, _pss in memory) <= 120
    what = f"RSS (PSS) of each worker after {server.requests:,} requests, MiB"
    return Row(what, {"p50 ms": told}, "≤ 120 MiB", fits)


def _visits(path: str, times: int, visitor: Visitor) -> list[float]:
    def visit() -> None:
        # As a proxy does: a connection for each request, so that both workers get their share.
        visitor.connection.close()
        visitor.get(path)

    return measure(visit, times)


def count_queries(user: User, path: str) -> int:
    """Of the second look, on all databases: what is read once per process is not counted."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    client.get(path)
    with ExitStack() as stack:
        seen = [stack.enter_context(CaptureQueriesContext(connections[name])) for name in connections]
        client.get(path)
    return sum(len(each) for each in seen)


def reverse_in(name: str, *args: object) -> str:
    with override(LANGUAGE):
        return reverse(name, args=args)


def _numbers(count: int) -> Iterator[str]:
    return Supporter.objects.order_by("pk").values_list("number", flat=True)[:count]


def _cards(count: int) -> Iterator[str]:
    return Card.objects.order_by("code").values_list("code", flat=True)[:count]


def _details(count: int) -> list[str]:
    """Different ones: a second look at one in an hour costs less."""
    # Fewer than the 200 that one person may open in an hour.
    return [
        reverse_in("claim_review", pk)
        for pk in Claim.objects.order_by("pk").values_list("pk", flat=True)[: count + 4]
    ]
