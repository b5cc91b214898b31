"""Measures how long somebody waits who asks for help: the steps, and sending with its slow hash and its keys."""

import re

from bansou.enquiries.actions import receipts
from bansou.enquiries.models import Message, Thread
from bansou.help.views.asking import SENT_AN_HOUR
from bench.data import Sizes
from bench.server import WORKERS, Server, Visitor, running
from bench.table import Row, measure, show, timed

ASKING, HASH = 250, 200
# All of them come from one connection, and three warm up.
TIMES = SENT_AN_HOUR - 3
STEPS = {
    1: [("topics", "work"), ("topics", "home")],
    2: [("safety", "safe"), ("sleep", "yes")],
    3: [("prefecture", "13"), ("town", "Shinjuku"), ("language", "vi")],
    4: [("nickname", "Hoa"), ("shared", "no"), ("text", "Tôi chưa được trả lương hai tháng nay. " * 10)],
}
TOKEN = re.compile(rb'name="token" value="([0-9a-f-]{36})"')


def run(sizes: Sizes, *, quick: bool) -> None:
    told = (
        f"{Thread.objects.count():,} threads, {Message.objects.count():,} messages, {WORKERS} server workers"
    )
    with running() as server:
        rows = _clicks(server, "vi")
    hashed = measure(lambda: receipts.digest_of(receipts.fresh()), TIMES)
    show("Asking for help", told, [*rows, timed("The slow hash of the receipt alone", hashed, at_most=HASH)])


def _clicks(server: Server, language: str) -> list[Row]:
    """Visitors who fill in all steps, each measured in turn, and then send."""
    at = f"/{language}/a"
    visitors = [Visitor(server) for _ in range(TIMES + 3)]
    rows = []
    for number, fields in STEPS.items():
        each = iter(visitors)
        spent = measure(lambda: next(each).post(f"{at}/{number}/", fields), TIMES)  # noqa: B023
        rows.append(timed(f"Step {number}", spent))
    each = iter(visitors)
    pages: list[bytes] = []
    rows.append(timed("The check page", measure(lambda: pages.append(next(each).get(f"{at}/5/")), TIMES)))
    found = (TOKEN.search(content) for content in pages)
    filled = iter(zip(visitors, [match[1].decode() for match in found if match], strict=True))
    rows.append(timed("Sending it", measure(lambda: _send(*next(filled), f"{at}/5/"), TIMES), at_most=ASKING))
    each = iter(visitors)
    rows.append(timed("Code, PIN and what comes next", measure(lambda: next(each).get(f"{at}/6/"), TIMES)))
    return rows


def _send(visitor: Visitor, token: str, at: str) -> None:
    visitor.post(at, [("token", token)])
