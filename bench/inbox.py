"""Measures the inbox with 100,000 cases and a million messages: every view, first and last page, and one thread."""

import random
from collections.abc import Iterable
from itertools import cycle
from urllib.parse import quote

from django.db import transaction

from bansou.accounts.models import User
from bansou.cases.models import Case
from bansou.core import clock
from bansou.core.paging import key_of
from bansou.enquiries import permissions
from bansou.enquiries.models import Message, Thread
from bansou.enquiries.queries import inbox
from bansou.vault.models import Opening
from bench.data import Sizes
from bench.data.common import Keys
from bench.data.threads import make_threads
from bench.pages import count_queries, reverse_in
from bench.server import WORKERS, Server, Visitor, running
from bench.table import Row, measure, show, timed

QUERIES = 12
MILLISECONDS = 40


def run(sizes: Sizes, *, quick: bool) -> None:
    prepare(sizes)
    told = f"{Case.objects.count():,} cases, {Message.objects.count():,} messages, {WORKERS} server workers"
    times = 40 if quick else 150
    with running() as server:
        for who in ("secretariat", "coordinator"):
            user = User.objects.get(email=f"inbox-{who}@example.org")
            show(f"The inbox of the {who}, over HTTP", told, _pages(server, user, times))


def prepare(sizes: Sizes) -> None:
    """As many cases as there are claims, unless they were made before."""
    if not Thread.objects.exists():
        now = clock.now()
        with transaction.atomic(), transaction.atomic(using="vault"):
            make_threads(sizes.claims, Keys(now), random.Random(7), now)


def _pages(server: Server, user: User, times: int) -> list[Row]:
    visitor, at = Visitor(server, user), reverse_in("inbox")
    mine = Case.objects.filter(members__user=user).order_by("number").values_list("number", flat=True)
    numbers = [f"{at}?q={number}" for number in mine[:times]]
    pages: list[tuple[str, Iterable[str]]] = [
        ("What waits, as it opens", [at]),
        ("… the last page", [f"{at}?last=1"]),
        ("All, first page", [f"{at}?view=all"]),
        ("… a page in the middle", [f"{at}?view=all&after={quote(_middle(user))}"]),
        ("… the last page", [f"{at}?view=all&last=1"]),
        ("Closed, the last page", [f"{at}?view=closed&last=1"]),
        ("Mine", [f"{at}?view=mine"]),
        ("Of my cases", [f"{at}?view=cases"]),
        ("All of one region", [f"{at}?view=all&region=kanto"]),
        ("All of one topic", [f"{at}?view=all&topic=work"]),
        ("One thread, opened and audited", _threads(user, times)),
    ]
    rows = [_page(visitor, user, what, paths, times, MILLISECONDS) for what, paths in pages]
    return [*rows, _page(visitor, user, "Search by exact case number", numbers, times, 25)]


def _page(visitor: Visitor, user: User, what: str, paths: Iterable[str], times: int, target: float) -> Row:
    paths = list(paths)
    # Each page as the first of an hour: one person may open 200 records in it.
    Opening.objects.all().delete()
    queries = count_queries(user, paths[0])
    turn = cycle(paths)
    row = timed(what, measure(lambda: visitor.get(next(turn)), times), at_most=target, queries=str(queries))
    if "thread" in what:
        return row
    return Row(row.what, row.values, f"{row.target}, ≤ {QUERIES} queries", row.met and queries <= QUERIES)


def _middle(user: User) -> str:
    desk = permissions.visible_parts(user, now=clock.now())[0].order_by("-last_at", "-id")
    return key_of(inbox.LATELY, desk[desk.count() // 2])


def _threads(user: User, times: int) -> list[str]:
    desk = permissions.visible_parts(user, now=clock.now())[0].order_by("-last_at", "-id")
    return [reverse_in("thread_detail", pk) for pk in desk.values_list("pk", flat=True)[: min(times, 40)]]
