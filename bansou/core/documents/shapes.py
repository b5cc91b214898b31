"""Owns the shapes of data that paper templates take. Days are ISO text ("2023-07-10"), money integer yen."""

from typing import TypedDict


class Office(TypedDict):
    """The body that sends the paper and pays."""

    name: str
    postal_code: str  # "110-0005"
    address: str
    phone: str
    mail: str
    representative: str  # role and name: "代表理事 山田 花子"


class Band(TypedDict):
    """One band of a term's amounts, per supporter. The lower bound is included, the upper one excluded."""

    from_minutes: int
    to_minutes: int | None
    yen: int


class TermInWords(TypedDict):
    """What the memorandum says of a dated term."""

    name: str
    support_from: str
    support_to: str
    bands: list[Band]
    filing_months: int | None  # None: the term sets no limit of its own
    cap_per_recipient: int | None
    supporters_per_claim: int
    pay_after_months: int
    travel_included: bool


class Member(TypedDict):
    """A supporter whose data is filled in. Empty text leaves a blank to write on."""

    bansou_id: str
    name: str
    kana: str
    latin: str
    postal_code: str
    address: str
    phone: str
    qr: str  # from bansou.core.documents.qr_svg


class Memoranda(TypedDict):
    """supporters/memorandum: two copies (正本, 控え) for each member."""

    office: Office
    term: TermInWords
    consent_version: str
    wording_confirmed: bool  # False prints 案 on every copy
    members: list[Member]


class AccountNotices(TypedDict):
    """supporters/account_notice: one sheet for each member."""

    office: Office
    term_name: str
    members: list[Member]


class Label(TypedDict):
    """One address label. Only what the post needs: no word of why we write."""

    postal_code: str
    address: list[str]  # lines, usually one or two
    name: str
    code: str


class Labels(TypedDict):
    """supporters/labels: 12 labels of 86.4 × 42.3 mm on A4."""

    labels: list[Label]


class PaymentRow(TypedDict):
    """One payment of a run. `account` is printed as given: mask it unless the reader must see it."""

    number: str
    bansou_id: str
    payee: str
    bank: str
    branch: str
    account: str  # "普通 ****567"
    gross_yen: int
    tax_yen: int
    net_yen: int


class HeldRow(TypedDict):
    """A payable that stayed out of the run, and why, in words."""

    bansou_id: str
    payee: str
    gross_yen: int
    reason: str


class PaymentList(TypedDict):
    """payments/payment_list: a run for approval and the files. Totals come from the run, not the template."""

    office: Office
    run: str
    title_month: str  # "2024-05", the month whose filings are paid
    pay_on: str
    payer_account: str
    prepared_by: str
    prepared_on: str
    approved_by: str
    approved_on: str
    file_sha256: str  # empty before the export
    rows: list[PaymentRow]
    count: int
    gross_yen: int
    tax_yen: int
    net_yen: int
    held: list[HeldRow]


class NoticeLine(TypedDict):
    """One honorarium. Nothing here may point to the person who was supported."""

    support_on: str
    claim: str
    label: str  # "伴走支援（2時間以上）"
    yen: int


class PaymentNotice(TypedDict):
    """A payment told to the supporter who receives it, on a page that they fetch: it bears no address."""

    number: str
    bansou_id: str
    name: str
    pay_on: str
    account: str  # masked
    lines: list[NoticeLine]
    gross_yen: int
    tax_yen: int
    tax_label: str  # dated label of the tax class, e.g. "源泉徴収税額"
    net_yen: int


class PaymentNotices(TypedDict):
    """payments/payment_notice: a page for each supporter."""

    office: Office
    notices: list[PaymentNotice]


class CardSlips(TypedDict):
    """people/card_slip: ten slips of 91 × 55 mm on A4, each with a code ("K7M-3Q9-X2P") and nothing else."""

    codes: list[str]
