"""The bank file of the Japanese Bankers Association (総合振込): write, check and read back."""

from bansou.payments.rules.zengin.file import Parsed, Payer, Transfer, ZenginRefused, check, parse, render
from bansou.payments.rules.zengin.judging import pay_window
from bansou.payments.rules.zengin.layout import Blank, Fault, FaultReason, LineEnd, PayingBank

__all__ = [
    "Blank",
    "Fault",
    "FaultReason",
    "LineEnd",
    "Parsed",
    "Payer",
    "PayingBank",
    "Transfer",
    "ZenginRefused",
    "check",
    "parse",
    "pay_window",
    "render",
]
