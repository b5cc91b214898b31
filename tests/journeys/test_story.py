"""The whole story, from the first form to the money: two supporters on phones, the office at its desks."""

import re
from datetime import timedelta

from bansou.core import clock
from tests.journeys.visitor import Visitor

TODAY = clock.today()
LINH = {
    "name": "グエン・リン",
    "kana": "グエン リン",
    "latin": "NGUYEN LINH",
    "mail": "linh@example.com",
    "phone": "090-0000-0001",
    "postal_code": "110-0005",
    "street": "上野1-2-3",
}
SAKURA = LINH | {
    "name": "見本さくら",
    "kana": "ミホン サクラ",
    "latin": "MIHON SAKURA",
    "mail": "sakura@example.com",
    "phone": "090-0000-0002",
}
OCCASION = {
    "name": "TRAN VAN BINH",
    "birth_on_y": "1990",
    "birth_on_m": "4",
    "birth_on_d": "5",
    "starts": "10:00",
    "ends": "12:00",
    "place_name": "台東区役所 国民健康保険課",
    "done": "保険料の分割払いを窓口でお願いしました。",
}
PLACE = {"place": "city_hall", "activities": ("interpret", "accompany"), "outcome": "solved"}


def register(visitor: Visitor, member: dict[str, str]) -> str:
    """Fills in the public form; the Bansou ID out of the mail."""
    visitor.go("/ja/register/")
    visitor.type(**{**member, "postal_code": "", "street": ""})
    visitor.type(postal_code=member["postal_code"])
    visitor.page.locator("button[name=find_address]").click()
    visitor.page.wait_for_load_state()
    assert visitor.page.input_value("[name=municipality]") == "台東区"
    visitor.type(street=member["street"])
    visitor.type(**{"languages-0-language": "vi", "languages-0-level": "native"})
    visitor.choose(areas="13", knows=("status", "medical"), previous_experience="yes")
    visitor.page.check("[name=consent]")
    visitor.press()
    visitor.page.wait_for_url("**/register/done/")
    text = visitor.site.letter(member["mail"]).text
    number = re.search(r"\bBN-\w{4}-\w{4}\b", text)
    assert number, text
    return number[0]


def file_claim(visitor: Visitor, second: str, **changes: str) -> None:
    """Types the occasion of yesterday, checks and sends it."""
    visitor.go("/ja/s/claims/new/")
    visitor.type(support_on=(TODAY - timedelta(days=1)).isoformat(), second=second, **OCCASION | changes)
    visitor.choose(**PLACE)
    visitor.press()
    visitor.page.wait_for_url("**/check/")
    visitor.reads("8,000")
    visitor.press("/file/")
    visitor.page.wait_for_url("**/sent/")


def send_papers(office: Visitor) -> None:
    """Prints what waits and marks it as sent."""
    office.go("/ja/c/papers/")
    for kind in ("memoranda", "notices", "labels"):
        assert office.save(f"/print/{kind}/").read_bytes().startswith(b"%PDF")
    office.press("/sent/")


def open_supporter(office: Visitor, number: str) -> None:
    office.go(f"/ja/c/supporters/?q={number}")
    office.page.get_by_role("link", name=number).first.click()
    office.page.wait_for_load_state()


def scan_back(office: Visitor, number: str) -> None:
    """Both papers of a supporter pass under the scanner."""
    open_supporter(office, number)
    code = re.search(r"\b\w{5}-\w{5}\b", office.page.locator("main").inner_text())
    assert code
    for letter in "MA":
        office.go("/ja/c/papers/scan/")
        office.page.fill("[name=code]", f"{letter}-{code[0]}")
        office.page.press("[name=code]", "Enter")
        office.page.wait_for_load_state()


def test_from_the_form_to_the_money(visitor, staff):
    linh, sakura = visitor(), visitor()
    linh_id, sakura_id = register(linh, LINH), register(sakura, SAKURA)
    office = staff("secretariat")
    send_papers(office)
    scan_back(office, linh_id)
    scan_back(office, sakura_id)
    open_supporter(office, linh_id)
    office.press("/confirm-experience/")
    open_supporter(office, sakura_id)
    office.follow("/course/")
    for number in range(1, 6):
        office.page.fill(f"[name=basic-{number}]", (TODAY - timedelta(days=30)).isoformat())
    office.press()
    linh.sign_in_by_mail(LINH["mail"])
    file_claim(linh, second=sakura_id)
    sakura.sign_in_by_mail(SAKURA["mail"])
    sakura.go("/ja/s/claims/")
    sakura.follow("/confirm/")
    sakura.page.locator("button[name=went][value=yes]").click()
    office.go("/ja/c/claims/")
    office.page.locator("main table a").first.click()
    office.press("/approve/")
    office.site.letter(LINH["mail"], "承認")
