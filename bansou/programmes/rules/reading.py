"""Owns TOML text -> Terms: every fault is found and named in one go, and nothing is assumed."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from bansou.programmes.rules.problems import Problem, TermsError
from bansou.programmes.rules.terms import (
    Band,
    Caps,
    Competence,
    CountedPer,
    Membership,
    PaidTo,
    Paper,
    PayRule,
    PriorReview,
    Questionnaire,
    Requirements,
    Rule,
    Source,
    Terms,
    Title,
    Travel,
)

DAY_MINUTES = 24 * 60
WITHIN_PERIOD = "within the project period"
NO_CAP = "none"

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_HIGHEST_YEN = 1_000_000
_HIGHEST_MONTHS = 24
_HIGHEST_COUNT = 1_000

Choice = TypeVar("Choice", bound=StrEnum)


def load(text: str) -> Terms:
    """The term that this TOML text says; raises TermsError with all its faults."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as fault:
        raise TermsError([Problem("", "not_toml", {"detail": str(fault)})]) from fault
    return parse(values)


def parse(values: Mapping[str, Any]) -> Terms:
    """The term that a mapping in the shape of `tomllib.loads` says; raises TermsError with all its faults."""
    problems: list[Problem] = []
    terms = _read_terms(_Table(values, "", problems))
    problems += _faults_between(terms, [problem.path for problem in problems])
    if problems:
        raise TermsError(problems)
    return terms


def _read_terms(top: "_Table") -> Terms:
    title, support, filing = top.table("title"), top.table("support"), top.table("filing")
    caps, competence, payment = top.table("caps"), top.table("competence"), top.table("payment")
    terms = Terms(
        programme=top.code("programme"),
        code=top.code("code"),
        reference=top.text("reference"),
        funder=top.text("funder"),
        title=Title(en=title.text("en"), ja=title.text("ja"), vi=title.text("vi")),
        support_from=support.day("from"),
        support_to=support.day("to"),
        min_minutes=support.number("min_minutes", 0, DAY_MINUTES - 1),
        bands=tuple(_read_band(row) for row in top.rows("bands")),
        deadline_months=filing.number_or("deadline_months", 1, _HIGHEST_MONTHS, WITHIN_PERIOD),
        prior_review=filing.choice("prior_review", PriorReview),
        caps=Caps(
            claims_per_recipient=caps.number_or("claims_per_recipient", 1, _HIGHEST_COUNT, NO_CAP),
            counted_per=caps.choice("counted_per", CountedPer),
            supporters_per_claim=caps.number("supporters_per_claim", 1, _HIGHEST_COUNT),
        ),
        requirements=Requirements(
            membership=filing.choice("membership", Membership),
            competence=competence.choice("rule", Competence),
            questionnaires=tuple(map(_read_questionnaire, competence.rows("questionnaires", needed=False))),
            papers=payment.choices("papers", Paper),
            papers_each_term=payment.flag("papers_each_term"),
        ),
        pay_rule=PayRule(
            paid_to=payment.choice("paid_to", PaidTo),
            months_after_filing=payment.number("months_after_filing", 0, _HIGHEST_MONTHS),
        ),
        travel_rule=payment.choice("travel", Travel),
        sources=tuple(_read_source(row) for row in top.rows("sources")),
    )
    for table in (top, title, support, filing, caps, competence, payment):
        table.close()
    return terms


def _read_band(row: "_Table") -> Band:
    band = Band(row.number("minutes_from", 0, DAY_MINUTES - 1), row.number("yen", 1, _HIGHEST_YEN))
    row.close()
    return band


def _read_questionnaire(row: "_Table") -> Questionnaire:
    required_from = row.day("required_from") if row.has("required_from") else None
    questionnaire = Questionnaire(row.code("code"), required_from)
    row.close()
    return questionnaire


def _read_source(row: "_Table") -> Source:
    source = Source(
        rules=row.choices("rules", Rule),
        document=row.text("document"),
        quote=row.text("quote") if row.has("quote") else "",
        note=row.text("note") if row.has("note") else "",
    )
    row.close()
    return source


def _faults_between(terms: Terms, faulty: list[str]) -> Iterator[Problem]:
    """What only shows when values stand side by side; `faulty` paths hold stand-ins and are not compared."""

    def sound(*paths: str) -> bool:
        return not any(fault.startswith(paths) for fault in faulty)

    there = "support" not in faulty
    if there and sound("support.from", "support.to") and terms.support_to < terms.support_from:
        yield Problem("support.to", "support_to_before_from", {"support_from": terms.support_from})
    if sound("bands"):
        if there and sound("support.min_minutes"):
            yield from _first_band_fault(terms)
        yield from _band_faults(terms)
    if sound("competence"):
        yield from _competence_faults(terms)


def _first_band_fault(terms: Terms) -> Iterator[Problem]:
    first = terms.bands[0].minutes_from
    if first != terms.min_minutes:
        params = {"minutes": first, "min_minutes": terms.min_minutes}
        yield Problem("bands[0].minutes_from", "first_band", params)


def _band_faults(terms: Terms) -> Iterator[Problem]:
    starts: set[int] = set()
    previous: Band | None = None
    for index, band in enumerate(terms.bands):
        path = f"bands[{index}]"
        if band.minutes_from in starts:
            yield Problem(f"{path}.minutes_from", "bands_overlap", {"minutes": band.minutes_from})
        elif previous and band.minutes_from < previous.minutes_from:
            params = {"minutes": band.minutes_from, "previous": previous.minutes_from}
            yield Problem(f"{path}.minutes_from", "bands_not_ascending", params)
        elif previous and band.yen < previous.yen:
            yield Problem(f"{path}.yen", "bands_pay_less", {"yen": band.yen, "previous": previous.yen})
        starts.add(band.minutes_from)
        previous = band


def _competence_faults(terms: Terms) -> Iterator[Problem]:
    needs = terms.requirements
    if needs.competence == Competence.NONE and needs.questionnaires:
        yield Problem("competence.questionnaires", "questionnaires_unused")
    if needs.competence != Competence.NONE and not needs.questionnaires:
        yield Problem("competence.questionnaires", "questionnaires_missing")
    seen: set[str] = set()
    for index, questionnaire in enumerate(needs.questionnaires):
        if questionnaire.code in seen:
            path = f"competence.questionnaires[{index}].code"
            yield Problem(path, "repeated", {"found": questionnaire.code})
        seen.add(questionnaire.code)


class _Table:
    """One TOML table while it is read.

    A faulty value is noted and replaced by a stand-in, so that reading goes on to the next fault; no stand-in
    leaves this module, because any fault ends in TermsError.
    """

    def __init__(self, values: Mapping[str, Any], path: str, problems: list[Problem]) -> None:
        self.values, self.path, self.problems = values, path, problems
        self.known: list[str] = []
        self.there = True

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _fault(self, key: str, code: str, **params: Any) -> None:
        self.problems.append(Problem(self._at(key), code, params))

    def has(self, key: str) -> bool:
        self.known.append(key)
        return key in self.values

    def close(self) -> None:
        """Every key that nobody asked for is a slip of the pen: a misspelt rule must not vanish."""
        for key in self.values:
            if key not in self.known:
                self._fault(key, "unknown_key", known=", ".join(dict.fromkeys(self.known)))

    def _get(self, key: str, kinds: tuple[type, ...], expected: str) -> Any:
        """The value when it has one of the kinds, else None with the fault noted."""
        if not self.has(key):
            if self.there:
                self._fault(key, "missing", expected=expected)
            return None
        value = self.values[key]
        if type(value) in kinds:
            return value
        self._fault(key, "wrong_type", expected=expected, found=_kind_of(value))
        return None

    def text(self, key: str) -> str:
        value = self._get(key, (str,), 'a text in quotation marks, as in "…"')
        if value is None:
            return ""
        if not value.strip():
            self._fault(key, "blank")
        elif any(unicodedata.category(character) == "Cc" for character in value):
            self._fault(key, "control_character")
        return value

    def code(self, key: str) -> str:
        value = self._get(key, (str,), 'a short code in quotation marks, as in "basic-1"')
        if value is not None and not _CODE.fullmatch(value):
            self._fault(key, "not_a_code", found=value)
        return value or ""

    def number(self, key: str, low: int, high: int) -> int:
        value = self._get(key, (int,), f"a whole number from {low} to {high}")
        return self._in_range(key, value, low, high)

    def number_or(self, key: str, low: int, high: int, word: str) -> int | None:
        """A number, or None for the one word that stands for having none."""
        value = self._get(key, (int, str), f'a whole number from {low} to {high} or "{word}"')
        if isinstance(value, str):
            if value != word:
                self._fault(key, "not_a_choice", found=value, choices=f'a number, "{word}"')
            return None
        return self._in_range(key, value, low, high)

    def _in_range(self, key: str, value: int | None, low: int, high: int) -> int:
        if value is not None and not low <= value <= high:
            self._fault(key, "out_of_range", found=value, low=low, high=high)
        return value or 0

    def flag(self, key: str) -> bool:
        return bool(self._get(key, (bool,), "true or false"))

    def day(self, key: str) -> date:
        return self._get(key, (date,), "a day without quotation marks, as in 2023-07-10") or date.min

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        value = self._get(key, (str,), "one of: " + ", ".join(choices))
        return next(iter(choices)) if value is None else self._chosen(key, value, choices)

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        values = self._get(key, (list,), "a list of: " + ", ".join(choices)) or []
        chosen: list[Choice] = []
        for index, value in enumerate(values):
            found = self._chosen(f"{key}[{index}]", value, choices)
            if found in chosen:
                self._fault(f"{key}[{index}]", "repeated", found=value)
            chosen.append(found)
        return tuple(chosen)

    def _chosen(self, key: str, value: Any, choices: type[Choice]) -> Choice:
        if isinstance(value, str) and value in set(choices):
            return choices(value)
        self._fault(key, "not_a_choice", found=value, choices=", ".join(choices))
        return next(iter(choices))

    def table(self, key: str) -> "_Table":
        value = self._get(key, (dict,), f"a table [{self._at(key)}]")
        table = _Table(value or {}, self._at(key), self.problems)
        table.there = value is not None
        return table

    def rows(self, key: str, *, needed: bool = True) -> list["_Table"]:
        """The tables of [[key]]; an optional list may be left out whole."""
        if not needed and not self.has(key):
            return []
        if not self.there:
            return []
        values = self._get(key, (list,), f"a list of tables [[{self._at(key)}]]")
        if values == [] and needed:
            self._fault(key, "empty_list")
        rows = []
        for index, value in enumerate(values or []):
            if isinstance(value, dict):
                rows.append(_Table(value, f"{self._at(key)}[{index}]", self.problems))
            else:
                self._fault(f"{key}[{index}]", "wrong_type", expected="a table", found=_kind_of(value))
        return rows


def _kind_of(value: Any) -> str:
    """What a person would call the value that stands there."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return f"the text “{value}”" if value else "an empty text"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return f"{value} (a day with a time, or a time)" if type(value) is not date else f"the day {value}"
