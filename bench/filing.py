"""Measures filing a claim: rules, cap, encryption, signs, audit, mail; as an action and as clicks."""

import uuid
from datetime import time, timedelta
from itertools import count

from bansou.accompaniment.actions.filing import file_claim
from bansou.accompaniment.rules import Entry
from bansou.core import clock
from bansou.people.models import Card
from bansou.supporters.models import Supporter
from bench.data import Sizes
from bench.pages import reverse_in
from bench.server import Server, Visitor, running
from bench.table import Row, measure, show, timed

WORDS = "窓口で児童手当の申請を説明し、書類の記入を手伝った。" * 4


def run(sizes: Sizes, *, quick: bool) -> None:
    told = f"{sizes.claims:,} claims, {sizes.supporters:,} supporters"
    times = 30 if quick else 150
    rows = _actions(times)
    with running() as server:
        rows += _clicks(server, times)
    show("Filing a claim", told, rows)


def _actions(times: int) -> list[Row]:
    supporters = list(Supporter.objects.order_by("number").select_related("user")[: 8 * times])
    cards = _free_cards(times + 3)
    number = count()

    def file(**who: object) -> None:
        index = next(number)
        supporter, other = supporters[2 * index], supporters[2 * index + 1]
        file_claim(
            supporter=supporter, entry=_entry(index, second=other.number, **who), token=uuid.uuid4(),
            actor=supporter.user, now=clock.now(), today=clock.today(),
        )  # fmt: skip

    born = clock.today().replace(year=1980)
    by_card = measure(lambda: file(card=cards.pop()), times)
    by_name = measure(lambda: file(name=f"MIHON {_letters(next(number))}", birth_on=born), times)
    return [
        timed("The action, recipient by card code, with a second supporter", by_card, at_most=60),
        timed("The action, recipient by name and birth date, with a second supporter", by_name, at_most=60),
    ]


def _clicks(server: Server, times: int) -> list[Row]:
    supporters = iter(Supporter.objects.order_by("-number").select_related("user")[: times + 3])
    cards = _free_cards(times + 3)
    waiting: list[tuple[Visitor, str]] = []

    def type_and_go_on() -> None:
        visitor = visitors.pop()
        token = str(uuid.uuid4())
        visitor.post(reverse_in("claim_new"), _fields(token, _entry(len(waiting), card=cards.pop())))
        waiting.append((visitor, token))

    visitors = [Visitor(server, each.user) for each in supporters]
    kept = measure(type_and_go_on, times)
    check, send = iter(waiting), iter(waiting)
    checked = measure(lambda: _check(*next(check)), times)
    sent = measure(lambda: _send(*next(send)), times)
    return [
        timed("Over HTTP: the filled form is kept as a draft", kept),
        timed("Over HTTP: the check page", checked),
        timed("Over HTTP: sending it (the claim is filed)", sent, at_most=60),
    ]


def _check(visitor: Visitor, token: str) -> None:
    visitor.get(reverse_in("draft_check", token))


def _send(visitor: Visitor, token: str) -> None:
    visitor.post(reverse_in("draft_file", token), [])


def _entry(index: int, **who: object) -> Entry:
    return Entry(
        programme="bansou-net", support_on=clock.today() - timedelta(days=1 + index % 20),
        starts=time(9 + index % 5), ends=time(11 + index % 5, 30), place="city_hall", outcome="continues",
        activities=("interpret", "forms"), place_name="見本区役所", done=f"{WORDS}{uuid.uuid4()}",
        result="来週、結果を聞きに行く。", **who,
    )  # fmt: skip


def _fields(token: str, entry: Entry) -> list[tuple[str, str]]:
    single = ("programme", "place", "place_name", "done", "outcome", "result", "card")
    fields = [(name, getattr(entry, name)) for name in single]
    fields += [("activities", each) for each in entry.activities]
    times = [("starts", f"{entry.starts:%H:%M}"), ("ends", f"{entry.ends:%H:%M}")]
    return [("token", token), ("support_on", entry.support_on.isoformat()), *times, *fields]


def _free_cards(count: int) -> list[str]:
    """Cards of people for whom nobody has filed."""
    free = Card.objects.filter(person__recipients__slots=None).order_by("?")
    return list(free.values_list("code", flat=True)[:count])


def _letters(number: int) -> str:
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))
