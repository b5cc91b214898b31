"""Receipts: found by code and PIN alone, slow to guess, the same answer to every wrong try."""

import threading
import uuid
from datetime import timedelta
from random import Random, SystemRandom

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from bansou.audit.models import Entry
from bansou.enquiries.actions import receipts, receiving
from bansou.enquiries.enums import Kind
from bansou.enquiries.rules.receipts import (
    CODE_DIGITS,
    PIN_DIGITS,
    TRIES_AN_HOUR,
    Receipt,
    as_digits,
    new_receipt,
)
from bansou.people import actions as people
from tests.faults.test_traces import everything

pytestmark = pytest.mark.django_db

SCRIPTS = {"fa": 0x6F0, "my": 0x1040, "ne": 0x966, "wide": 0xFF10, "latin": 0x30}


@given(st.integers(), st.sampled_from(sorted(SCRIPTS)), st.sampled_from([" ", "-", "", "\u200f", "  –"]))
def test_a_receipt_is_read_as_it_was_shown_in_any_script(seed, script, between):
    receipt = new_receipt(Random(seed))
    assert (len(receipt.code), len(receipt.pin)) == (CODE_DIGITS, PIN_DIGITS)
    typed = receipt.shown.replace(" ", between).translate({0x30 + n: SCRIPTS[script] + n for n in range(10)})
    assert as_digits(typed) == receipt.code


def test_receipts_do_not_repeat():
    rng = SystemRandom()
    made = {new_receipt(rng) for _ in range(10_000)}
    assert len({receipt.code for receipt in made}) == 10_000


@pytest.fixture
def asked(now, at):
    """A thread and its receipt."""
    person = people.new_person(erase_on=now.date(), now=now)
    receipt = receipts.fresh()
    address = receipts.add_address(person, receipts.digest_of(receipt), now=now)
    thread = receiving.start_thread(
        channel=address.channel, address=address, person=person, text="MARK-text", language="vi", at=now, now=now,
        token=uuid.uuid4(),
    )  # fmt: skip
    return thread, receipt


def other(digits: str) -> str:
    return f"{(int(digits) + 1) % 10 ** len(digits):0{len(digits)}}"


def test_code_and_pin_together_lead_to_the_thread(asked, now):
    thread, receipt = asked
    assert receipts.thread_with(receipt, now=now) == thread
    assert receipts.thread_with(Receipt(receipt.code, other(receipt.pin)), now=now) is None
    assert receipts.thread_with(Receipt(other(receipt.code), receipt.pin), now=now) is None
    wrong = Entry.objects.filter(verb="enquiries.wrong_code")
    assert wrong.count() == 2
    assert {entry.object_id for entry in wrong} == {str(receiving.channel_of(Kind.WEB).pk)}


def test_nobody_else_can_read_code_and_pin(asked, now):
    _thread, receipt = asked
    receipts.thread_with(Receipt(receipt.code, other(receipt.pin)), now=now)
    kept = everything("default") + everything("vault")
    assert not [part for part in (receipt.code, receipt.shown, receipt.pin) if part in kept]


def test_guessing_is_slowed_whether_the_code_exists_or_not(asked, now, at):
    thread, receipt = asked
    for code in (receipt.code, other(receipt.code)):
        for guess in range(TRIES_AN_HOUR):
            assert receipts.thread_with(Receipt(code, f"{guess:06}"), now=now) is None
        with pytest.raises(receipts.TooOften):
            receipts.thread_with(Receipt(code, receipt.pin), now=now)
    at(now + timedelta(hours=1))
    assert receipts.thread_with(receipt, now=now) == thread


def test_the_right_pin_starts_the_count_anew(asked, now):
    thread, receipt = asked
    for _visit in range(3):
        for guess in range(TRIES_AN_HOUR - 1):
            receipts.thread_with(Receipt(receipt.code, f"{guess:06}"), now=now)
        assert receipts.thread_with(receipt, now=now) == thread


def test_a_wrong_pin_costs_what_a_wrong_code_costs(asked, now):
    _thread, receipt = asked
    spent = []
    for tried in (
        receipt,
        Receipt(receipt.code, other(receipt.pin)),
        Receipt(other(receipt.code), receipt.pin),
    ):
        with CaptureQueriesContext(connection) as queries:
            receipts.thread_with(tried, now=now)
        spent.append([query["sql"].split()[0] for query in queries])
    assert spent[1] == spent[2]


def test_only_two_are_hashed_at_once(asked, now, monkeypatch):
    _thread, receipt = asked
    for _ in range(receipts.AT_ONCE):
        receipts._turns.acquire()
    try:
        with pytest.raises(receipts.Busy):
            receipts.thread_with(receipt, now=now)
    finally:
        for _ in range(receipts.AT_ONCE):
            receipts._turns.release()
    assert receipts.thread_with(receipt, now=now)


def test_who_asks_waits_for_a_turn():
    for _ in range(receipts.AT_ONCE):
        receipts._turns.acquire()
    threading.Timer(0.2, lambda: [receipts._turns.release() for _ in range(receipts.AT_ONCE)]).start()
    assert len(receipts.digest_of(receipts.fresh())) == 32
