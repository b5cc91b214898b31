"""Nonsense in every address, every query and every field: a page may refuse it, but never fail."""

import re
import uuid

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import translation

from bansou.accounts.enums import RoleKind
from bansou.core import clock
from tests.faults.town import NOW, Town

NONSENSE = {
    "nul": "a\x00b",
    "half a character": b"\xed\xa0\x80\xff",
    "right to left": "\u202e\u200f\u2066x\ufeff\u200b",
    "controls": "\x01\x08\x1b\x7f\x85\u2028",
    "long": "\ufdfa𠮷é" * 2_000,
    "digits": "9" * 5000,
    "number": "9" * 25,
    "negative": "-1",
    "fraction": "NaN",
    "wide digits": "４５٣²",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "key of a page": "0001-01-01T00:00:00+14:00~00000000-0000-0000-0000-000000000000",
    "other key": "9999-12-31T23:59:59-12:00~9",
    "naive key": "2024-08-01T00:00:00~00000000-0000-0000-0000-000000000000",
    "number key": f"{'9' * 25}~{'9' * 25}",
    "uuid": str(uuid.UUID(int=0)),
    "formula": "=cmd|'/c calc'!A1",
    "markup": '<script>{{ 7*7 }}{% x %}#read("/etc/passwd")%s%(a)s\\',
    "empty": "",
}
QUERY = {
    *(
        "after",
        "area",
        "bank",
        "bank_code",
        "before",
        "branch",
        "branch_code",
        "check",
        "claim",
        "day",
        "language",
    ),
    *(
        "last",
        "level",
        "month",
        "next",
        "object_id",
        "object_type",
        "page",
        "part",
        "pay_on",
        "person",
        "q",
        "region",
    ),
    *("running", "sign", "sort", "state", "terms", "to", "verb"),
}
# What pages that only take a decision are sent.
DECISION = {
    *(
        "code",
        "decision",
        "ids",
        "note",
        "postal_code",
        "reason",
        "residency",
        "shared_reason",
        "text",
        "token",
    ),
    *("version", "went"),
}
UUID = "[0-9a-f]{8}"
NAME = re.compile(rb'<(?:input|select|textarea|button)[^>]*?\sname="([^"]+)"')


def patterns(found=None, prefix=""):
    for pattern in found or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield (
                pattern.name or "",
                prefix + str(pattern.pattern),
                pattern.pattern.converters,
                pattern.callback,
            )
        else:
            yield from patterns(pattern.url_patterns, prefix + str(pattern.pattern))


def _ids(town) -> list[str]:
    one_of_each = [
        town.terms, town.organisation, town.one, town.claims[0], town.claims[1], town.hints[0], town.draft, town.note,
        town.run, town.transfer, town.one.payee, town.one.payee.accounts.get(), town.one.registrations.get(),
        town.staff[RoleKind.AUDITOR], town.one.user,
    ]  # fmt: skip
    return [str(each.pk) for each in one_of_each]


def addresses(town):
    """(name, the kinds of visitors who may come, its address with each id that might fit) of every page."""
    with translation.override("en"):
        known = list(patterns())
    for name, route, converters, view in known:
        wide = any(converter.regex.startswith(UUID) for converter in converters.values())
        public = getattr(view, "login_required", True) is False
        kinds = ["nobody"] if public else sorted(getattr(view, "roles", [RoleKind.SECRETARIAT]))
        yield name, kinds, ["/" + _filled(route, converters, pk) for pk in (_ids(town) if wide else [""])]


def _filled(route: str, converters: dict, pk: str) -> str:
    for part, converter in converters.items():
        value = pk if converter.regex.startswith(UUID) else _word(converter.regex)
        route = re.sub(rf"<(?:[a-z_]+:)?{part}>", value, route)
    return route


def _word(regex: str) -> str:
    if regex == "[0-9]+":
        return "9" * 25
    return (
        regex[1]
        if regex.startswith("[") and "]" in regex[:4]
        else re.sub(r"[^a-z].*", "", regex) or "nothing"
    )


class Visitor:
    """Asks without leaving anything behind, and notes what failed."""

    def __init__(self, client: Client) -> None:
        self.client, self.failures = client, []

    def ask(self, method: str, address: str, data: dict, told: str):
        with transaction.atomic(), transaction.atomic(using="vault"):
            try:
                answer = getattr(self.client, method)(address, data)
                failed = "" if answer.status_code < 500 else str(answer.status_code)
            except Exception as error:  # whatever a page raises is what we look for
                answer, failed = None, f"{type(error).__name__}: {str(error)[:90]}"
            for alias in connections:
                transaction.set_rollback(True, using=alias)
        if failed:
            self.failures.append(f"{method} {address} ({told}): {failed}")
        return answer


@pytest.mark.django_db(databases=["default", "vault"])
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", [*RoleKind, "nobody"])
def test_nonsense_never_breaks_a_page(signed_in, monkeypatch, kind):
    town = Town()
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", NOW.date)
    users = {**town.staff, RoleKind.SUPPORTER: town.one.user}
    visitor = Visitor(signed_in(users[kind]) if kind in users else Client())
    for name, kinds, tried in addresses(town):
        # One of those who may come is enough.
        if kinds[0] != kind or name == "account_logout":
            continue
        address, fields = _page_among(visitor, tried)
        for told, value in NONSENSE.items() if address else ():
            visitor.ask("post", address, dict.fromkeys(fields, value), told)
            if fields != DECISION:
                visitor.ask("get", address, dict.fromkeys(QUERY, value), told)
    assert not visitor.failures, "\n".join(sorted(set(visitor.failures)))


def _page_among(visitor, addresses):
    """The first address with a page, and the names of its fields."""
    for address in addresses:
        plain = visitor.ask("get", address, {}, "plain")
        if plain is not None and plain.status_code == 405:
            # Such pages say so whatever the id; only the answer to what they do take tells that it fits.
            plain = visitor.ask("post", address, {}, "empty")
            if plain is not None and plain.status_code != 404:
                return address, DECISION
        elif plain is not None and plain.status_code == 200 and plain["Content-Type"] != "application/pdf":
            names = {name.decode() for name in NAME.findall(plain.content)}
            return address, {*names, *QUERY, *DECISION} - {"switch_language"}
    return "", set()
