"""The whole story, from the first form to the money: two supporters on phones, the office at its desks."""

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

from bansou.core import clock
from bansou.core.calendar import next_business_day
from bansou.core.months import add_months
from bansou.payments.rules import zengin
from tests.journeys.people import HANA
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


def enter_account(office: Visitor, number: str, holder: str) -> None:
    """From the paper notice: type, compare, save; then the supporter can be paid."""
    office.go(f"/ja/c/payments/payees/?q={number}")
    office.page.get_by_role("link", name=number).first.click()
    office.follow("/account/")
    office.type(bank="みずほ", branch="001", number=f"{len(holder):07}", name=holder)
    office.press()
    office.page.locator("button[name=save]").click()
    office.page.wait_for_load_state()
    office.go("/ja/c/papers/accounts/")
    office.page.locator("tr", has_text=number).locator("button").click()
    office.page.wait_for_load_state()


def confirm_competence(office: Visitor, experienced: str, taught: str) -> None:
    """One has experience, the other has filled in the questionnaires of the course."""
    open_supporter(office, experienced)
    office.press("/confirm-experience/")
    open_supporter(office, taught)
    office.follow("/course/")
    for number in range(1, 6):
        office.page.fill(f"[name=basic-{number}]", (TODAY - timedelta(days=30)).isoformat())
    office.press()


def confirm_as_second(second: Visitor) -> None:
    second.go("/ja/s/claims/")
    second.follow("/confirm/")
    second.page.locator("button[name=went][value=yes]").click()
    second.page.wait_for_load_state()


def approve_newest(office: Visitor) -> None:
    office.go("/ja/c/claims/")
    office.page.locator("main table a").first.click()
    office.press("/approve/")


def close_month(accountant: Visitor) -> tuple[str, date]:
    """Drafts the run of this month; the path of its page and the day on which it pays."""
    pay_on = next_business_day(add_months(TODAY.replace(day=1), 1) + timedelta(days=9))
    accountant.go(f"/ja/c/payments/close/?month={TODAY:%Y-%m}&pay_on={pay_on}")
    accountant.page.locator("main form[method=post] button").first.click()
    accountant.page.wait_for_url(re.compile(r"/runs/[0-9a-f-]{36}/$"))
    return urlsplit(accountant.page.url).path, pay_on


def read_notice(payee: Visitor, mail: str) -> None:
    """From the mail to the notice on one's own page, and its PDF."""
    payee.sign_in_by_mail(mail)
    link = re.search(r"http\S+/s/payments/", payee.site.letter(mail, "/s/payments/").text)
    assert link
    payee.go(urlsplit(link[0]).path)
    payee.page.locator("main .task-list a").first.click()
    payee.page.wait_for_load_state()
    payee.reads("8,000")
    assert payee.save("notice.pdf").read_bytes().startswith(b"%PDF")


def test_from_the_form_to_the_money(visitor, staff, later):
    linh, sakura = visitor(), visitor()
    linh_id, sakura_id = register(linh, LINH), register(sakura, SAKURA)
    office = staff("secretariat")
    send_papers(office)
    for number, holder in ((linh_id, "グエン リン"), (sakura_id, "ミホン サクラ")):
        scan_back(office, number)
        enter_account(office, number, holder)
    confirm_competence(office, linh_id, sakura_id)

    linh.sign_in_by_mail(LINH["mail"])
    file_claim(linh, second=sakura_id)
    sakura.sign_in_by_mail(SAKURA["mail"])
    confirm_as_second(sakura)
    approve_newest(office)

    accountant, approver = staff("accountant"), staff("approver")
    run, pay_on = close_month(accountant)
    accountant.reads("16,000", linh_id, sakura_id)
    approver.go(run)
    approver.press("/approve/")
    accountant.go(run)
    accountant.press("/export/")
    data = accountant.save("/export/").read_bytes()
    assert not zengin.check(data, pay_on=pay_on, today=TODAY)
    assert [transfer.amount_yen for transfer in zengin.parse(data).transfers] == [8000, 8000]
    accountant.press("/accept/")

    later((pay_on - TODAY).days)
    accountant = staff("accountant", anew=True)
    accountant.go(run)
    accountant.press("/paid/")
    for mail in (LINH["mail"], SAKURA["mail"]):
        read_notice(visitor(), mail)


def test_without_script(visitor, staff):
    """Registering, filing and approving ask nothing of the browser but pages and forms."""
    an, office = visitor(java_script_enabled=False), staff("secretariat", java_script_enabled=False)
    number = register(an, LINH | {"mail": "an@example.com", "name": "レ・アン", "latin": "LE AN"})
    open_supporter(office, number)
    office.press("/confirm-experience/")
    an.sign_in_by_mail("an@example.com")
    file_claim(an, second="", name="PHAM VAN GIANG")
    approve_newest(office)
    an.go("/ja/s/claims/")
    an.reads("承認")


def test_the_language_switch_keeps_what_was_typed(visitor):
    reader = visitor()
    reader.go("/ja/register/")
    reader.type(name="見本", mail="half@exam", phone="abc", experience_text="病院へ\n同行")
    reader.choose(areas=("13", "27"), knows="medical")
    for language in ("vi", "en", "ja"):
        reader.switch_to(language)
        assert reader.typed("name", "mail", "phone", "experience_text") == [
            "見本",
            "half@exam",
            "abc",
            "病院へ\n同行",
        ]
        assert reader.page.locator("[name=areas]:checked, [name=knows]:checked").count() == 3
        assert not reader.page.locator(".error-summary").count()


def test_the_language_switch_keeps_a_claim(visitor):
    hana = visitor()
    hana.sign_in_by_mail(HANA)
    hana.go("/ja/s/claims/new/")
    hana.type(support_on=TODAY.isoformat(), second="BN-12", **OCCASION)
    hana.choose(**PLACE)
    for language in ("vi", "en"):
        hana.switch_to(language)
        assert hana.typed(*OCCASION, "second") == [*OCCASION.values(), "BN-12"]
        assert hana.page.locator("[name=activities]:checked, [name=place]:checked").count() == 3
