"""Tax spread over the lines of one payment."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bansou.payments.rules.lines import split
from bansou.payments.rules.tax import PayeeKind, Residency, TaxClass, withholding_yen

ON = date(2024, 8, 20)
AMOUNTS = st.lists(st.integers(1, 700_000), min_size=1, max_size=8)


def lines(agreed, tax_class=TaxClass.FEE_204, residency=Residency.RESIDENT, *, net_agreed=False):
    return split(agreed, tax_class, PayeeKind.INDIVIDUAL, residency, net_agreed=net_agreed, on=ON)


@given(AMOUNTS, st.booleans())
def test_taxes_of_lines_add_up_to_the_tax_of_the_sum(agreed, resident):
    found = lines(agreed, residency=Residency.RESIDENT if resident else Residency.NON_RESIDENT)
    assert [line.gross_yen for line in found] == agreed
    assert sum(line.tax_yen for line in found) == withholding_yen(sum(agreed), resident=resident, on=ON)
    assert all(0 <= line.tax_yen <= line.gross_yen for line in found)


@given(AMOUNTS)
def test_an_amount_agreed_after_tax_arrives_whole(agreed):
    found = lines(agreed, net_agreed=True)
    assert [line.net_yen for line in found] == agreed
    gross = sum(line.gross_yen for line in found)
    assert sum(line.tax_yen for line in found) == withholding_yen(gross, resident=True, on=ON)


@given(AMOUNTS, st.sampled_from([TaxClass.NONE, TaxClass.SALARY_OUTSIDE]))
def test_nothing_is_withheld_from_anything_else(agreed, tax_class):
    assert all(line.tax_yen == 0 for line in lines(agreed, tax_class, Residency.UNKNOWN))


def test_three_of_4000_in_one_payment():
    assert [line.tax_yen for line in lines([4000, 4000, 4000])] == [408, 408, 409]
