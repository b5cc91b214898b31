"""The judgement of one claim: golden cases per term, and what holds for every claim."""

import tomllib
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.accompaniment.rules import (
    ClaimFacts,
    Reason,
    SupporterFacts,
    Verdict,
    assess,
    minutes_between,
)
from bansou.programmes.rules import CountedPer, PaidTo, load

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests" / "accompaniment" / "cases"


def term_of(name):
    return load((ROOT / "examples" / "terms" / name).read_text(encoding="utf-8"))


TERM = term_of("bansou-net-2023.toml")


def golden_cases():
    for path in sorted(CASES.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in told["cases"]:
            yield pytest.param(told["terms"], told["supporters"], case, id=f"{path.stem}: {case['name']}")


def facts_of(told):
    return SupporterFacts(
        told["registered_on"], told.get("experience_confirmed_on"), told.get("completed", {})
    )


@pytest.mark.parametrize(("terms", "people", "case"), list(golden_cases()))
def test_golden_case(terms, people, case):
    claim = ClaimFacts(**{"co_supporters": (), **case["claim"]})
    claim = replace(claim, co_supporters=tuple(claim.co_supporters))
    supporters = {name: facts_of(told) for name, told in people.items()}

    judged = assess(claim, term_of(terms), supporters, case.get("used_slots", 0))

    reasons = case.get("reasons", [])
    assert list(judged.reasons) == reasons
    assert judged.verdict == (Verdict.REFUSED if reasons else Verdict.ACCEPTED)
    assert (judged.amount_yen, judged.total_yen) == (case.get("amount_yen", 0), case.get("total_yen", 0))
    assert (judged.pay_month.strftime("%Y-%m") if judged.pay_month else None) == case.get("pay_month")
    assert judged.deadline_on == case.get("deadline_on", judged.deadline_on)


def test_every_reason_has_a_golden_case():
    seen = {reason for case in golden_cases() for reason in case.values[2].get("reasons", [])}
    assert seen == set(Reason)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (time(10), time(11), 60),
        (time(23, 30), time(0, 30), 60),
        (time(9), time(9), 0),
        (time(9, 1), time(9), 1439),
        (time(0), time(23, 59), 1439),
    ],
)
def test_minutes_between(start, end, minutes):
    assert minutes_between(start, end) == minutes


days = st.dates(date(2023, 6, 1), date(2026, 4, 30))
people = st.dictionaries(
    st.sampled_from("ABC"),
    st.builds(
        SupporterFacts,
        days,
        st.none() | days,
        st.dictionaries(st.sampled_from([f"basic-{number}" for number in range(1, 6)]), days),
    ),
)
claims = st.builds(
    ClaimFacts,
    st.sampled_from("ABCD"),
    st.lists(st.sampled_from("ABCD"), max_size=3).map(tuple),
    days,
    st.integers(0, 1439),
    days,
)


@given(claims, people, st.integers(0, 5))
def test_money_comes_with_acceptance_and_only_then(claim, supporters, used):
    judged = assess(claim, TERM, supporters, used)
    accepted = judged.verdict == Verdict.ACCEPTED
    assert accepted == (judged.reasons == ()) == (judged.total_yen > 0) == (judged.pay_month is not None)
    assert judged.total_yen == judged.amount_yen * (1 + len(claim.co_supporters))


@given(claims, people, st.integers(0, 5))
def test_reasons_stand_in_order_and_once(claim, supporters, used):
    order = list(Reason)
    places = [order.index(reason) for reason in assess(claim, TERM, supporters, used).reasons]
    assert places == sorted(set(places))


@given(claims, people, st.integers(0, 5))
def test_a_fuller_recipient_adds_the_cap_and_nothing_else(claim, supporters, used):
    free, full = assess(claim, TERM, supporters, 0), assess(claim, TERM, supporters, used)
    extra = (Reason.RECIPIENT_CAP_REACHED,) if used >= 3 else ()
    assert full.reasons == free.reasons + extra


@given(claims, people)
def test_the_order_of_second_supporters_changes_nothing(claim, supporters):
    turned = replace(claim, co_supporters=claim.co_supporters[::-1])
    assert assess(turned, TERM, supporters) == assess(claim, TERM, supporters)


def test_settings_of_a_pair():
    person = SupporterFacts(date(2023, 4, 1), date(2023, 4, 1), {})
    pair = ClaimFacts("A", ("B",), date(2024, 6, 10), 120, date(2024, 6, 20))
    people = {"A": person, "B": person}
    one_paid = replace(TERM, pay_rule=replace(TERM.pay_rule, paid_to=PaidTo.APPLICANT))
    each_counts = replace(TERM, caps=replace(TERM.caps, counted_per=CountedPer.SUPPORTER))

    assert assess(pair, one_paid, people).total_yen == 8000
    assert assess(pair, each_counts, people, used_slots=1).verdict == Verdict.ACCEPTED
    assert assess(pair, each_counts, people, used_slots=2).reasons == (Reason.RECIPIENT_CAP_REACHED,)
