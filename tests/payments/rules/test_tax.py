"""Withholding: literals, edges, and the way back from net to gross."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bansou.payments.rules.tax import (
    PayeeKind,
    Residency,
    TaxClass,
    TaxReason,
    TaxRefused,
    block_reason,
    gross_up_yen,
    payment_tax_yen,
    rate_on,
    withholding_yen,
)

DAY = date(2026, 11, 25)
PERSON, COMPANY = PayeeKind.INDIVIDUAL, PayeeKind.CORPORATION


@pytest.mark.parametrize(
    ("gross", "tax"),
    [
        (0, 0),
        (4_000, 408),
        (8_000, 816),
        (10_000, 1_021),
        (50_000, 5_105),
        (1_000_000, 102_100),
        (1_000_001, 102_100),
        (1_500_000, 204_200),
    ],
)
def test_residents(gross, tax):
    assert withholding_yen(gross, resident=True, on=DAY) == tax
    assert withholding_yen(gross, resident=True, on=date(2027, 1, 1)) == tax


def test_non_residents_have_no_threshold():
    assert withholding_yen(10_000, resident=False, on=DAY) == 2_042
    assert withholding_yen(1_500_000, resident=False, on=DAY) == 306_300


@pytest.mark.parametrize(
    ("net", "gross"), [(0, 0), (4_000, 4_454), (8_000, 8_909), (10_000, 11_136), (30_000, 33_411)]
)
def test_gross_from_net(net, gross):
    assert gross_up_yen(net, resident=True, on=DAY) == gross


@given(st.integers(1, 5_000_000), st.booleans())
def test_gross_is_the_smallest_that_suffices(net, resident):
    gross = gross_up_yen(net, resident=resident, on=DAY)
    assert gross - withholding_yen(gross, resident=resident, on=DAY) >= net
    assert gross - 1 - withholding_yen(gross - 1, resident=resident, on=DAY) < net


def test_the_label_changes_with_the_year():
    assert "防衛" not in rate_on(date(2026, 12, 31)).label
    assert "防衛" in rate_on(date(2027, 1, 1)).label


def test_no_rate_before_the_first_row():
    with pytest.raises(TaxRefused) as refused:
        withholding_yen(4_000, resident=True, on=date(2012, 12, 31))
    assert refused.value.reason == TaxReason.NO_RATE


@pytest.mark.parametrize(
    ("tax_class", "payee", "residency", "reason"),
    [
        (TaxClass.UNDECIDED, PERSON, Residency.RESIDENT, TaxReason.CLASS_UNDECIDED),
        (TaxClass.UNDECIDED, COMPANY, Residency.UNKNOWN, TaxReason.CLASS_UNDECIDED),
        (TaxClass.FEE_204, PERSON, Residency.UNKNOWN, TaxReason.RESIDENCY_UNKNOWN),
        (TaxClass.FEE_204, PERSON, Residency.NON_RESIDENT, None),
        (TaxClass.FEE_204, COMPANY, Residency.UNKNOWN, None),
        (TaxClass.NONE, PERSON, Residency.UNKNOWN, None),
        (TaxClass.SALARY_OUTSIDE, PERSON, Residency.UNKNOWN, None),
    ],
)
def test_what_blocks_a_payment(tax_class, payee, residency, reason):
    assert block_reason(tax_class, payee, residency) == reason


@pytest.mark.parametrize(
    ("tax_class", "payee", "residency", "tax"),
    [
        (TaxClass.FEE_204, PERSON, Residency.RESIDENT, 816),
        (TaxClass.FEE_204, PERSON, Residency.NON_RESIDENT, 1_633),
        (TaxClass.FEE_204, COMPANY, Residency.RESIDENT, 0),
        (TaxClass.NONE, PERSON, Residency.RESIDENT, 0),
        (TaxClass.SALARY_OUTSIDE, PERSON, Residency.RESIDENT, 0),
    ],
)
def test_tax_of_a_payment(tax_class, payee, residency, tax):
    assert payment_tax_yen(8_000, tax_class, payee, residency, on=DAY) == tax


def test_an_undecided_payment_has_no_tax():
    with pytest.raises(TaxRefused) as refused:
        payment_tax_yen(8_000, TaxClass.UNDECIDED, PERSON, Residency.RESIDENT, on=DAY)
    assert refused.value.reason == TaxReason.CLASS_UNDECIDED
