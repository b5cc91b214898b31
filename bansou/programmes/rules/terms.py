"""Owns the shape of a programme's dated terms: what a term can say, and nothing else.

Every number here is data that a programme officer signs. Yen and minutes are whole; days are days in Japan.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Rule(StrEnum):
    """The rules of a term, in the order in which a page or a letter tells them."""

    FUNDER = "funder"
    SUPPORT_PERIOD = "support_period"
    MEMBERSHIP = "membership"
    PRIOR_REVIEW = "prior_review"
    COMPETENCE = "competence"
    QUESTIONNAIRES = "questionnaires"
    MIN_MINUTES = "min_minutes"
    BANDS = "bands"
    PAID_TO = "paid_to"
    TRAVEL = "travel"
    SUPPORTERS_PER_CLAIM = "supporters_per_claim"
    CLAIMS_PER_RECIPIENT = "claims_per_recipient"
    DEADLINE = "deadline"
    PAY_MONTH = "pay_month"
    PAPERS = "papers"


class Membership(StrEnum):
    """Who may file."""

    REGISTERED_INDIVIDUAL = "registered-individual"
    MEMBER_PERSON_OR_ORGANISATION = "member-person-or-organisation"


class PriorReview(StrEnum):
    """Who judges a claim before the secretariat does."""

    NONE = "none"
    REGIONAL_COORDINATOR = "regional-coordinator"


class Competence(StrEnum):
    """What a supporter must be able to show by the day of filing."""

    NONE = "none"
    EXPERIENCE_OR_QUESTIONNAIRES = "experience-or-questionnaires"


class Travel(StrEnum):
    """How travel costs are met."""

    INCLUDED = "included-in-the-amount"
    NOT_PAID = "not-paid-separately"


class PaidTo(StrEnum):
    """Who receives the band's amount when two go."""

    EACH_SUPPORTER = "each-supporter"
    APPLICANT = "applicant-only"


class CountedPer(StrEnum):
    """What takes a place among a recipient's claims: the claim, or each supporter in it."""

    CLAIM = "claim"
    SUPPORTER = "supporter"


class Paper(StrEnum):
    """A paper that must be back before money is paid."""

    MEMORANDUM = "memorandum"
    PAYEE_ACCOUNT = "payee-account"


@dataclass(frozen=True, slots=True)
class Title:
    en: str
    ja: str
    vi: str


@dataclass(frozen=True, slots=True)
class Band:
    """From `minutes_from` (included) up to the next band (excluded) the amount is `yen`."""

    minutes_from: int
    yen: int


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A course questionnaire; with `required_from`, needed only for support on that day or later."""

    code: str
    required_from: date | None = None


@dataclass(frozen=True, slots=True)
class Caps:
    """`claims_per_recipient` is None where the term has no such cap."""

    claims_per_recipient: int | None
    counted_per: CountedPer
    supporters_per_claim: int


@dataclass(frozen=True, slots=True)
class Requirements:
    membership: Membership
    competence: Competence
    questionnaires: tuple[Questionnaire, ...]
    papers: tuple[Paper, ...]
    papers_each_term: bool


@dataclass(frozen=True, slots=True)
class PayRule:
    """A claim filed in a month is paid `months_after_filing` months later."""

    paid_to: PaidTo
    months_after_filing: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where rules come from: the document, its words, and a note where the words leave a choice."""

    rules: tuple[Rule, ...]
    document: str
    quote: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """One programme's rules for support days from `support_from` to `support_to`, both included.

    `deadline_months` is None where claims are taken until the term's last day ("within the project period").
    `bands` ascend and the first one starts at `min_minutes`.
    """

    programme: str
    code: str
    reference: str
    funder: str
    title: Title
    support_from: date
    support_to: date
    min_minutes: int
    bands: tuple[Band, ...]
    deadline_months: int | None
    prior_review: PriorReview
    caps: Caps
    requirements: Requirements
    pay_rule: PayRule
    travel_rule: Travel
    sources: tuple[Source, ...]
