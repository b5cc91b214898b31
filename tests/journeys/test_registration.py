"""The registration form in a browser: what the script adds, and that nothing is lost without it."""

import re

import pytest
from playwright.sync_api import expect


def test_the_postal_code_fills_the_address_while_typing(visitor):
    page = visitor().go("/ja/register/")
    page.locator("#id_postal_code").press_sequentially("110-0005")
    expect(page.locator("#id_municipality")).to_have_value("台東区")
    assert page.input_value("#id_prefecture") == "13"
    page.fill("#id_street", "上野0-0-0")
    page.fill("#id_postal_code", "530-0001")
    expect(page.locator("#id_municipality")).to_have_value(re.compile("^大阪市"))
    assert page.input_value("#id_street") == "上野0-0-0"


@pytest.mark.parametrize("script", [True, False])
def test_enter_sends_the_form_and_does_not_switch_the_language(visitor, script):
    page = visitor(java_script_enabled=script).go("/ja/register/")
    page.fill("#id_name", "見本 さくら")
    page.press("#id_name", "Enter")
    page.wait_for_selector(".error-summary")
    assert page.url.endswith("/ja/register/")
    assert page.input_value("#id_name") == "見本 さくら"


def test_switching_the_language_keeps_everything_without_a_script(visitor):
    page = visitor(java_script_enabled=False).go("/ja/register/")
    page.fill("#id_name", "見本 さくら")
    page.select_option("[name=languages-1-language]", "ne")
    page.locator("summary", has_text="関東").click()
    page.check("input[name=areas][value='13']")
    page.fill("#id_experience_text", "病院への同行")
    page.locator("button[name=switch_language][value=vi]").click()
    assert page.url.endswith("/vi/register/")
    assert page.input_value("#id_name") == "見本 さくら"
    assert page.input_value("[name=languages-1-language]") == "ne"
    assert page.is_checked("input[name=areas][value='13']")
    assert page.input_value("#id_experience_text") == "病院への同行"
    assert page.locator(".error-summary").count() == 0
