"""A small fictional run for the tests of the bank file."""

from datetime import date

from bansou.payments.rules.zengin import Payer, PayingBank, Transfer, render

TODAY = date(2026, 11, 20)
PAY_ON = date(2026, 11, 25)
PAYER = Payer(
    name="ﾊﾞﾝｿｳﾈﾂﾄ",
    bank_code="0001",
    bank_name="ﾐｽﾞﾎ",
    branch_code="001",
    branch_name="ﾄｳｷﾖｳ",
    account_type="1",
    account_number="1234567",
    requester_code="0123456789",
)
TRANSFERS = (
    Transfer("9900", "408", "1", "1234567", "ﾔﾏﾀﾞ ﾊﾙｶ", 4_000, "0000000001", "ﾕｳﾁﾖ", "ﾖﾝｾﾞﾛﾊﾁ"),
    Transfer("0005", "341", "2", "0000042", "NGUYEN VAN AN", 8_000, "0000000002", "ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ", "ｼﾝｼﾞﾕｸ"),
    Transfer("1001", "001", "4", "7654321", "ｶ)ﾊﾞﾝｿｳ", 12_000, "0000000003", "ﾎﾂｶｲﾄﾞｳｼﾝｷﾝ", "ﾎﾝﾃﾝ"),
)


USUAL = PayingBank()


def sample(settings: PayingBank = USUAL, transfers: tuple[Transfer, ...] = TRANSFERS) -> bytes:
    return render(PAYER, settings, PAY_ON, transfers, today=TODAY)
