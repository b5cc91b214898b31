"""Terms as TOML: what can be said, what is refused with its place, and what a term answers."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.programmes import rules
from bansou.programmes.rules import Band, Rule, TermsError, dump, load

EXAMPLES = Path(__file__).parents[2] / "examples" / "terms"
BANSOU_NET = (EXAMPLES / "bansou-net-2023.toml").read_text(encoding="utf-8")
CONSULTATION = (EXAMPLES / "consultation-support-2021.toml").read_text(encoding="utf-8")

words = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=30).filter(str.strip)
codes = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@st.composite
def bands(draw):
    starts = sorted(draw(st.sets(st.integers(0, 1439), min_size=1, max_size=5)))
    amounts = sorted(draw(st.lists(st.integers(1, 1_000_000), min_size=len(starts), max_size=len(starts))))
    return tuple(map(Band, starts, amounts))


@st.composite
def requirements(draw):
    competence = draw(st.sampled_from(rules.Competence))
    questionnaires = ()
    if competence != rules.Competence.NONE:
        listed = draw(st.lists(codes, min_size=1, max_size=5, unique=True))
        questionnaires = tuple(rules.Questionnaire(code, draw(st.none() | days)) for code in listed)
    papers = tuple(draw(st.lists(st.sampled_from(rules.Paper), unique=True)))
    membership = draw(st.sampled_from(rules.Membership))
    return rules.Requirements(membership, competence, questionnaires, papers, draw(st.booleans()))


@st.composite
def terms(draw):
    support_from, support_to = sorted(draw(st.tuples(days, days)))
    table = draw(bands())
    source = st.builds(
        rules.Source,
        rules=st.lists(st.sampled_from(Rule), unique=True, max_size=3).map(tuple),
        document=words,
        quote=st.just("") | words,
        note=st.just("") | words,
    )
    return rules.Terms(
        programme=draw(codes),
        code=draw(codes),
        reference=draw(words),
        funder=draw(words),
        title=draw(st.builds(rules.Title, words, words, words)),
        support_from=support_from,
        support_to=support_to,
        min_minutes=table[0].minutes_from,
        bands=table,
        deadline_months=draw(st.none() | st.integers(1, 24)),
        prior_review=draw(st.sampled_from(rules.PriorReview)),
        caps=rules.Caps(
            draw(st.none() | st.integers(1, 1000)),
            draw(st.sampled_from(rules.CountedPer)),
            draw(st.integers(1, 1000)),
        ),
        requirements=draw(requirements()),
        pay_rule=rules.PayRule(draw(st.sampled_from(rules.PaidTo)), draw(st.integers(0, 24))),
        travel_rule=draw(st.sampled_from(rules.Travel)),
        sources=tuple(draw(st.lists(source, min_size=1, max_size=4))),
    )


@given(terms())
def test_a_dumped_term_loads_back_equal(term):
    assert load(dump(term)) == term


@pytest.mark.parametrize("text", [BANSOU_NET, CONSULTATION], ids=["2023", "2021"])
def test_the_examples_are_written_as_dump_writes_them(text):
    assert dump(load(text)) == text


@pytest.mark.parametrize("text", [BANSOU_NET, CONSULTATION], ids=["2023", "2021"])
def test_every_rule_of_the_examples_has_a_source(text):
    term = load(text)
    unsourced = {rule for rule, _ in rules.describe(term) if not rules.sources_for(term, rule)}
    assert unsourced == set()


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(TermsError) as caught:
        load(text)
    assert all(str(problem) for problem in caught.value.problems)
    return [(problem.path, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("to = 2026-02-28", "to = 2023-07-09", [("support.to", "support_to_before_from")]),
        ("to = 2026-02-28", 'to = "2026-02-28"', [("support.to", "wrong_type")]),
        ("to = 2026-02-28", "to = 2026-02-28T10:00:00", [("support.to", "wrong_type")]),
        ("to = 2026-02-28", "to = 2026-02-30", [("", "not_toml")]),
        ("to = 2026-02-28\n", "", [("support.to", "missing")]),
        ("min_minutes = 60", "min_minutes = -1", [("support.min_minutes", "out_of_range")]),
        ("min_minutes = 60", "min_minutes = true", [("support.min_minutes", "wrong_type")]),
        ("min_minutes = 60", "min_minutes = 45", [("bands[0].minutes_from", "first_band")]),
        ("minutes_from = 120", "minutes_from = 60", [("bands[1].minutes_from", "bands_overlap")]),
        ("minutes_from = 120", "minutes_from = 30", [("bands[1].minutes_from", "bands_not_ascending")]),
        ("yen = 8000", "yen = 3999", [("bands[1].yen", "bands_pay_less")]),
        ("yen = 8000", "yen = -8000", [("bands[1].yen", "out_of_range")]),
        ("yen = 8000", "yen = 8000.5", [("bands[1].yen", "wrong_type")]),
        ("yen = 8000", "yen = 8000\nyens = 1", [("bands[1].yens", "unknown_key")]),
        ("deadline_months = 1", 'deadline_months = "soon"', [("filing.deadline_months", "not_a_choice")]),
        ("deadline_months = 1", "deadline_months = 0", [("filing.deadline_months", "out_of_range")]),
        ("claims_per_recipient = 3", "claims_per_recipients = 3", None),
        ('code = "basic-2"', 'code = "basic-1"', [("competence.questionnaires[1].code", "repeated")]),
        ('code = "basic-2"', 'code = "Basic 2"', [("competence.questionnaires[1].code", "not_a_code")]),
        ('rule = "experience-or-questionnaires"', 'rule = "none"', None),
        ('papers = ["memorandum", "payee-account"]', 'papers = ["stamp"]', None),
        ("papers_each_term = true", "papers_each_term = 1", [("payment.papers_each_term", "wrong_type")]),
        ('funder = "Outreach (dormant deposits)"', 'funder = " "', [("funder", "blank")]),
        ('funder = "Outreach (dormant deposits)"', 'funder = "a\\nb"', [("funder", "control_character")]),
    ],
)
def test_one_fault_is_named_with_its_place(old, new, expected):
    assert old in BANSOU_NET
    expected = (
        expected
        or {
            "claims_per_recipients = 3": [
                ("caps.claims_per_recipient", "missing"),
                ("caps.claims_per_recipients", "unknown_key"),
            ],
            'rule = "none"': [("competence.questionnaires", "questionnaires_unused")],
            'papers = ["stamp"]': [("payment.papers[0]", "not_a_choice")],
        }[new]
    )
    assert faults(BANSOU_NET.replace(old, new, 1)) == expected


def test_all_faults_are_told_at_once():
    text = BANSOU_NET
    for old, new in (
        ("to = 2026-02-28", "to = 2020-01-01"),
        ("minutes_from = 120", "minutes_from = 60"),
        ('membership = "registered-individual"', 'membership = "anyone"'),
        ("papers_each_term = true\n", ""),
        ('code = "basic-4"', 'code = "basic-3"'),
    ):
        text = text.replace(old, new, 1)
    assert sorted(faults(text)) == [
        ("bands[1].minutes_from", "bands_overlap"),
        ("competence.questionnaires[3].code", "repeated"),
        ("filing.membership", "not_a_choice"),
        ("payment.papers_each_term", "missing"),
        ("support.to", "support_to_before_from"),
    ]


@pytest.mark.parametrize(
    "text", ["", "=", "bands = 3", "bands = [1]", "support = []", "sources = []", "[" * 5000]
)
def test_what_is_no_term_is_refused_and_never_crashes(text):
    assert faults(text)


def test_a_missing_table_is_told_once():
    assert ("caps", "missing") in faults("programme = 'x'")
    assert not [path for path, _ in faults("programme = 'x'") if path.startswith("caps.")]


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.integers(0, 24))
def test_add_months_lands_in_the_right_month_and_never_after_its_end(day, months):
    later = rules.add_months(day, months)
    expected = day.year * 12 + day.month + months
    if expected > 9999 * 12 + 12:
        assert later == date.max
        return
    assert later.year * 12 + later.month == expected
    if later.day != day.day:
        assert later.day < day.day
        assert later == date.max or (later + timedelta(days=1)).day == 1


@given(terms(), st.integers(0, 1439))
def test_a_longer_support_never_pays_less(term, minutes):
    assert rules.amount_for(term, minutes) <= rules.amount_for(term, minutes + 1)


@given(terms(), st.integers(0, 1439))
def test_an_amount_is_paid_from_the_shortest_support_on(term, minutes):
    assert (rules.amount_for(term, minutes) > 0) == (minutes >= term.min_minutes)


@pytest.mark.parametrize(
    ("filed_on", "expected"),
    [
        (date(2023, 8, 31), date(2023, 9, 1)),
        (date(2023, 12, 1), date(2024, 1, 1)),
        (date(2024, 1, 31), date(2024, 2, 1)),
    ],
)
def test_pay_month_follows_the_filing_month(filed_on, expected):
    assert rules.pay_month_for(load(BANSOU_NET), filed_on) == expected


def test_basic_5_is_asked_for_from_its_day_on():
    term = load(BANSOU_NET)
    first_four = ("basic-1", "basic-2", "basic-3", "basic-4")
    assert rules.required_questionnaires(term, date(2024, 3, 31)) == first_four
    assert rules.required_questionnaires(term, date(2024, 4, 1)) == (*first_four, "basic-5")
    assert rules.required_questionnaires(load(CONSULTATION), date(2021, 6, 1)) == ()


def test_describe_tells_bands_with_both_ends():
    told = [dict(params) for rule, params in rules.describe(load(BANSOU_NET)) if rule == Rule.BANDS]
    assert told == [
        {"minutes_from": 60, "minutes_before": 120, "yen": 4000},
        {"minutes_from": 120, "minutes_before": None, "yen": 8000},
    ]


@given(terms())
def test_describe_tells_every_rule_in_order(term):
    order = list(Rule)
    told = [order.index(rule) for rule, _ in rules.describe(term)]
    assert told == sorted(told)
    always = set(Rule) - {Rule.QUESTIONNAIRES}
    assert always <= {rule for rule, _ in rules.describe(term)}
