"""The look in a real browser: the style guide at phone and desk width keeps the rules of docs/design.md."""

import shutil
import threading
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parents[1] / "axe" / "axe.min.js"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium"),
]

SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(part => part.checkVisibility() && !part.matches('input[type=checkbox], input[type=radio]'))
  .filter(part => !part.closest('p, td, th, .hint, .task-list, .stats, .skip, .demo-band'))
  .map(part => [part.getBoundingClientRect(), part.outerHTML.slice(0, 80)])
  .filter(([box]) => box.height < 43.5 || box.width < 43.5).map(([box, html]) => box.height + html)"""
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def site():
    """The pages and their files on a free port, without a database: the style guide must not need one."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(browser, site, settings):
    """Open a page of the style guide; whatever the browser complains about fails the test."""
    settings.DEMO = True
    complaints, contexts = [], []

    def open_page(lang: str, **context):
        contexts.append(browser.new_context(**{"viewport": {"width": 360, "height": 800}, **context}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None,
        )
        page.goto(f"{site}/{lang}/styleguide/", wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


@pytest.mark.parametrize("lang", ["en", "ja", "vi"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_runs_off_the_page_and_targets_are_large(visit, lang, width):
    page = visit(lang, viewport={"width": width, "height": 800})
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("lang", ["ja", "vi"])
def test_text_at_twice_the_size_still_fits(visit, lang):
    page = visit(lang, viewport={"width": 640, "height": 800})
    # As a reader's own setting would: every size in the style sheet goes by the root's.
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_before_and_after_errors(visit, width):
    page = visit("ja", viewport={"width": width, "height": 800}, bypass_csp=True)
    for _round in range(2):
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then(result => result.violations)")
        assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in found] == []
        page.click("button[value=send]")
        page.wait_for_load_state("networkidle")


def test_errors_take_the_focus_and_lead_to_their_fields(visit):
    page = visit("en")
    page.click("button[value=send]")
    page.wait_for_load_state("networkidle")
    assert page.title().startswith("Error:")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.click(".error-summary a[href='#id_result_0']")
    assert page.evaluate("document.activeElement.id") == "id_result_0"


@pytest.mark.parametrize("script", [True, False])
def test_the_language_switch_keeps_what_was_typed(visit, script):
    page = visit("en", java_script_enabled=script)
    page.fill("#id_name", "Lê Thị Minh Châu")
    page.check("#id_done_1")
    page.fill("#id_birth_on_0", "1990")
    page.click(".languages button[value=vi]")
    page.wait_for_load_state()
    assert "/vi/styleguide/" in page.url
    assert page.input_value("#id_name") == "Lê Thị Minh Châu"
    assert page.is_checked("#id_done_1")
    assert page.input_value("#id_birth_on_0") == "1990"
    assert page.locator(".errors").count() == 0


def test_live_lines_come_from_the_server(visit):
    page = visit("ja")
    page.evaluate("document.querySelector('[data-live]').innerHTML = ''")
    with page.expect_response(lambda answer: "part=live" in answer.url) as answer:
        page.fill("#id_name", "x")
    assert answer.value.ok
    page.wait_for_selector(".live-lines li")
    assert "8,000円" in page.inner_text(".live-lines")


def test_a_second_click_sends_nothing(visit):
    page = visit("en")
    sent = []

    def answer(route):
        sent.append(route.request.post_data)
        # "No content": the browser stays on the page, as while it waits for a slow line.
        route.fulfill(status=204)

    page.route("**/styleguide/", answer)
    page.evaluate("document.querySelector('button[value=draft]').click()")
    page.wait_for_selector("button[value=draft]:disabled")
    page.evaluate("document.getElementById('page-form').requestSubmit()")
    page.wait_for_timeout(100)
    assert len(sent) == 1
    assert 'name="act"' in sent[0]
    assert "draft" in sent[0]


def test_numbers_keep_their_order_in_right_to_left_text(visit):
    page = visit("en", viewport={"width": 1280, "height": 800})
    first, last = page.evaluate("""() => {
      const text = document.querySelector('[dir=rtl] bdi').firstChild, range = document.createRange();
      return [0, text.length - 1].map(at => { range.setStart(text, at); range.setEnd(text, at + 1);
        return range.getBoundingClientRect().x; });
    }""")
    assert first < last


def test_forced_colours_and_print_keep_the_content(visit):
    page = visit(
        "ja", viewport={"width": 800, "height": 800}, forced_colors="active", reduced_motion="reduce"
    )
    assert page.is_visible(".tag")
    page.emulate_media(media="print")
    assert not page.is_visible(".site-header")
    assert page.is_visible(".summary-list")
    assert page.evaluate(SIDEWAYS) <= 0


def test_the_first_view_stays_light(visit):
    sizes = []
    page = visit("ja")
    page.on("response", lambda answer: sizes.append((answer.url, len(answer.body()))))
    page.reload(wait_until="networkidle")
    assert len(sizes) <= 15
    assert all(url.startswith(page.url.split("/ja/")[0]) for url, _size in sizes)
