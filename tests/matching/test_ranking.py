"""Who fits a request: what leaves somebody out, what counts, and that more of what is wanted never ranks lower."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.matching.rules import POINTS, Because, Mode, Offer, Wanted, rank
from bansou.supporters.rules import Free, Spoken

TODAY = date(2024, 8, 1)
TAITO, CHUO, YOKOHAMA = "131067", "131024", "141003"
LEVELS = ("everyday", "fluent", "native")
FIELDS = ("labour", "medical", "status", "violence")
LANGUAGES = ("ja", "vi", "ne")
PREFECTURES = ("11", "13", "14")
TOWNS = ("", TAITO, CHUO, YOKOHAMA)
HOURS = st.integers(0, 22).map(time)

spoken = st.builds(Spoken, st.sampled_from(LANGUAGES), st.sampled_from(LEVELS), st.booleans())


@st.composite
def spans(draw):
    first, last = sorted(draw(st.sets(st.integers(0, 23), min_size=2, max_size=2)))
    return time(first), time(last)


@st.composite
def free_times(draw):
    return Free(draw(st.integers(0, 6)), *draw(spans()))


@st.composite
def offers(draw):
    return Offer(
        supporter=UUID(int=draw(st.integers(0, 50))),
        prefecture=draw(st.sampled_from(PREFECTURES)),
        town=draw(st.sampled_from(TOWNS)),
        languages=tuple(draw(st.lists(spoken, max_size=3, unique_by=lambda each: each.language))),
        areas=draw(st.frozensets(st.sampled_from(PREFECTURES))),
        remote=draw(st.booleans()),
        fields=draw(st.frozensets(st.sampled_from(FIELDS))),
        gender=draw(st.sampled_from(["", "woman", "man"])),
        foreign_roots=draw(st.booleans()),
        times=tuple(draw(st.lists(free_times(), max_size=3))),
        paused_until=draw(st.none() | st.dates(TODAY - timedelta(5), TODAY + timedelta(5))),
        load=draw(st.integers(0, 8)),
        taken=tuple(draw(st.lists(spans(), max_size=1))),
    )


@st.composite
def wishes(draw):
    day = draw(st.none() | st.dates(TODAY, TODAY + timedelta(7)))
    starts, ends = draw(spans()) if day else (None, None)
    gender = draw(st.sampled_from(["", "woman", "man"]))
    return Wanted(
        prefecture=draw(st.sampled_from(PREFECTURES)),
        languages=tuple(draw(st.frozensets(st.sampled_from(LANGUAGES)))),
        interpret=draw(st.booleans()),
        mode=draw(st.sampled_from(Mode)),
        town=draw(st.sampled_from(TOWNS)),
        fields=draw(st.frozensets(st.sampled_from(FIELDS))),
        gender=gender,
        gender_must=bool(gender) and draw(st.booleans()),
        background=draw(st.booleans()),
        day=day,
        starts=starts,
        ends=ends,
        avoided_towns=draw(st.frozensets(st.sampled_from(TOWNS[1:]), max_size=1)),
        avoided=draw(st.frozensets(st.integers(0, 50).map(lambda number: UUID(int=number)), max_size=2)),
    )


def points(wanted: Wanted, offer: Offer) -> int:
    """What an offer gets; -1 if it is left out."""
    found = rank(wanted, [offer], TODAY).ranked
    return found[0].points if found else -1


def improvements(wanted: Wanted, offer: Offer):
    """The same supporter with more of one wanted thing."""
    for language in wanted.languages:
        others = tuple(each for each in offer.languages if each.language != language)
        yield replace(offer, languages=(*others, Spoken(language, "native", interprets=True)))
    better = {"everyday": "fluent", "fluent": "native", "native": "native"}
    yield replace(offer, languages=tuple(replace(one, level=better[one.level]) for one in offer.languages))
    yield replace(offer, areas=offer.areas | {wanted.prefecture})
    yield replace(offer, remote=True)
    for field in wanted.fields:
        yield replace(offer, fields=offer.fields | {field})
    if wanted.gender:
        yield replace(offer, gender=wanted.gender)
    if wanted.background:
        yield replace(offer, foreign_roots=True)
    if wanted.day:
        yield replace(offer, times=(*offer.times, Free(wanted.day.weekday(), time(0), time(23))))
        yield replace(offer, taken=())
    yield replace(offer, load=max(0, offer.load - 1))
    yield replace(offer, paused_until=None)
    if wanted.town and wanted.town not in wanted.avoided_towns and wanted.town[:2] == wanted.prefecture:
        yield replace(offer, town=wanted.town, prefecture=wanted.prefecture)


@given(wishes(), offers())
def test_more_of_a_wanted_thing_never_ranks_lower(wanted, offer):
    before = points(wanted, offer)
    for improved in improvements(wanted, offer):
        assert points(wanted, improved) >= before


@given(wishes(), st.lists(offers(), unique_by=lambda offer: offer.supporter), st.randoms())
def test_everybody_once_in_a_stable_order(wanted, found, random):
    first = rank(wanted, found, TODAY)
    shuffled = list(found)
    random.shuffle(shuffled)
    again = rank(wanted, shuffled, TODAY)
    assert first.ranked == again.ranked
    assert set(first.left_out) == set(again.left_out)
    shown = [each.supporter for each in first.ranked]
    left = [each.supporter for each in first.left_out]
    assert sorted(shown + left) == sorted(offer.supporter for offer in found)
    assert [each.points for each in first.ranked] == sorted(
        (each.points for each in first.ranked), reverse=True
    )


@given(wishes(), st.lists(offers(), unique_by=lambda offer: offer.supporter))
def test_nobody_dangerous_resting_or_unable_is_listed(wanted, found):
    by_id = {offer.supporter: offer for offer in found}
    for each in rank(wanted, found, TODAY).ranked:
        offer = by_id[each.supporter]
        assert each.supporter not in wanted.avoided
        for town in wanted.avoided_towns:
            assert offer.town != town if offer.town else offer.prefecture != town[:2]
        assert offer.paused_until is None or offer.paused_until < TODAY
        assert not wanted.gender_must or offer.gender == wanted.gender
        known = {one.language for one in offer.languages if one.interprets or not wanted.interpret}
        assert not wanted.languages or known & set(wanted.languages)
        if wanted.mode is Mode.FACE:
            assert wanted.prefecture in offer.areas
        elif wanted.mode is Mode.REMOTE:
            assert offer.remote


@given(wishes(), offers())
def test_the_points_are_the_sum_of_the_reasons_and_none_exceeds_its_most(wanted, offer):
    for each in rank(wanted, [offer], TODAY).ranked:
        assert each.points == sum(part.points for part in each.parts)
        assert all(0 <= part.points <= POINTS[part.because] for part in each.parts)
        assert len({part.because for part in each.parts}) == len(each.parts)


AN = Offer(
    UUID(int=1), "13", TAITO, (Spoken("vi", "native", True), Spoken("ja", "fluent")), frozenset({"13", "14"}),
    fields=frozenset({"medical"}), gender="woman", foreign_roots=True, times=(Free(3, time(9), time(17)),),
)  # fmt: skip
HOSPITAL = Wanted(
    "13", ("vi",), interpret=True, mode=Mode.FACE, town=TAITO, fields=frozenset({"medical", "labour"}),
    gender="woman", background=True, day=date(2024, 8, 8), starts=time(10), ends=time(12),
)  # fmt: skip


def reasons(wanted: Wanted, offer: Offer) -> dict[str, int]:
    return {part.because.value: part.points for part in rank(wanted, [offer], TODAY).ranked[0].parts}


def test_every_reason_is_named_with_its_points():
    assert reasons(HOSPITAL, AN) == {
        "native": 30, "interprets": 5, "same_town": 25, "knows_field": 10, "gender": 15, "shares_language": 10,
        "foreign_roots": 5, "free_then": 15, "load": 15,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"avoided": frozenset({AN.supporter})}, Because.LEFT_KNOWN),
        ({"avoided_towns": frozenset({TAITO})}, Because.LEFT_TOWN),
        ({"languages": ("ja",)}, Because.LEFT_LANGUAGE),
        ({"prefecture": "27"}, Because.LEFT_REACH),
        ({"mode": Mode.REMOTE}, Because.LEFT_REACH),
        ({"gender": "man", "gender_must": True}, Because.LEFT_GENDER),
    ],
)
def test_a_condition_that_fails_is_named(changed, reason):
    found = rank(replace(HOSPITAL, **changed), [AN], TODAY)
    assert [each.because for each in found.left_out] == [reason]
    assert not found.ranked


@pytest.mark.parametrize(
    ("changed", "left_out"),
    [
        ({"paused_until": TODAY}, Because.LEFT_PAUSED),
        ({"paused_until": TODAY - timedelta(1)}, None),
        ({"taken": ((time(11), time(13)),)}, Because.LEFT_BUSY),
        ({"taken": ((time(12), time(13)),)}, None),
        ({"taken": ((time(8), time(10)),)}, None),
    ],
)
def test_a_break_ends_after_its_last_day_and_appointments_may_touch(changed, left_out):
    found = rank(HOSPITAL, [replace(AN, **changed)], TODAY)
    assert [each.because for each in found.left_out] == ([left_out] if left_out else [])


def test_silence_about_times_costs_less_than_a_no():
    weekend = (Free(5, time(9), time(17)),)
    told = [points(HOSPITAL, replace(AN, times=times)) for times in (AN.times, (), weekend)]
    assert told == sorted(told, reverse=True)
    assert len(set(told)) == 3


def test_for_a_call_everybody_is_equally_near():
    call = replace(HOSPITAL, mode=Mode.REMOTE)
    near, far = (
        replace(AN, remote=True),
        replace(AN, remote=True, prefecture="01", town="", areas=frozenset()),
    )
    assert points(call, near) == points(call, far)


def test_japanese_as_a_mother_tongue_shares_no_background():
    native = replace(AN, languages=(Spoken("ja", "native", True),), foreign_roots=False)
    assert "shares_language" not in reasons(replace(HOSPITAL, languages=("ja", "vi")), native)


def test_an_unreadable_home_in_the_avoided_prefecture_is_no_risk_worth_taking():
    wanted = replace(HOSPITAL, avoided_towns=frozenset({TAITO}))
    assert points(wanted, replace(AN, town="")) == -1
    assert points(wanted, replace(AN, town="", prefecture="14")) > 0
