"""Owns Terms -> TOML text that a programme officer reads and signs, and that loads back to an equal value."""

import json
import textwrap
from collections.abc import Iterator
from datetime import date

from bansou.programmes.rules.answers import sources_for
from bansou.programmes.rules.reading import NO_CAP, WITHIN_PERIOD
from bansou.programmes.rules.terms import Rule, Source, Terms

_WIDTH = 110


def dump(terms: Terms) -> str:
    """The term as TOML, each rule under a comment that names its source; `load(dump(terms)) == terms`."""
    lines = [
        f"# {terms.title.en}",
        "# Days are days in Japan; minutes are whole minutes; yen are whole yen, before any tax.",
        "",
        _line("programme", terms.programme),
        _line("code", terms.code),
        _line("reference", terms.reference),
        *_sourced(terms, Rule.FUNDER),
        _line("funder", terms.funder),
        "",
        "[title]",
        _line("en", terms.title.en),
        _line("ja", terms.title.ja),
        _line("vi", terms.title.vi),
        *_support(terms),
        *_filing(terms),
        *_caps(terms),
        *_competence(terms),
        *_payment(terms),
        *_sources(terms),
    ]
    return "\n".join(lines) + "\n"


def _support(terms: Terms) -> Iterator[str]:
    yield from ("", "[support]", *_sourced(terms, Rule.SUPPORT_PERIOD))
    yield _line("from", terms.support_from)
    yield _line("to", terms.support_to)
    yield from _sourced(terms, Rule.MIN_MINUTES)
    yield _line("min_minutes", terms.min_minutes)
    yield from ("", "# A band holds from its own minutes (included) up to those of the next band (excluded).")
    yield from _sourced(terms, Rule.BANDS)
    for index, band in enumerate(terms.bands):
        yield from ([""] if index else [])
        yield "[[bands]]"
        yield _line("minutes_from", band.minutes_from)
        yield _line("yen", band.yen)


def _filing(terms: Terms) -> Iterator[str]:
    yield from ("", "[filing]", *_sourced(terms, Rule.MEMBERSHIP))
    yield _line("membership", terms.requirements.membership)
    yield from _sourced(terms, Rule.DEADLINE)
    yield _line("deadline_months", WITHIN_PERIOD if terms.deadline_months is None else terms.deadline_months)
    yield from _sourced(terms, Rule.PRIOR_REVIEW)
    yield _line("prior_review", terms.prior_review)


def _caps(terms: Terms) -> Iterator[str]:
    caps = terms.caps
    yield from ("", "[caps]", *_sourced(terms, Rule.CLAIMS_PER_RECIPIENT))
    most = caps.claims_per_recipient
    yield _line("claims_per_recipient", NO_CAP if most is None else most)
    yield _line("counted_per", caps.counted_per)
    yield from _sourced(terms, Rule.SUPPORTERS_PER_CLAIM)
    yield _line("supporters_per_claim", caps.supporters_per_claim)


def _competence(terms: Terms) -> Iterator[str]:
    needs = terms.requirements
    yield from ("", "[competence]", *_sourced(terms, Rule.COMPETENCE))
    yield _line("rule", needs.competence)
    if needs.questionnaires:
        yield from ("", *_sourced(terms, Rule.QUESTIONNAIRES))
    for index, questionnaire in enumerate(needs.questionnaires):
        yield from ([""] if index else [])
        yield "[[competence.questionnaires]]"
        yield _line("code", questionnaire.code)
        if questionnaire.required_from:
            yield _line("required_from", questionnaire.required_from)


def _payment(terms: Terms) -> Iterator[str]:
    needs, pay = terms.requirements, terms.pay_rule
    yield from ("", "[payment]", *_sourced(terms, Rule.PAID_TO))
    yield _line("paid_to", pay.paid_to)
    yield from _sourced(terms, Rule.PAY_MONTH)
    yield _line("months_after_filing", pay.months_after_filing)
    yield from _sourced(terms, Rule.TRAVEL)
    yield _line("travel", terms.travel_rule)
    yield from _sourced(terms, Rule.PAPERS)
    yield _line("papers", list(needs.papers))
    yield _line("papers_each_term", needs.papers_each_term)


def _sources(terms: Terms) -> Iterator[str]:
    yield from ("", "# Where each rule comes from; a note tells the choice made where the words leave one.")
    for index, source in enumerate(terms.sources):
        yield from ([""] if index else [])
        yield "[[sources]]"
        yield _line("rules", list(source.rules))
        yield _line("document", source.document)
        if source.quote:
            yield _line("quote", source.quote)
        if source.note:
            yield _line("note", source.note)


def _line(key: str, value: str | int | date | list[str]) -> str:
    return f"{key} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    # JSON's escapes are all TOML's too; only DEL, which JSON leaves bare, has to be added.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _sourced(terms: Terms, rule: Rule) -> list[str]:
    """Comment lines that name the sources of a rule."""
    return [line for source in sources_for(terms, rule) for line in _comment(source)]


def _comment(source: Source) -> list[str]:
    words = f"“{source.quote}” {source.note}" if source.quote else source.note or source.document
    return textwrap.wrap(words, _WIDTH, initial_indent="# ", subsequent_indent="#   ", break_long_words=False)
