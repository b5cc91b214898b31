"""Somebody asks for help on a phone, leaves, comes back with the code, writes again and erases all of it."""

import re

import pytest

from bansou.core.languages import offered
from tests.journeys.test_pages import look

TEXT = "給料が 2か月 ありません。\nSalary not paid."


def ask(person, language: str) -> tuple[str, str]:
    """Through the four steps; the code and the PIN."""
    page = person.page
    person.go(f"/{language}/")
    person.follow("/a/1/")
    person.choose(topics=("work", "home"))
    person.press()
    person.choose(safety="unsafe", sleep="yes")
    person.press()
    person.reads("110", "助けてください")
    person.follow("/a/3/")
    person.type(prefecture="27", town="堺市")
    person.press()
    person.choose(shared="yes")
    person.type(text=TEXT)
    person.press()
    person.reads("堺市", "Salary not paid.")
    person.press()
    code, pin = page.locator(".receipt .code").all_inner_texts()
    assert re.fullmatch(r"(\d{4} ){3}\d{4}", code)
    assert re.fullmatch(r"\d{6}", pin)
    return code, pin


def names_of_cookies(person) -> set[str]:
    return {cookie["name"] for cookie in person.context.cookies()}


@pytest.mark.parametrize(("language", "script"), [("ja", True), ("en", False)])
def test_asking_and_coming_back(visitor, language, script):
    code, pin = ask(visitor(java_script_enabled=script), language)
    person = visitor(java_script_enabled=script)
    person.go(f"/{language}/c/")
    person.type(code=code, pin="000000" if pin != "000000" else "111111")
    person.press()
    assert person.page.locator(".error-summary").is_visible()
    assert person.typed("code") == [code]
    person.type(code=code, pin=pin)
    person.press()
    person.reads("Salary not paid.")
    person.type(text="MARK-again")
    person.press()
    person.reads("MARK-again")
    person.page.locator(".said", has_text="MARK-again").locator('a[href*="/c/2/"]').click()
    person.press()
    assert "MARK-again" not in person.page.locator(".thread").inner_text()
    person.follow("/c/5/")
    person.page.locator("main .button-danger").click()
    person.go(f"/{language}/c/")
    person.type(code=code, pin=pin)
    person.press()
    assert person.page.locator(".error-summary").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_switch_of_language_keeps_what_was_typed(visitor, script):
    person = visitor(java_script_enabled=script)
    person.go("/en/a/3/")
    person.type(prefecture="13", town="Shinjuku", language="vi")
    person.page.locator(".language-fold summary").click()
    person.switch_to("vi")
    assert person.typed("prefecture", "town", "language") == ["13", "Shinjuku", "vi"]
    person.page.locator(".header-button[name=back]").click()
    assert person.page.url.endswith("/vi/a/2/")
    person.press()
    assert person.typed("town") == ["Shinjuku"]


def test_enter_goes_on_and_never_back(visitor):
    person = visitor()
    person.go("/en/a/3/")
    person.page.press("[name=town]", "Enter")
    person.page.wait_for_url("**/a/4/")


def test_nothing_is_left_after_leaving(visitor):
    person = visitor(java_script_enabled=False)
    ask(person, "en")
    assert "session" in names_of_cookies(person)
    # The neutral site is somebody else's: it is not asked for here.
    assert person.context.request.get("/leave/", max_redirects=0).status == 302
    assert names_of_cookies(person) == {"away"}
    for path in ("/en/a/6/", "/en/c/", "/en/a/5/"):
        page = person.context.request.get(path).text()
        assert "Weather" in page
        assert "Salary" not in page


@pytest.mark.parametrize("language", [code for code in ("ja", "ja-simple", "my", "fa") if code in offered()])
def test_every_page_can_be_read_by_all(visitor, language):
    person = visitor()
    page, wrong = person.page, []

    def judge() -> None:
        wrong.extend(f"{page.url} {fault}" for fault in look(person, public=True))

    person.go(f"/{language}/a/1/")
    judge()
    for typed in ({}, {"safety": "unsafe"}):
        person.choose(**typed)
        person.press()
        judge()
    person.follow("/a/3/")
    judge()
    person.press()
    page.locator("details.more summary").click()
    person.type(mail="no address", text=TEXT)
    person.press()
    assert page.locator(".error-summary").is_visible()
    judge()
    person.type(mail="", phone="090-0000-0000")
    for _page in ("check", "sent"):
        person.press()
        judge()
    for path in ("c/", "c/4/", "c/5/"):
        person.go(f"/{language}/{path}")
        judge()
    person.go(f"/{language}/c/")
    person.follow(page.locator('a[href*="/c/2/"]').get_attribute("href"))
    judge()
    person.go(f"/{language}/c/")
    page.locator('form[action$="/c/6/"] button').click()
    person.go(f"/{language}/c/")
    person.press()
    judge()
    # Away: whatever is asked for is the weather.
    person.context.request.get("/leave/", max_redirects=0)
    person.go(f"/{language}/")
    assert page.locator("ul.weather").is_visible()
    judge()
    assert not wrong, "\n".join(wrong)
