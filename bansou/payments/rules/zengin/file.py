"""Whole bank files: `render` writes one, `check` names every fault of one, `parse` reads one back."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

from bansou.core.calendar import is_bank_business_day
from bansou.payments.rules import banks
from bansou.payments.rules.zengin.framing import LINE_ENDS, Record, read
from bansou.payments.rules.zengin.judging import World, field_faults, judge, payment_number
from bansou.payments.rules.zengin.layout import (
    DATA,
    END,
    HEADER,
    RECORD_BYTES,
    TRAILER,
    Blank,
    Fault,
    FaultReason,
    Field,
    Form,
    PayingBank,
    fields_of,
)

FindBank = Callable[[str], object | None]
FindBranch = Callable[[str, str], object | None]


@dataclass(frozen=True, slots=True)
class Payer:
    """The account that pays. Names in half width; `requester_code` comes from the bank, or is empty."""

    name: str
    bank_code: str
    branch_code: str
    account_type: str
    account_number: str
    requester_code: str = ""
    bank_name: str = ""
    branch_name: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment. Names in half width, `account_type` 1, 2, 4 or 9, `payment_number` ten digits."""

    bank_code: str
    branch_code: str
    account_type: str
    account_number: str
    name_kana: str
    amount_yen: int
    payment_number: str
    bank_name: str = ""
    branch_name: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file says; `pay_on` is MMDD, as the file has no year. Names come without the padding."""

    payer: Payer
    pay_on: str
    transfers: tuple[Transfer, ...]


class ZenginRefused(ValueError):
    """No file, because of `faults`: a tuple of Fault, by record and byte of the file as it would be."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(dict.fromkeys(fault.reason.value for fault in faults)))
        self.faults = tuple(faults)


def render(
    payer: Payer,
    settings: PayingBank,
    pay_on: date,
    transfers: Sequence[Transfer],
    *,
    today: date | None = None,
    confirmed: Set[str] = frozenset(),
    is_business_day: Callable[[date], bool] = is_bank_business_day,
    find_bank: FindBank = banks.find_bank,
    find_branch: FindBranch = banks.find_branch,
) -> bytes:
    """The file, byte for byte; the transfer at index i is record i + 2. The same input gives the same bytes.

    With `today` the bank's window is checked too; `confirmed` are payment numbers that an approver lets
    repeat another payment. With EDI on, the payee sees the payment number.
    Raises ZenginRefused with all faults.
    """
    world = World(settings, pay_on, today, confirmed, is_business_day, find_bank, find_branch)
    records = _records(payer, settings, pay_on, transfers)
    own = _own_faults(transfers)
    numbers = {fault.record_no for fault in own}
    judged = [f for f in judge(records, world) if not (f.record_no in numbers and 91 <= f.offset < 111)]
    faults = judged + own
    if faults:
        raise ZenginRefused(sorted(faults, key=lambda fault: (fault.record_no, fault.offset)))
    end = LINE_ENDS[settings.line_end]
    return b"".join(_encoded(record) + end for record in records)


def check(
    data: bytes,
    *,
    pay_on: date | None = None,
    today: date | None = None,
    settings: PayingBank | None = None,
    confirmed: Set[str] = frozenset(),
    is_business_day: Callable[[date], bool] = is_bank_business_day,
    find_bank: FindBank = banks.find_bank,
    find_branch: FindBranch = banks.find_branch,
) -> list[Fault]:
    """Every fault of any such file, by record and byte; an empty list when a bank should take it.

    `pay_on` is the full date kept beside the file; without it the year nearest to `today` is assumed; without
    both only impossible dates are found. Without `settings` either line end will do, the rest is as default.
    """
    framed = read(data, settings.line_end if settings else None)
    world = World(settings or PayingBank(), pay_on, today, confirmed, is_business_day, find_bank, find_branch)
    faults = framed.faults + judge(framed.records, world, complete=framed.complete)
    return sorted(faults, key=lambda fault: (fault.record_no, fault.offset))


def parse(data: bytes) -> Parsed:
    """Payer, day and transfers of a file. Raises ZenginRefused if its frame or a field can't be read.

    Doesn't ask whether banks exist, whether the day is right or whether totals agree: that is `check`.
    """
    framed = read(data)
    settings = PayingBank()
    faults = framed.faults + [fault for record in framed.records for fault in field_faults(record, settings)]
    if faults:
        raise ZenginRefused(faults)
    header = framed.records[0].texts
    payer = Payer(
        **_account(header),
        name=header["name"].rstrip(" "),
        requester_code="" if not header["requester_code"].strip("0 ") else header["requester_code"],
    )
    transfers = tuple(_transfer(record) for record in framed.records if record.kind == DATA)
    return Parsed(payer, header["pay_on"], transfers)


def _account(texts: dict[str, str]) -> dict[str, str]:
    names = ("bank_code", "bank_name", "branch_code", "branch_name", "account_type", "account_number")
    return {name: texts[name].rstrip(" ") for name in names}


def _transfer(record: Record) -> Transfer:
    return Transfer(
        **_account(record.texts),
        name_kana=record.texts["name"].rstrip(" "),
        amount_yen=int(record.texts["amount"]),
        payment_number=payment_number(record),
    )


def _own_faults(transfers: Sequence[Transfer]) -> list[Fault]:
    """Payment numbers that aren't ten digits, or stand in the file twice."""
    faults = []
    seen: dict[str, int] = {}
    for record_no, transfer in enumerate(transfers, 2):
        number = transfer.payment_number
        earlier = seen.setdefault(number, record_no)
        if earlier != record_no:
            faults.append(Fault(record_no, 91, 10, FaultReason.PAYMENT_TWICE, str(earlier)))
        if not (len(number) == 10 and number.isascii() and number.isdigit()):
            faults.append(Fault(record_no, 91, 10, FaultReason.PAYMENT_NUMBER))
    if not transfers:
        faults.append(Fault(2, 0, 0, FaultReason.NO_TRANSFERS))
    return faults


def _records(payer: Payer, settings: PayingBank, pay_on: date, transfers: Sequence[Transfer]) -> list[Record]:
    header = {
        "kind": HEADER,
        "file_kind": "21",
        "code_kind": "0",
        "requester_code": payer.requester_code or _blank(settings.blank_requester_code, 10),
        "pay_on": f"{pay_on:%m%d}",
        **_written_account(payer, payer.name, settings),
    }
    trailer = {
        "kind": TRAILER,
        "count": str(len(transfers)),
        "total": str(sum(transfer.amount_yen for transfer in transfers)),
    }
    data = [_written_transfer(transfer, settings) for transfer in transfers]
    return list(_padded([header, *data, trailer, {"kind": END}], settings.edi))


def _written_account(account: Payer | Transfer, name: str, settings: PayingBank) -> dict[str, str]:
    return {
        "bank_code": account.bank_code,
        "bank_name": account.bank_name if settings.write_names else "",
        "branch_code": account.branch_code,
        "branch_name": account.branch_name if settings.write_names else "",
        "account_type": account.account_type,
        "account_number": account.account_number,
        "name": name if settings.dot_in_names else name.replace(".", " "),
    }


def _written_transfer(transfer: Transfer, settings: PayingBank) -> dict[str, str]:
    number = transfer.payment_number
    return {
        "kind": DATA,
        **_written_account(transfer, transfer.name_kana, settings),
        "clearing_house": _blank(settings.clearing_house, 4),
        "amount": str(transfer.amount_yen),
        "new_code": "0",
        **({"edi": number} if settings.edi else {"customer_code_1": number, "customer_code_2": ""}),
        "transfer_kind": "7",
        "edi_mark": "Y" if settings.edi else " ",
    }


def _blank(style: Blank, length: int) -> str:
    return ("0" if style == Blank.ZEROS else " ") * length


# These are codes, where a missing digit is an error and no zero may be put in its place.
_EXACT = frozenset({"bank_code", "branch_code", "account_type", "customer_code_1"})


def _padded(rows: list[dict[str, str]], edi: bool) -> Iterator[Record]:
    for number, row in enumerate(rows, 1):
        with_edi = edi and row["kind"] == DATA
        fields = fields_of(row["kind"], with_edi)
        yield Record(number, row["kind"], with_edi, {f.name: _pad(f, row.get(f.name, "")) for f in fields})


def _pad(field: Field, text: str) -> str:
    if field.name in _EXACT:
        return text
    if field.form in (Form.DIGITS, Form.DIGITS_OR_SPACES):
        return text.rjust(field.length, "0")
    return text.ljust(field.length)


def _encoded(record: Record) -> bytes:
    line = "".join(record.texts.values()).encode("cp932")
    if len(line) != RECORD_BYTES:
        raise AssertionError(f"record {record.number} has {len(line)} bytes")
    return line
