"""Measures cases as somebody sees them who leads 500 of 100,000: lists, one case opened, exact search, notes."""

from functools import partial

from django.db import transaction

from bansou.accounts.models import User
from bansou.cases.actions import searching
from bansou.cases.models import Case, Entry
from bansou.core import clock
from bansou.core.paging import key_of
from bansou.people.models import Card
from bansou.vault import keyring
from bench.data import Sizes
from bench.data.notes import FULL
from bench.pages import page, reverse_in
from bench.plain import ratios
from bench.server import WORKERS, Server, Visitor, running
from bench.table import Row, measure, show, timed

QUERIES = 12
LIST, DETAIL, EXACT, NOTES = 40, 50, 25, 300
# Twenty a day, three of them to warm up.
SEARCHES = 15
WORDS = {
    "a word of none": "zzzz",
    "one word of a hundred notes": "弁護士",
    "a word of every second note": "書類",
}


def run(sizes: Sizes, *, quick: bool) -> None:
    times = 40 if quick else 150
    user = User.objects.get(email="inbox-coordinator@example.org")
    own, notes = Case.objects.filter(members__user=user), Entry.objects.filter(case__members__user=user)
    told = f"{Case.objects.count():,} cases, {own.count()} own with {notes.count():,} notes, {WORKERS} server workers"
    with running() as server:
        visitor = Visitor(server, user)
        list_times, rows = _lists(visitor, user, times)
        show("Cases over HTTP", told, [*rows, *_one(visitor, user, times), *_exact(visitor, user, times)])
        plain = ratios(visitor, "cases", list_times, times, user=str(user.pk))
        show("The list of cases beside simpler things", told, plain)
        show("Words in the notes of one's own cases", told, _notes(server, user))


def _lists(visitor: Visitor, user: User, times: int) -> tuple[list[float], list[Row]]:
    at = reverse_in("case_list")
    own = Case.objects.filter(members__user=user).order_by("-last_at", "-id")
    middle = key_of(("last_at", "id"), own[own.count() // 2])
    pages = {
        "Open ones, as it opens": at,
        "… their last page": f"{at}?last=1",
        "All own cases, first page, with total": f"{at}?state=",
        "… a page in the middle": f"{at}?state=&after={middle.replace('+', '%2B')}",
        "… the last page": f"{at}?state=&last=1",
        "… nothing for 14 days": f"{at}?state=&only=neglected",
        "… something due in a week": f"{at}?state=&only=due",
        "… of one topic": f"{at}?state=&topic=work",
    }
    found = {what: page(visitor, user, what, [path], times, LIST, QUERIES) for what, path in pages.items()}
    return found["All own cases, first page, with total"][0], [row for _spent, row in found.values()]


def _one(visitor: Visitor, user: User, times: int) -> list[Row]:
    """Cases with a full page of notes; different ones, fewer than one may open in an hour."""
    full = Case.objects.filter(members__user=user).order_by("number").values_list("pk", flat=True)[::2]
    pages = {"The case: facts, contact, what is due, last notes": "case_overview"}
    pages |= {
        f"Its record, {FULL} entries opened and audited": "case_progress",
        "Its messages": "case_messages",
    }
    return [
        page(visitor, user, what, [reverse_in(name, pk) for pk in full[: times + 4]], times, DETAIL)[1]
        for what, name in pages.items()
    ]


def _exact(visitor: Visitor, user: User, times: int) -> list[Row]:
    at, own = reverse_in("case_list"), Case.objects.filter(members__user=user).order_by("number")
    cards = Card.objects.filter(person__in=own.order_by().values("person")).order_by("code")
    typed = {
        "Search by exact case number": own.values_list("number", flat=True)[:times],
        "Search by card code": cards.values_list("code", flat=True)[:times],
    }
    return [
        page(visitor, user, what, [f"{at}?q={each}" for each in values], times, EXACT)[1]
        for what, values in typed.items()
    ]


def _notes(server: Server, user: User) -> list[Row]:
    """Over HTTP only one of the words: the log, which nobody can shorten, counts the searches of a day."""
    rows = []
    for what, words in WORDS.items():
        alone = measure(partial(_cold, words, user), SEARCHES)
        rows.append(timed(f"The search alone, no key at hand: {what}", alone, at_most=NOTES))
    search = partial(_sought, Visitor(server, user), words)
    return [*rows, timed(f"Over HTTP: {what}", measure(search, SEARCHES), at_most=NOTES)]


def _sought(visitor: Visitor, words: str) -> None:
    content = visitor.post(reverse_in("case_find"), [("words", words)], status=200)
    if b'class="task-list"' not in content:
        raise SystemExit("Nothing was found: the searches of the day are used up.")


def _cold(words: str, user: User) -> None:
    """As the first one: nothing of it stays."""
    keyring.forget()
    with transaction.atomic():
        searching.find(words, actor=user, now=clock.now())
        transaction.set_rollback(True)
