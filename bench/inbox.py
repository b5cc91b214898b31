"""Measures the inbox with 100,000 cases and a million messages: every view, first and last page, and one thread."""

from collections.abc import Iterable
from urllib.parse import quote

from bansou.accounts.models import User
from bansou.cases.models import Case
from bansou.core import clock
from bansou.core.paging import key_of
from bansou.enquiries import permissions
from bansou.enquiries.models import Message
from bansou.enquiries.queries import inbox
from bench.data import Sizes
from bench.pages import page, reverse_in
from bench.plain import ratios
from bench.server import WORKERS, Server, Visitor, running
from bench.table import Row, show

QUERIES = 12
MILLISECONDS = 40


def run(sizes: Sizes, *, quick: bool) -> None:
    told = f"{Case.objects.count():,} cases, {Message.objects.count():,} messages, {WORKERS} server workers"
    times = 40 if quick else 150
    with running() as server:
        for who in ("secretariat", "coordinator"):
            user = User.objects.get(email=f"inbox-{who}@example.org")
            spent, rows = _pages(server, user, times)
            show(f"The inbox of the {who}, over HTTP", told, rows)
            if who == "secretariat":
                plain = ratios(Visitor(server, user), "inbox", spent, times)
                show("What waits beside simpler things (without what was written)", told, plain)


def _pages(server: Server, user: User, times: int) -> tuple[list[float], list[Row]]:
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
    ]
    found = [page(visitor, user, what, paths, times, MILLISECONDS, QUERIES) for what, paths in pages]
    rows = [row for _spent, row in found]
    rows.append(
        page(visitor, user, "One thread, opened and audited", _threads(user, times), times, MILLISECONDS)[1]
    )
    rows.append(page(visitor, user, "Search by exact case number", numbers, times, 25)[1])
    return found[0][0], rows


def _middle(user: User) -> str:
    desk = permissions.visible_parts(user, now=clock.now())[0].order_by("-last_at", "-id")
    return key_of(inbox.LATELY, desk[desk.count() // 2])


def _threads(user: User, times: int) -> list[str]:
    desk = permissions.visible_parts(user, now=clock.now())[0].order_by("-last_at", "-id")
    return [reverse_in("thread_detail", pk) for pk in desk.values_list("pk", flat=True)[: min(times, 40)]]
