"""Income tax withheld from fees (所得税法 204条, 212条): classes, dated rates, tax and gross."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TaxClass(StrEnum):
    """How a kind of payment is taxed. SALARY_OUTSIDE: wages, whose tax is computed outside Bansou."""

    NONE = "none"
    FEE_204 = "fee_204"
    SALARY_OUTSIDE = "salary_outside"
    UNDECIDED = "undecided"


class PayeeKind(StrEnum):
    """Article 204 concerns individuals only."""

    INDIVIDUAL = "individual"
    CORPORATION = "corporation"


class Residency(StrEnum):
    """Resident: domicile in Japan, or one year of residence; the visa category does not decide."""

    RESIDENT = "resident"
    NON_RESIDENT = "non_resident"
    UNKNOWN = "unknown"


class TaxReason(StrEnum):
    """Why a payment can't be made yet."""

    CLASS_UNDECIDED = "class_undecided"
    RESIDENCY_UNKNOWN = "residency_unknown"
    NO_RATE = "no_rate"


class TaxRefused(ValueError):
    """The tax can't be computed; `reason` says what is missing."""

    def __init__(self, reason: TaxReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class WithholdingRate:
    """One dated row. Rates are parts per 10,000 of the gross; the one above applies beyond the limit."""

    valid_from: date
    label: str
    resident_rate: int
    resident_limit_yen: int
    resident_rate_above: int
    non_resident_rate: int


# 復興財源確保法 28条. From 2027 the surcharge is reported to split in two: the sum stays, the label changes.
WITHHOLDING_RATES = (
    WithholdingRate(date(2013, 1, 1), "所得税及び復興特別所得税", 1021, 1_000_000, 2042, 2042),
    WithholdingRate(
        date(2027, 1, 1), "所得税、防衛特別所得税及び復興特別所得税", 1021, 1_000_000, 2042, 2042
    ),
)


def rate_on(day: date) -> WithholdingRate:
    """The row in force on the day of payment. Raises TaxRefused(NO_RATE) before the first row."""
    rows = [row for row in WITHHOLDING_RATES if row.valid_from <= day]
    if not rows:
        raise TaxRefused(TaxReason.NO_RATE)
    return max(rows, key=lambda row: row.valid_from)


def withholding_yen(gross_yen: int, *, resident: bool, on: date) -> int:
    """Tax on one fee paid `on` that day to an individual, in yen, fractions dropped.

    A non-resident pays the flat rate for work in Japan, without threshold; a treaty is for the accountant.
    """
    rate = rate_on(on)
    if not resident:
        return gross_yen * rate.non_resident_rate // 10_000
    within = min(gross_yen, rate.resident_limit_yen)
    above = gross_yen - within
    return within * rate.resident_rate // 10_000 + above * rate.resident_rate_above // 10_000


def gross_up_yen(net_yen: int, *, resident: bool, on: date) -> int:
    """The smallest gross fee that leaves at least `net_yen` after tax."""
    candidates = range(net_yen, 2 * net_yen + 1)
    left_over = bisect_left(
        candidates, net_yen, key=lambda gross: gross - withholding_yen(gross, resident=resident, on=on)
    )
    return candidates[left_over]


def block_reason(tax_class: TaxClass, payee: PayeeKind, residency: Residency) -> TaxReason | None:
    """Why this payment must stay out of a bank file. An unknown residency blocks only a person's fee."""
    if tax_class == TaxClass.UNDECIDED:
        return TaxReason.CLASS_UNDECIDED
    if _is_fee(tax_class, payee) and residency == Residency.UNKNOWN:
        return TaxReason.RESIDENCY_UNKNOWN
    return None


def payment_tax_yen(
    gross_yen: int, tax_class: TaxClass, payee: PayeeKind, residency: Residency, *, on: date
) -> int:
    """Tax that this payment withholds here, in yen; 0 for anything but a person's fee. Raises TaxRefused."""
    reason = block_reason(tax_class, payee, residency)
    if reason:
        raise TaxRefused(reason)
    if not _is_fee(tax_class, payee):
        return 0
    return withholding_yen(gross_yen, resident=residency == Residency.RESIDENT, on=on)


def _is_fee(tax_class: TaxClass, payee: PayeeKind) -> bool:
    return tax_class == TaxClass.FEE_204 and payee == PayeeKind.INDIVIDUAL
