"""What can be wrong inside records: the same judgement for a file that was read and for one to be written."""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from bansou.core.calendar import is_bank_business_day
from bansou.payments.rules import banks
from bansou.payments.rules.kana import check_characters
from bansou.payments.rules.zengin.framing import Record
from bansou.payments.rules.zengin.layout import (
    DATA,
    HEADER,
    MAX_TOTAL_YEN,
    TABLES,
    TRAILER,
    Fault,
    FaultReason,
    Field,
    Form,
    PayingBank,
    fields_of,
)

_DIGITS = re.compile("[0-9]+")
# A value that doesn't fit its field is named after what it is, not after the field.
_WRONG_LENGTH = {
    "bank_code": FaultReason.BANK_UNKNOWN,
    "branch_code": FaultReason.BRANCH_UNKNOWN,
    "account_type": FaultReason.ACCOUNT_TYPE,
    "account_number": FaultReason.ACCOUNT_NUMBER,
    "amount": FaultReason.AMOUNT_TOO_BIG,
    "customer_code_1": FaultReason.PAYMENT_NUMBER,
    "count": FaultReason.TOO_MANY,
    "total": FaultReason.TOTAL_TOO_BIG,
}


@dataclass(frozen=True, slots=True)
class World:
    """What a judgement needs beside the file. Without `pay_on` the year nearest to `today` is taken.

    `confirmed` are payment numbers whose likeness to another payment an approver has confirmed.
    """

    settings: PayingBank = PayingBank()
    pay_on: date | None = None
    today: date | None = None
    confirmed: Set[str] = frozenset()
    is_business_day: Callable[[date], bool] = is_bank_business_day
    find_bank: Callable[[str], object | None] = banks.find_bank
    find_branch: Callable[[str, str], object | None] = banks.find_branch


def judge(records: Sequence[Record], world: World, *, complete: bool = True) -> list[Fault]:
    """All faults in the order of records and bytes; totals are compared only when every record is there."""
    faults = [fault for record in records for fault in field_faults(record, world.settings)]
    data = [record for record in records if record.kind == DATA]
    for record in records:
        if record.kind == HEADER:
            faults += _date_faults(record, world)
    for record in data:
        faults += _amount_faults(record)
    faults += _unknown_banks([record for record in records if record.kind in (HEADER, DATA)], world)
    faults += _duplicates(data, world.confirmed)
    faults += _batch_faults(records, data, world.settings, complete)
    return sorted(faults, key=lambda fault: (fault.record_no, fault.offset))


def field_faults(record: Record, settings: PayingBank) -> Iterator[Fault]:
    """Each field against its form and table of characters."""
    for field in fields_of(record.kind, record.edi):
        text = record.texts[field.name]
        if len(text) != field.length:
            reason = _WRONG_LENGTH.get(field.name, FaultReason.FIELD_TOO_LONG)
            yield Fault(record.number, field.offset, field.length, reason, str(len(text)))
        elif field.form in TABLES:
            yield from _text_faults(record.number, field, text, settings)
        else:
            yield from _form_faults(record.number, field, text)


def _form_faults(number: int, field: Field, text: str) -> Iterator[Fault]:
    if field.form == Form.CHOICE:
        bad = [] if text in field.choices else list(range(len(text)))
    elif field.form == Form.SPACES or (field.form == Form.DIGITS_OR_SPACES and text.isspace()):
        bad = [at for at, char in enumerate(text) if char != " "]
    else:
        bad = [at for at, char in enumerate(text) if char not in "0123456789"]
    if bad:
        yield _span(number, field, text, bad, field.reason)
    elif field.name == "account_number" and not int(text):
        yield Fault(number, field.offset, field.length, FaultReason.ACCOUNT_NUMBER)


def _text_faults(number: int, field: Field, text: str, settings: PayingBank) -> Iterator[Fault]:
    used = text.rstrip(" ")
    if field.name == "name" and not used:
        yield Fault(number, field.offset, field.length, FaultReason.NAME_MISSING)
    if used.startswith(" "):
        yield Fault(number, field.offset, 1, FaultReason.NOT_LEFT_ALIGNED)
    found: dict[FaultReason, list[int]] = {}
    for at, why in check_characters(TABLES[field.form], used):
        found.setdefault(FaultReason(why.value), []).append(at)
    if field.form == Form.NAME and not settings.dot_in_names:
        found.setdefault(FaultReason.CHARACTER, []).extend(at for at, char in enumerate(used) if char == ".")
    for reason, bad in found.items():
        if bad:
            yield _span(number, field, text, sorted(bad), reason)


def _span(number: int, field: Field, text: str, bad: list[int], reason: FaultReason) -> Fault:
    shown = " ".join(dict.fromkeys(_shown(text[at]) for at in bad))
    return Fault(number, field.offset + bad[0], bad[-1] - bad[0] + 1, reason, shown)


def _shown(char: str) -> str:
    plain = char.isprintable() and char != " " and not 0x7F <= ord(char) <= 0xFF
    return char if plain else f"0x{ord(char):02X}"


def _amount_faults(record: Record) -> Iterator[Fault]:
    amount = record.texts["amount"]
    if _DIGITS.fullmatch(amount) and not int(amount):
        yield Fault(record.number, 80, 10, FaultReason.AMOUNT_ZERO)


def _unknown_banks(records: list[Record], world: World) -> Iterator[Fault]:
    """Looked up bank by bank, so that each bank's branches are read only once."""
    pairs = {(record.texts["bank_code"], record.texts["branch_code"]) for record in records}
    banks_found = {bank: world.find_bank(bank) is not None for bank, _ in pairs if _is_code(bank, 4)}
    branches_found = {
        (bank, branch): world.find_branch(bank, branch) is not None
        for bank, branch in sorted(pairs)
        if banks_found.get(bank) and _is_code(branch, 3)
    }
    for record in records:
        bank, branch = record.texts["bank_code"], record.texts["branch_code"]
        places = {field.name: field.offset for field in fields_of(record.kind, record.edi)}
        if banks_found.get(bank) is False:
            yield Fault(record.number, places["bank_code"], 4, FaultReason.BANK_UNKNOWN, bank)
        elif branches_found.get((bank, branch)) is False:
            yield Fault(
                record.number, places["branch_code"], 3, FaultReason.BRANCH_UNKNOWN, f"{bank}-{branch}"
            )


def _is_code(text: str, length: int) -> bool:
    return len(text) == length and bool(_DIGITS.fullmatch(text))


def _duplicates(data: list[Record], confirmed: Set[str]) -> Iterator[Fault]:
    """Same bank, branch, account and amount as an earlier record; `detail` is that record's number."""
    seen: dict[tuple[str, ...], int] = {}
    names = ("bank_code", "branch_code", "account_type", "account_number", "amount")
    for record in data:
        earlier = seen.setdefault(tuple(record.texts[name] for name in names), record.number)
        if earlier != record.number and payment_number(record) not in confirmed:
            yield Fault(record.number, 1, 89, FaultReason.DUPLICATE, str(earlier))


def payment_number(record: Record) -> str:
    """Our payment number as a data record carries it."""
    return record.texts["edi"].rstrip(" ") if record.edi else record.texts["customer_code_1"]


def _batch_faults(
    records: Sequence[Record], data: list[Record], settings: PayingBank, complete: bool
) -> Iterator[Fault]:
    if len(data) > settings.max_payments:
        first = data[settings.max_payments]
        yield Fault(first.number, 0, 120, FaultReason.TOO_MANY, str(settings.max_payments))
    amounts = [record.texts["amount"] for record in data]
    summed = sum(int(amount) for amount in amounts if _DIGITS.fullmatch(amount))
    readable = complete and all(_DIGITS.fullmatch(amount) for amount in amounts)
    for record in records:
        if record.kind != TRAILER:
            continue
        count, total = record.texts["count"], record.texts["total"]
        if complete and _is_code(count, 6) and int(count) != len(data):
            yield Fault(record.number, 1, 6, FaultReason.TRAILER_COUNT, str(len(data)))
        if summed > MAX_TOTAL_YEN and len(total) == 12:
            yield Fault(record.number, 7, 12, FaultReason.TOTAL_TOO_BIG, str(summed))
        elif readable and _is_code(total, 12) and int(total) != summed:
            yield Fault(record.number, 7, 12, FaultReason.TRAILER_SUM, str(summed))


def pay_window(
    today: date, settings: PayingBank, is_business_day: Callable[[date], bool] = is_bank_business_day
) -> tuple[date, date]:
    """The earliest and the latest day on which this bank takes a file sent today."""
    earliest = today
    for _ in range(settings.lead_business_days):
        earliest += timedelta(days=1)
        while not is_business_day(earliest):
            earliest += timedelta(days=1)
    return earliest, today + timedelta(days=settings.days_ahead)


def _date_faults(header: Record, world: World) -> Iterator[Fault]:
    text = header.texts["pay_on"]
    if not _is_code(text, 4):
        return
    reason, detail = _date_fault(text, world)
    if reason:
        yield Fault(header.number, 54, 4, reason, detail)


def _date_fault(text: str, world: World) -> tuple[FaultReason | None, str]:
    if _in_year(text, 2024) is None:  # a leap year, so that 0229 is a day
        return FaultReason.DATE_IMPOSSIBLE, text
    if world.pay_on and text != f"{world.pay_on:%m%d}":
        return FaultReason.DATE_DIFFERS, world.pay_on.isoformat()
    if world.pay_on:
        return _day_fault(world.pay_on, world)
    if not world.today:
        return None, ""
    day = _nearest(text, world.today)
    return _day_fault(day, world) if day else (FaultReason.DATE_IMPOSSIBLE, text)


def _day_fault(day: date, world: World) -> tuple[FaultReason | None, str]:
    if world.today and day < world.today:
        return FaultReason.DATE_PAST, day.isoformat()
    if not world.is_business_day(day):
        return FaultReason.DATE_NOT_BUSINESS_DAY, day.isoformat()
    if world.today:
        earliest, latest = pay_window(world.today, world.settings, world.is_business_day)
        if day < earliest:
            return FaultReason.DATE_TOO_SOON, earliest.isoformat()
        if day > latest:
            return FaultReason.DATE_TOO_FAR, latest.isoformat()
    return None, ""


def _nearest(text: str, today: date) -> date | None:
    years = (today.year - 1, today.year, today.year + 1)
    days = [day for day in (_in_year(text, year) for year in years) if day]
    return min(days, key=lambda day: abs(day - today), default=None)


def _in_year(text: str, year: int) -> date | None:
    try:
        return date(year, int(text[:2]), int(text[2:]))
    except ValueError:
        return None
