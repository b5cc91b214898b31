"""Draws docs/img/help.<language>.png: every page of asking for help on a phone of 360 px, side by side.

`.venv/bin/python -m tests.journeys.pictures` for all languages offered, or with the codes of some.
"""

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from bansou.core.languages import offered  # noqa: E402
from tests.journeys.conftest import CHROMIUM, QUIET  # noqa: E402
from tests.journeys.site import ROOT, Site  # noqa: E402
from tests.journeys.test_pages import SIDEWAYS  # noqa: E402
from tests.journeys.visitor import PHONE, Visitor  # noqa: E402

GAP = 16
GROUND = (208, 212, 217)
# Enough for black on white with a few tones; it keeps each picture below 300 kB.
COLOURS = 24
# What somebody would write: the words of the tile that they chose, without readings.
CHOSEN = """box => { const words = box.closest('label').cloneNode(true);
  words.querySelectorAll('rt, rp').forEach(part => part.remove()); return words.textContent.trim(); }"""


def walk(person: Visitor, language: str) -> Iterator[None]:
    """Stands still on each page of the way."""
    page = person.page
    person.go(f"/{language}/")
    yield
    person.go(f"/{language}/a/1/")
    person.choose(topics=("work", "home"))
    words = page.locator("[name=topics][value=work]").evaluate(CHOSEN)
    yield
    person.press()
    person.choose(safety="safe", sleep="yes")
    yield
    person.press()
    person.type(prefecture="13", town="台東区 Taito")
    yield
    person.press()
    person.type(mail="mail@", phone="090-0000-0000", text=words)
    person.press()
    yield
    person.type(mail="")
    for _page in ("check", "sent"):
        person.press()
        yield
    for path in ("c/", "g/", "phone/", "who/"):
        person.go(f"/{language}/{path}")
        yield


def shot(person: Visitor) -> Image.Image:
    """The page from top to bottom, on a phone so long that nothing stays at its lower edge meanwhile."""
    page = person.page
    assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} runs off the phone"
    page.set_viewport_size({"width": PHONE, "height": page.evaluate("document.documentElement.scrollHeight")})
    taken = Image.open(io.BytesIO(page.screenshot()))
    page.set_viewport_size({"width": PHONE, "height": 800})
    return taken


def picture(browser: Browser, site: Site, language: str) -> Image.Image:
    person = Visitor(browser, site, width=PHONE, reduced_motion="reduce")
    shots = [shot(person) for _page in walk(person, language)]
    person.close()
    assert not person.faults, person.faults
    height = max(each.height for each in shots)
    sheet = Image.new("RGB", (GAP + len(shots) * (PHONE + GAP), height + 2 * GAP), GROUND)
    for number, each in enumerate(shots):
        sheet.paste(each, (GAP + number * (PHONE + GAP), GAP))
    return sheet.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    languages = sys.argv[1:] or offered()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        site = Site(Path(folder))
        try:
            site.start()
            for language in languages:
                file = ROOT / "docs" / "img" / f"help.{language}.png"
                picture(browser, site, language).save(file, optimize=True)
                print(file.relative_to(ROOT), file.stat().st_size // 1000, "kB", flush=True)
        finally:
            site.stop()
            browser.close()


if __name__ == "__main__":
    main()
