"""The spreadsheet check: rows in, judged rows out, compared with a slow judge that shares no code."""

import random
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.accompaniment.rules.sheet import (
    CLAIM_COLUMNS,
    SUPPORTER_COLUMNS,
    SheetError,
    judge,
    read_supporters,
    table_rows,
)
from bansou.programmes.rules import load
from tests.accompaniment.rules import oracle

EXAMPLES = Path(__file__).parents[3] / "examples" / "terms"
TERM = load((EXAMPLES / "bansou-net-2023.toml").read_text(encoding="utf-8"))
SUPPORTERS = """bansou_id,registered_on,experience_confirmed_on,completed
A,2023-04-01,2023-04-01,
B,2023-04-01,2023-04-01,
NEW,2023-04-01,,
"""
HEADER = ",".join(CLAIM_COLUMNS)
GOOD = {
    "claim_id": "c",
    "applicant": "A",
    "co_supporter": "",
    "recipient": "R",
    "support_on": "2024-06-10",
    "start": "10:00",
    "end": "11:00",
    "filed_on": "2024-06-20",
    "state": "",
}


def line_of(**changes):
    return ",".join({**GOOD, **changes}.values())


def judged(*lines, header=HEADER):
    people = read_supporters(table_rows(SUPPORTERS.splitlines()))
    return [tuple(row) for row in judge(people, table_rows([header, *lines]), TERM)]


ACCEPTED = ("c", "accepted", 4000, "2024-07-10", "2024-07", "")


def bad(column, claim_id="c", deadline="2024-07-10"):
    return (claim_id, "error", 0, deadline, "", f"bad_row:{column}")


def test_a_good_row():
    assert judged(line_of()) == [ACCEPTED]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("applicant", ""),
        ("applicant", " \u3000"),
        ("co_supporter", "B+"),
        ("co_supporter", "+"),
        ("co_supporter", "B++NEW"),
        ("recipient", ""),
        ("start", "9:00"),
        ("start", "24:00"),
        ("start", "10:60"),
        ("start", "１０:００"),
        ("start", "10:00:00"),
        ("end", "1100"),
        ("filed_on", "2024-6-20"),
        ("filed_on", "2024/06/20"),
        ("filed_on", "20240620"),
        ("filed_on", "2024-W25-4"),
        ("filed_on", "2023-02-29"),
        ("filed_on", "２０２４-06-20"),
        ("filed_on", ""),
        ("state", "Withdrawn"),
        ("state", "paid"),
        ("recipient", "R\ufffd"),
        ("co_supporter", "B\ufffd"),
    ],
)
def test_an_unreadable_row_names_its_column_and_keeps_its_deadline(column, value):
    assert judged(line_of(**{column: value})) == [bad(column)]


@pytest.mark.parametrize("value", ["", "2024-02-30", "10 June", "0000-01-01", "99999-01-01"])
def test_without_a_support_day_there_is_no_deadline(value):
    assert judged(line_of(support_on=value)) == [bad("support_on", deadline="")]


def test_an_empty_claim_id_is_the_first_fault():
    assert judged(line_of(claim_id="", state="odd")) == [bad("claim_id", claim_id="")]


def test_the_first_of_several_bad_columns_is_named():
    assert judged(line_of(recipient="", start="x", state="odd")) == [bad("recipient")]


def test_short_and_long_rows():
    assert judged("c,A,,R,2024-06-10") == [bad("start")]
    assert judged("c,A,,R,2024-06-10,10:00,11:00,2024-06-20") == [ACCEPTED]
    assert judged(line_of() + ",,") == [ACCEPTED]
    assert judged(line_of() + ",note") == [bad("state")]


def test_quotes_blank_lines_and_spaces():
    assert judged(line_of(claim_id='"c,1"')) == [("c,1", *ACCEPTED[1:])]
    assert judged("", line_of(), "  ", line_of()) == [ACCEPTED, ACCEPTED]
    assert judged(line_of(applicant=" A ", co_supporter=" B ", state=" "))[0][1:3] == ("accepted", 8000)


def test_an_open_quote_spoils_its_own_row_only():
    assert judged(line_of(recipient='"R'), line_of()) == [bad("recipient", deadline=""), ACCEPTED]
    assert judged(line_of(state='"'), line_of()) == [bad("state"), ACCEPTED]


def test_a_field_of_ten_megabytes_spoils_its_own_row_only():
    assert judged(line_of(recipient='"' + "x" * 10_000_000 + '"'), line_of()) == [bad("recipient"), ACCEPTED]


def test_times_over_midnight_and_equal_times():
    assert judged(line_of(start="23:30", end="01:30"))[0][2] == 8000
    assert judged(line_of(start="10:00", end="10:00"))[0][5] == "too_short"


def test_columns_are_found_by_name():
    header = "note," + ",".join(reversed(CLAIM_COLUMNS))
    line = "hello," + ",".join(reversed(GOOD.values()))
    assert judged(line, header=header) == [ACCEPTED]


def test_withdrawn_and_refused_rows_are_judged_and_take_no_place():
    rows = judged(
        line_of(),
        line_of(state="withdrawn"),
        line_of(state="rejected"),
        line_of(applicant="NEW"),
        line_of(start="x"),
        line_of(),
        line_of(co_supporter="B"),
        line_of(),
        line_of(state="withdrawn"),
        line_of(recipient="other"),
    )
    full = "recipient_cap_reached"
    assert [row[5] for row in rows] == ["", "", "", "not_eligible", "bad_row:start", "", "", full, full, ""]


def test_a_deadline_at_the_end_of_time_is_no_crash():
    row = judged(line_of(support_on="9999-12-31", filed_on="9999-12-31"))[0]
    assert row[1] == "refused" and row[3] == "9999-12-31"


@pytest.mark.parametrize("missing", CLAIM_COLUMNS)
def test_a_missing_column_stops_everything(missing):
    header = ",".join(column for column in CLAIM_COLUMNS if column != missing)
    with pytest.raises(SheetError) as caught:
        judged(header=header)
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(1, missing)]


def test_a_column_that_stands_twice_stops_everything():
    with pytest.raises(SheetError) as caught:
        judged(header=",".join((*CLAIM_COLUMNS, "state")))
    assert caught.value.faults[0].column == "state"


def test_every_fault_of_the_supporters_is_told():
    table = (
        ",".join(SUPPORTER_COLUMNS)
        + "\nA,2023-04-01,,\n,2023-04-01,,\nB,,,\n\nC,2023-04-01,x,\nD,2023-04-01,,basic-1\nA,2023-04-01,,\n"
    )
    with pytest.raises(SheetError) as caught:
        read_supporters(table_rows(table.splitlines()))
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [
        (3, "bansou_id"),
        (4, "registered_on"),
        (6, "experience_confirmed_on"),
        (7, "completed"),
        (8, "bansou_id"),
    ]


def test_a_questionnaire_done_twice_counts_from_the_earlier_day():
    table = ",".join(SUPPORTER_COLUMNS) + "\nA,2023-04-01,,basic-1:2023-09-05; basic-1 : 2023-09-01 ;\n"
    assert read_supporters(table_rows(table.splitlines()))["A"].completed == {"basic-1": date(2023, 9, 1)}


def random_people(chance):
    people = {}
    for name in "ABCDEF":
        day = date(2023, 6, 1) + timedelta(chance.randrange(300))
        later = [day + timedelta(chance.randrange(200)) for _ in range(6)]
        people[name] = {
            "registered_on": day.isoformat(),
            "experience_confirmed_on": chance.choice(["", later[0].isoformat()]),
            "completed": [
                (f"basic-{number}", later[number].isoformat())
                for number in range(1, 6)
                if chance.random() < 0.9
            ],
        }
    return people


def random_claim(chance, number):
    near = [date(2023, 7, 10), date(2024, 1, 31), date(2024, 3, 31), date(2024, 4, 1), date(2026, 2, 28)]
    support = chance.choice([*near, date(2023, 6, 20) + timedelta(chance.randrange(1000))])
    filed = support + timedelta(chance.choice([-1, 0, 5, 27, 28, 29, 30, 31, 32]))
    start = chance.randrange(1440)
    end = (start + chance.choice([0, 59, 60, 90, 119, 120, 1439])) % 1440
    claim = {
        "claim_id": f"C{number}",
        "applicant": chance.choice("AABBCCDDEFX"),
        "co_supporter": chance.choice(["", "", "", "A", "B", "C", "X", "A+B", "D+D"]),
        "recipient": chance.choice(["R1", "R2", "R3"]),
        "support_on": support.isoformat(),
        "start": f"{start // 60:02}:{start % 60:02}",
        "end": f"{end // 60:02}:{end % 60:02}",
        "filed_on": filed.isoformat(),
        "state": chance.choice(["", "", "", "", "withdrawn", "rejected"]),
    }
    if chance.random() < 0.05:
        claim[chance.choice(CLAIM_COLUMNS)] = chance.choice(["", "?", "24:00", "2024-02-30", "A+"])
    return claim


def as_tables(people, claims, columns=CLAIM_COLUMNS):
    supporters = [",".join(SUPPORTER_COLUMNS)]
    for name, person in people.items():
        completed = ";".join(f"{code}:{day}" for code, day in person["completed"])
        supporters.append(f"{name},{person['registered_on']},{person['experience_confirmed_on']},{completed}")
    return supporters, [
        ",".join(columns),
        *(",".join(claim[column] for column in columns) for claim in claims),
    ]


@given(st.integers(0, 2**32))
def test_agrees_with_the_slow_judge(seed):
    chance = random.Random(seed)
    people = random_people(chance)
    claims = [random_claim(chance, number) for number in range(60)]
    columns = chance.sample(CLAIM_COLUMNS, len(CLAIM_COLUMNS))
    supporters, rows = as_tables(people, claims, columns)

    found = list(judge(read_supporters(table_rows(supporters)), table_rows(rows), TERM))

    assert found == oracle.judge_2023(people, claims)
    live = zip(claims, found, strict=True)
    taken = Counter(claim["recipient"] for claim, row in live if row[1] == "accepted" and not claim["state"])
    assert max(taken.values(), default=0) <= 3


@given(st.lists(st.text(max_size=60), max_size=5))
def test_no_text_crashes_the_check(lines):
    lines = [line.replace("\n", " ") for line in lines]
    verdicts = {row[1] for row in judged(*lines)}
    assert verdicts <= {"error", "refused", "accepted"}
