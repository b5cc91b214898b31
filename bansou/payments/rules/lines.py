"""How the tax of one payment is spread over the lines that make it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bansou.payments.rules.tax import PayeeKind, Residency, TaxClass, gross_up_yen, payment_tax_yen


@dataclass(frozen=True, slots=True)
class Amounts:
    """One line in yen; net is gross less tax."""

    gross_yen: int
    tax_yen: int

    @property
    def net_yen(self) -> int:
        return self.gross_yen - self.tax_yen


def split(
    agreed_yen: Sequence[int],
    tax_class: TaxClass,
    payee: PayeeKind,
    residency: Residency,
    *,
    net_agreed: bool,
    on: date,
) -> list[Amounts]:
    """The lines of one payment on that day, one for each agreed amount, in order.

    Tax is due on what is paid at one time (所得税法 204条), so it is computed on the running sum and each
    line bears what it adds: the lines' taxes add up to the tax of the whole. Raises tax.TaxRefused.
    """
    lines = []
    agreed = gross = tax = 0
    for yen in agreed_yen:
        agreed += yen
        gross_now = agreed
        tax_now = payment_tax_yen(agreed, tax_class, payee, residency, on=on)
        if net_agreed and tax_now:
            gross_now = gross_up_yen(agreed, resident=residency == Residency.RESIDENT, on=on)
            tax_now = gross_now - agreed
        lines.append(Amounts(gross_now - gross, tax_now - tax))
        gross, tax = gross_now, tax_now
    return lines
