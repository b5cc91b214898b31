"""Data for the paper templates: fictional people, some of them with names that no form foresees."""

from bansou.core.documents import qr_svg

LONG_NAME = "Nguyễn Thị Phương Thảo Christopherson-Villanueva Maximiliana"
UNBROKEN_NAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis"
NAMES = ["水野 あかり", LONG_NAME, UNBROKEN_NAME, "सीता कुमारी श्रेष्ठ", "ဒေါ်မြင့်သူဇာအေး", "محمد رضا"]
LONG_ADDRESS = (
    "愛知県海部郡蟹江町大字蟹江新田字佐屋川西9999番地の99 "
    "グランドメゾン・インターナショナル蟹江駅前弐番館1204号室"
)
OFFICE = {
    "name": "伴走ネットワークひかり",
    "postal_code": "110-0005",
    "address": "東京都台東区上野9丁目99番9号 ひかりビル3階",
    "phone": "03-0000-0000",
    "mail": "office@hikari.example",
    "representative": "代表理事　星野 みどり",
}
TERM = {
    "name": "2023–26年 伴走支援",
    "support_from": "2023-07-10",
    "support_to": "2026-02-28",
    "bands": [
        {"from_minutes": 60, "to_minutes": 120, "yen": 4000},
        {"from_minutes": 120, "to_minutes": None, "yen": 8000},
    ],
    "filing_months": 1,
    "cap_per_recipient": 3,
    "supporters_per_claim": 2,
    "pay_after_months": 1,
    "travel_included": False,
}
EARLIER_TERM = TERM | {
    "name": "2021年度 相談支援",
    "support_from": "2021-05-01",
    "support_to": "2022-02-28",
    "bands": [
        {"from_minutes": 0, "to_minutes": 180, "yen": 6000},
        {"from_minutes": 180, "to_minutes": None, "yen": 10000},
    ],
    "filing_months": None,
    "cap_per_recipient": None,
    "pay_after_months": 2,
    "travel_included": True,
}


def member(name: str = "水野 あかり", **changes: str) -> dict:
    return {
        "bansou_id": "BN-84G7-ZWYW",
        "name": name,
        "kana": "ミズノ アカリ",
        "latin": "MIZUNO AKARI",
        "postal_code": "160-0022",
        "address": LONG_ADDRESS,
        "phone": "090-0000-0000",
        "qr": qr_svg("https://bansou.example/p/BN-84G7-ZWYW"),
    } | changes


def memoranda(*members: dict, term: dict = TERM) -> dict:
    return {
        "office": OFFICE, "term": term, "consent_version": "2", "wording_confirmed": False,
        "members": list(members) or [member()],
    }  # fmt: skip


def account_notices(*members: dict) -> dict:
    return {
        "office": OFFICE, "term_name": TERM["name"],
        "members": list(members) or [member()],
    }  # fmt: skip


def labels(count: int) -> dict:
    rows = [
        {
            "postal_code": "160-0022",
            "address": [LONG_ADDRESS],
            "name": NAMES[number % len(NAMES)],
            "code": f"L-{number:04d}",
        }
        for number in range(count)
    ]
    return {"labels": rows}


def payment_list(count: int) -> dict:
    rows = [
        {
            "number": f"P{number:07d}",
            "bansou_id": "BN-84G7-ZWYW",
            "payee": NAMES[number % len(NAMES)],
            "bank": "ひかり銀行",
            "branch": "中央支店",
            "account": "普通 ****567",
            "gross_yen": 8000,
            "tax_yen": 816,
            "net_yen": 7184,
        }
        for number in range(count)
    ]
    held = {
        "bansou_id": "BN-RD6Z-1RV7",
        "payee": UNBROKEN_NAME,
        "gross_yen": 4000,
        "reason": "覚書がまだ届いていません",
    }
    return {
        "office": OFFICE, "run": "2024-05-1", "title_month": "2024-04", "pay_on": "2024-05-31",
        "payer_account": "ひかり銀行 本店 普通 ****111", "prepared_by": "会計 森",
        "prepared_on": "2024-05-20",
        "approved_by": "", "approved_on": "", "file_sha256": "", "rows": rows, "count": count,
        "gross_yen": 8000 * count, "tax_yen": 816 * count, "net_yen": 7184 * count, "held": [held],
    }  # fmt: skip


def payment_notices(*names: str) -> dict:
    lines = [
        {"support_on": "2024-04-12", "claim": "C-24-00123", "label": "伴走支援（2時間以上）", "yen": 8000},
        {
            "support_on": "2024-04-20",
            "claim": "C-24-00150",
            "label": "伴走支援（1時間以上2時間未満）",
            "yen": 4000,
        },
    ]
    notices = [
        {
            "number": "N2405-0001", "bansou_id": "BN-84G7-ZWYW", "name": name,
            "pay_on": "2024-05-31", "account": "ひかり銀行 中央支店 普通 ****567",
            "lines": lines,
            "gross_yen": 12000, "tax_yen": 1225, "tax_label": "源泉徴収税額", "net_yen": 10775,
        }
        for name in names or ("水野 あかり",)
    ]  # fmt: skip
    return {"office": OFFICE, "notices": notices}


EVERY_PAPER = {
    "supporters/memorandum": memoranda(*map(member, NAMES)),
    "supporters/account_notice": account_notices(*map(member, NAMES)),
    "supporters/labels": labels(24),
    "payments/payment_list": payment_list(60),
    "payments/payment_notice": payment_notices(*NAMES),
    "people/card_slip": {"codes": ["K7M-3Q9-X2P"] * 20},
}
