"""The database narrows as the rules would: nobody who fits is lost, nobody who does not is read."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bansou.cases.actions.members import add_member, bar
from bansou.matching.queries import finding
from bansou.matching.rules import Because, Mode, Wanted
from bansou.supporters import actions as supporters
from bansou.supporters.rules import Free, Spoken
from tests.factories import make_case, make_supporter
from tests.matching.makers import DAY, lead_of, make_ask, make_visit

pytestmark = pytest.mark.django_db
VI = (Spoken("vi", "native", interprets=True),)
WANTED = Wanted("13", ("vi",), mode=Mode.FACE)


@pytest.fixture
def case(now):
    return make_case(now=now)


def found(wanted: Wanted, case, today) -> list:
    return [each.supporter for each in finding.find(wanted, case, today=today).ranking.ranked]


def test_only_who_can_help_is_found(case, today):
    fits = make_supporter(languages=VI)
    make_supporter(languages=(Spoken("ne", "native"),))
    make_supporter(languages=VI, areas=("27",))
    make_supporter(languages=VI, paused_until=today)
    supporters.leave(make_supporter(languages=VI), actor=None, now=case.opened_at)
    assert found(WANTED, case, today) == [fits.pk]


@pytest.mark.parametrize(
    ("changed", "who"),
    [
        ({"mode": Mode.FACE}, {"near", "everyday"}),
        ({"mode": Mode.REMOTE}, {"far"}),
        ({"mode": Mode.EITHER}, {"near", "far", "everyday"}),
        ({"interpret": True}, {"near"}),
        ({"gender": "woman", "gender_must": True}, {"near"}),
        ({"languages": ("vi", "ne")}, {"near", "everyday", "other"}),
    ],
)
def test_what_is_asked_for_narrows(case, today, changed, who):
    people = {
        "near": make_supporter(languages=VI, gender="woman"),
        "far": make_supporter(languages=VI, areas=("01",), prefecture="01", remote=True),
        "everyday": make_supporter(languages=(Spoken("vi", "everyday"),)),
        "other": make_supporter(languages=(Spoken("ne", "fluent"),)),
    }
    expected = {people[name].pk for name in who}
    if changed.get("interpret"):
        changed = {**changed, "mode": Mode.FACE}
    assert set(found(replace(WANTED, **changed), case, today)) == expected


def test_who_is_on_the_case_asked_already_or_barred_is_not_found(case, today, now):
    member, waiting, known, free = (make_supporter(languages=VI) for _ in range(4))
    add_member(case, member.user, "worker", actor=lead_of(case), now=now)
    make_ask(case, waiting, now=now)
    bar(case, known.user, actor=lead_of(case), now=now)
    result = finding.find(WANTED, case, today=today).ranking
    assert [each.supporter for each in result.ranked] == [free.pk]
    assert [(each.supporter, each.because) for each in result.left_out] == [(known.pk, Because.LEFT_KNOWN)]


def test_appointments_and_load_are_known(case, today, now):
    busy, carrying, idle = (make_supporter(languages=VI) for _ in range(3))
    make_visit(case, busy, now=now)
    other = make_case(now=now)
    make_ask(other, carrying, now=now)
    wanted = replace(WANTED, day=DAY, starts=time(11), ends=time(13))
    result = finding.find(wanted, None, today=today).ranking
    assert [each.supporter for each in result.ranked] == [idle.pk, carrying.pk]
    assert [each.because for each in result.left_out] == [Because.LEFT_BUSY]
    assert [each.parts[-1].value for each in result.ranked] == [0, 1]


def test_times_towns_and_fields_reach_the_rules(case, today):
    best = make_supporter(
        languages=VI, fields=("labour",), foreign_roots="親がベトナム出身", municipality="台東区",
        times=(Free(DAY.weekday(), time(9), time(17)),),
    )  # fmt: skip
    wanted = replace(
        WANTED,
        town="131067",
        fields=frozenset({"labour"}),
        background=True,
        day=DAY,
        starts=time(10),
        ends=time(12),
    )
    [ranked] = finding.find(wanted, case, today=today).ranking.ranked
    assert ranked.supporter == best.pk
    assert {part.because.value for part in ranked.parts} == {
        "native", "interprets", "same_town", "knows_field", "shares_language", "foreign_roots", "free_then", "load",
    }  # fmt: skip


def test_of_too_many_the_best_are_kept(case, today, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_AT", 3)
    plain = [make_supporter(languages=(Spoken("vi", "everyday"),), areas=("13",)) for _ in range(4)]
    best = make_supporter(languages=VI, fields=("medical",), gender="woman", foreign_roots="はい")
    wanted = replace(
        WANTED, fields=frozenset({"medical", "labour"}), gender="woman", background=True, mode=Mode.EITHER
    )
    result = found(wanted, case, today)
    assert len(result) == 3
    assert result[0] == best.pk
    assert set(result[1:]) <= {each.pk for each in plain}


def test_nobody_within_reach_differs_from_nobody_who_fits(case, today):
    make_supporter(languages=VI, paused_until=today + timedelta(days=9))
    assert finding.find(WANTED, case, today=today).within_reach
    assert not finding.find(replace(WANTED, languages=("fa",)), case, today=today).within_reach


def test_the_same_queries_for_one_and_for_many(case, today):
    costs = []
    for more in (1, 4):
        for _ in range(more):
            make_supporter(languages=VI)
        with CaptureQueriesContext(connection) as asked:
            finding.find(replace(WANTED, day=date(2024, 8, 8)), case, today=today)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 11
