"""The way from a first message to a closed case: a person, the desk and a supporter, in two scripts."""

import json
import re
import sqlite3
import uuid
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from bansou.core import clock
from tests.journeys.people import COMPANIONS, code_of
from tests.journeys.site import Site
from tests.journeys.test_pages import look
from tests.journeys.test_story import approve_newest
from tests.journeys.visitor import Visitor

VISIT_ON = clock.today() + timedelta(days=2)
DAYS_LATER = 3


@dataclass(frozen=True)
class Words:
    """What is written: by the person and read at the desk, by the desk and read by the person."""

    said: str
    answer: str
    again: str


READ_AT_THE_DESK = "会社が2か月給料を払ってくれません。"
ANSWERED = "いっしょに労働基準監督署へ行きます。電話は03-0000-0000です。"
TRANSLATED_BACK = "私たちは労働基準監督署へ一緒に行きます。電話03-0000-0000。"
SUMMARY = "見本の工場で働いたが、2か月分の給料が払われない。"
WORDS = {
    "vi": Words(
        said="Công ty không trả lương cho tôi hai tháng nay.",
        answer="Chúng tôi sẽ cùng bạn đến Phòng Giám sát Tiêu chuẩn Lao động. Điện thoại 03-0000-0000.",
        again="Cảm ơn, tôi đã nhận được tiền lương.",
    ),
    "fa": Words(
        said="شرکت دو ماه است که حقوق مرا نداده است.",
        answer="ما همراه شما به اداره نظارت بر کار می‌رویم. تلفن 03-0000-0000.",
        again="ممنونم، حقوقم را گرفتم.",
    ),
}


@dataclass(frozen=True)
class Receipt:
    code: str
    pin: str


def judge(visitor: Visitor) -> None:
    """What is wrong with a page that no link leads to makes the test fail at its end."""
    size = visitor.page.viewport_size
    visitor.faults += [f"{visitor.page.url} {fault}" for fault in look(visitor)]
    visitor.page.set_viewport_size(size)


def ask(person: Visitor, language: str) -> Receipt:
    """Through the four steps and the check."""
    person.go(f"/{language}/")
    person.follow("/a/1/")
    person.choose(topics="work")
    person.press()
    person.choose(safety="safe", sleep="yes")
    person.press()
    person.type(prefecture="13", town="台東区")
    person.press()
    person.choose(shared="yes")
    person.type(text=WORDS[language].said)
    person.press()
    person.reads("台東区", WORDS[language].said)
    person.press()
    return Receipt(*person.page.locator(".receipt .code").all_inner_texts())


def come_back(person: Visitor, language: str, receipt: Receipt) -> None:
    person.go(f"/{language}/c/")
    person.type(code=receipt.code, pin=receipt.pin)
    person.press()


def find_in_inbox(desk: Visitor, words: str) -> uuid.UUID:
    """Opens the thread that begins so; its id."""
    desk.go("/ja/c/inbox/")
    desk.page.locator("tr[data-row] a", has_text=words).click()
    desk.page.wait_for_url(re.compile(r"/c/inbox/[0-9a-f-]{36}/$"))
    return last_id(desk)


def last_id(visitor: Visitor) -> uuid.UUID:
    """The id in the address of the open page."""
    return uuid.UUID(re.findall(r"[0-9a-f-]{36}", urlsplit(visitor.page.url).path)[-1])


def translate(desk: Visitor, words: str) -> None:
    """Beside the message."""
    desk.page.locator("li.message details:has(form[action$='/translate/']) > summary").click()
    desk.page.fill("[name=words]", words)
    desk.press("/translate/")
    desk.reads(words)


def answer(desk: Visitor, language: str) -> None:
    """Looks at what the person will read, first without and then with a translation back; then sends."""
    words = WORDS[language]
    desk.page.locator("#answer details summary").click()
    desk.type(text=ANSWERED, translation=words.answer)
    desk.press()
    desk.reads(words.answer)
    assert not desk.page.locator(".quote").count()
    desk.type(back=TRANSLATED_BACK)
    desk.page.locator("button[name=check]").click()
    desk.page.wait_for_load_state()
    judge(desk)
    assert desk.page.locator(".quote").inner_text() == TRANSLATED_BACK
    desk.page.locator("button[name=send]").click()
    desk.page.wait_for_url(re.compile(r"/c/inbox/[0-9a-f-]{36}/$"))
    desk.reads(ANSWERED, words.answer)
    judge(desk)


def open_case(desk: Visitor) -> uuid.UUID:
    desk.follow("/case/")
    desk.type(summary=SUMMARY)
    desk.press()
    desk.page.wait_for_url(re.compile(r"/c/cases/[0-9a-f-]{36}/$"))
    desk.reads(SUMMARY)
    return last_id(desk)


def ask_helpers(desk: Visitor) -> None:
    """Everybody who fits, without knowing who they are."""
    desk.follow("/helpers/")
    desk.follow("/helpers/find/")
    desk.choose(kind="accompany")
    desk.type(place="city_hall", day=VISIT_ON.isoformat(), starts="10:00", ends="12:00")
    desk.press()
    fitting = desk.page.locator("[name=chosen]")
    for each in fitting.all():
        each.check()
    assert "見本" not in desk.page.locator("#page-form").inner_text(), "no name before somebody accepts"
    judge(desk)
    desk.page.locator("button[name=ask]").click()
    desk.page.wait_for_url("**/helpers/")
    judge(desk)


def accept(supporter: Visitor, mail: str) -> None:
    """From the mail to the visit."""
    supporter.site.letter(mail, "/account/login/")
    supporter.sign_in_by_mail(mail)
    supporter.page.locator("main a[href*='/s/requests/']").click()
    supporter.page.wait_for_load_state()
    judge(supporter)
    supporter.page.check("[name=no_conflict]")
    supporter.press()
    supporter.page.wait_for_url("**/s/visits/")
    judge(supporter)


def set_up_second_factor(supporter: Visitor) -> None:
    supporter.follow("/account/2fa/")
    supporter.follow("/totp/activate/")
    secret = re.search(r"\b[A-Z2-7]{32}\b", supporter.page.content())
    assert secret, supporter.page.url
    supporter.submit(code=code_of(secret[0]))


def tell_the_visit(supporter: Visitor, mail: str) -> None:
    """It took place; the claim opens filled in and is filed."""
    supporter.sign_in_by_mail(mail)
    supporter.go("/ja/s/visits/")
    visit = supporter.page.locator("main .card a").first.get_attribute("href")
    supporter.page.goto(visit)
    set_up_second_factor(supporter)
    supporter.go(visit)
    judge(supporter)
    supporter.press()
    supporter.page.locator("main a[href*='/claims/new/']").click()
    supporter.page.wait_for_load_state()
    assert supporter.typed("support_on", "starts", "ends") == [VISIT_ON.isoformat(), "10:00", "12:00"]
    assert not supporter.page.locator("[name=name], [name=card]").count(), "the case knows who it was"
    supporter.choose(outcome="solved")
    supporter.type(place_name="台東区役所", done="未払いの給料について相談しました。")
    supporter.press()
    supporter.press("/file/")
    supporter.page.wait_for_url("**/sent/")


def close_and_erase(desk: Visitor, case: uuid.UUID) -> None:
    desk.go(f"/ja/c/cases/{case}/")
    desk.follow("/close/")
    desk.choose(outcome="solved")
    desk.type(reason="給料が支払われた。")
    desk.press()
    desk.go(f"/ja/c/cases/{case}/erase/")
    desk.page.locator("main .button-danger").click()
    desk.page.wait_for_url("**/c/cases/")


def scopes_with_a_key(site: Site) -> set[uuid.UUID]:
    return {uuid.UUID(scope) for (scope,) in rows(site, "vault", "select scope from vault_datakey")}


def rows(site: Site, database: str, query: str, *values: str) -> list[tuple]:
    """Out of one of the installation's databases, past the program."""
    with closing(sqlite3.connect(f"file:{site.folder / database}.sqlite3?mode=ro", uri=True)) as connection:
        return connection.execute(query, values).fetchall()


def files_that_say(site: Site, *texts: str) -> list[str]:
    """Databases, mails, logs, sessions: whatever of the installation has one of these texts in it."""
    forms = [form for text in texts for form in (text.encode(), json.dumps(text).encode())]
    files = [file for file in site.folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(form in file.read_bytes() for form in forms)]


@pytest.mark.parametrize("language", WORDS)
def test_from_the_first_message_to_an_erased_case(visitor, staff, later, site, language):
    words, mail = WORDS[language], COMPANIONS[language]
    receipt = ask(visitor(java_script_enabled=False), language)
    desk = staff("coordinator")
    thread = find_in_inbox(desk, words.said)
    translate(desk, READ_AT_THE_DESK)
    answer(desk, language)
    case = open_case(desk)
    ask_helpers(desk)
    accept(visitor(), mail)

    later(DAYS_LATER)
    tell_the_visit(visitor(), mail)
    person = visitor(java_script_enabled=False)
    come_back(person, language, receipt)
    person.reads(words.said, words.answer)
    person.type(text=words.again)
    person.press()
    person.reads(words.again)

    desk = staff("coordinator", anew=True)
    approve_newest(desk)
    desk.go(f"/ja/c/cases/{case}/messages/")
    desk.reads(words.again)
    [(known_as,)] = rows(site, "bansou", "select person_id from cases_case where id = ?", case.hex)
    scopes = {case, thread, uuid.UUID(known_as)}
    assert scopes_with_a_key(site) >= scopes
    close_and_erase(desk, case)
    assert not scopes_with_a_key(site) & scopes
    assert not files_that_say(site, READ_AT_THE_DESK, ANSWERED, SUMMARY, *astuple(words))
    for gone in (f"/ja/c/cases/{case}/", f"/ja/c/inbox/{thread}/"):
        assert desk.context.request.get(gone).status == 404
    come_back(person, language, receipt)
    assert person.page.locator(".error-summary").is_visible()
