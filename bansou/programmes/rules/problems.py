"""Owns what can be wrong with a term and the way out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TEXTS: Mapping[str, str] = {
    "not_toml": "The file can't be read as TOML: %(detail)s. Correct that place and load it again.",
    "missing": "is missing. Add it: %(expected)s.",
    "unknown_key": "is not a setting of terms. Remove it or correct its name; known here: %(known)s.",
    "wrong_type": "must be %(expected)s, not %(found)s.",
    "out_of_range": "is %(found)s; write a whole number from %(low)s to %(high)s.",
    "not_a_choice": "is “%(found)s”; write one of: %(choices)s.",
    "blank": "is empty. Write the text, or for an optional text leave the line out.",
    "control_character": "contains a line break or another control character. Write it on one line.",
    "not_a_code": "is “%(found)s”; use small letters, digits and single hyphens, as in “basic-1”.",
    "empty_list": "is empty. Add at least one entry.",
    "repeated": "repeats “%(found)s”. Keep it once.",
    "support_to_before_from": "is before the first day, %(support_from)s. Correct one of the two days.",
    "bands_overlap": "starts at %(minutes)s minutes like an earlier band. Give each band its own start.",
    "bands_not_ascending": "starts at %(minutes)s minutes, after one from %(previous)s. Let them rise.",
    "bands_pay_less": "pays %(yen)s yen, less than the shorter band before it (%(previous)s). Correct one.",
    "first_band": "starts at %(minutes)s minutes but support counts from %(min_minutes)s. Make both equal.",
    "questionnaires_unused": "is listed although none is asked for. Remove it or change competence.rule.",
    "questionnaires_missing": "is empty although they count. Add at least one [[competence.questionnaires]].",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it stands (`bands[1].yen`), its code in `TEXTS`, and the values in the sentence."""

    path: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        sentence = TEXTS[self.code] % self.params
        return f"{self.path} {sentence}" if self.path else sentence


class TermsError(ValueError):
    """A term that can't be used; `problems` lists every fault that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
