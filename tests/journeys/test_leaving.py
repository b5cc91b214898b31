"""The quick exit on somebody's phone, with and without JavaScript: Back shows only neutral pages."""

import pytest
from playwright.sync_api import expect

from bansou.core.office import exit_sites

NEUTRAL = "<!doctype html><title>Elsewhere</title><p>Sunny</p>"
WEATHER = "Thời tiết"


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def phone(request, browser, site):
    """A phone that reaches no other site; a page stands in for each of them."""
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 800}, java_script_enabled=request.param
    )
    for address in exit_sites():
        context.route(f"{address}**", lambda route: route.fulfill(body=NEUTRAL, content_type="text/html"))
    page = context.new_page()
    page.goto("about:blank")
    yield page
    context.close()


def leave(page) -> None:
    page.locator("[data-exit]").click()
    page.wait_for_url(lambda url: url in exit_sites())
    assert page.title() == "Elsewhere"


def test_back_shows_only_neutral_pages(phone):
    for path in ("/", "/vi/", "/vi/phone/", "/vi/who/"):
        phone.goto(path)
        assert "Bansou" in phone.title()
    leave(phone)
    for _step in range(3):
        phone.go_back(wait_until="load")
        assert phone.title() in (WEATHER, "Weather", "Elsewhere")
        assert "Bansou" not in phone.content()
    for _step in range(3):
        phone.go_forward(wait_until="load")
        assert "Bansou" not in phone.content()


def test_the_way_back_is_found(phone):
    phone.goto("/vi/phone/")
    leave(phone)
    phone.goto("/vi/phone/")
    assert phone.title() == WEATHER
    phone.locator("form button").click()
    expect(phone.locator("a[href='tel:110']")).to_be_visible()
    assert phone.url.endswith("/vi/")


def test_nothing_stays_in_the_browser(phone):
    phone.goto("/ja-simple/?furigana=off")
    cookies = {cookie["name"]: cookie["expires"] for cookie in phone.context.cookies()}
    assert cookies == {"session": -1}, "ends with the browser"
    leave(phone)
    assert [cookie["name"] for cookie in phone.context.cookies()] == ["away"]


def test_the_language_list_opens_by_keyboard_and_touch(phone):
    phone.goto("/vi/who/")
    phone.locator("summary").click()
    phone.locator(".language-fold a[hreflang=ja-simple]").click()
    phone.wait_for_url("**/ja-simple/who/")
    assert phone.locator("ruby").count() > 5
    phone.locator(".furigana").click()
    phone.wait_for_url("**furigana=off")
    expect(phone.locator("main rt").first).to_be_hidden()
