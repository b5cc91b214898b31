"""Every page that each kind of reader can reach: nobody is kept out, nothing runs off a phone, nothing is heavy."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils import translation

from tests.journeys.people import HANA
from tests.journeys.visitor import DESK, PHONE, SMALLEST, Visitor

AXE = (Path(__file__).parents[1] / "axe" / "axe.min.js").read_text(encoding="utf-8")
JUDGE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`))"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(part => part.checkVisibility() && !part.matches('[type=checkbox], [type=radio], [type=hidden]'))
  .filter(part => !part.closest('p, td, th, dd, li, .hint, .skip'))
  .map(part => [part.getBoundingClientRect(), part.outerHTML.slice(0, 120)])
  .filter(([box]) => box.height < 43.5 || box.width < 43.5).map(([box, html]) => box.height + html)"""
STORED = "() => localStorage.length + sessionStorage.length"
FILES = (".pdf", ".xlsx", ".csv", "/export/", "/file/")


def page_name(path: str) -> str:
    with translation.override(path.split("/")[1]):
        return resolve(path).view_name


def walk(visitor: Visitor, *starts: str) -> Iterator[str]:
    """Opens every kind of page that links lead to from these, each once, in one language; gives their paths."""
    waiting, seen = list(starts), set()
    prefix = starts[0][:4]
    while waiting:
        path = waiting.pop(0)
        name = page_name(path)
        if name in seen:
            continue
        seen.add(name)
        visitor.go(path)
        yield urlsplit(visitor.page.url).path
        links = [urlsplit(link) for link in visitor.page.evaluate(LINKS)]
        waiting += [
            link.path
            for link in links
            if link.netloc == visitor.site.address
            and link.path.startswith(prefix)
            and not link.path.endswith(FILES)
        ]


def look(visitor: Visitor, *, supporter: bool) -> list[str]:
    """What is wrong with the open page, at the width of a desk and of phones."""
    wrong = []
    for width in (DESK, PHONE):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        visitor.page.evaluate(AXE)
        wrong += [f"{width} {violation}" for violation in visitor.page.evaluate(JUDGE)]
    if supporter:
        wrong += [f"small: {part}" for part in visitor.page.evaluate(SMALL_TARGETS)]
    visitor.page.set_viewport_size({"width": SMALLEST, "height": 800})
    sideways = visitor.page.evaluate(SIDEWAYS)
    return wrong + ([f"{sideways} px too wide"] if sideways > 0 else [])


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_public_pages(visitor, language):
    reader = visitor()
    wrong = []
    for path in walk(reader, f"/{language}/", f"/{language}/register/", f"/{language}/account/login/"):
        wrong += [f"{path} {fault}" for fault in look(reader, supporter=True)]
        if reader.page.evaluate(STORED):
            wrong.append(f"{path} keeps something in the browser")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_pages_of_a_supporter(visitor, language):
    hana = visitor()
    hana.sign_in_by_mail(HANA)
    wrong = []
    for path in walk(hana, f"/{language}/home/"):
        wrong += [f"{path} {fault}" for fault in look(hana, supporter=True)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["ja", "vi"])
@pytest.mark.parametrize("role", ["secretariat", "coordinator", "accountant", "approver", "auditor"])
def test_pages_of_the_staff(staff, role, language):
    reader = staff(role)
    wrong = []
    for path in walk(reader, f"/{language}/home/"):
        wrong += [f"{path} {fault}" for fault in look(reader, supporter=False)]
    assert not wrong, "\n".join(wrong)


def weigh(visitor: Visitor, path: str) -> tuple[int, int]:
    """Bytes and requests of a first view. The proxy compresses pages (docs/operations.md), the program the rest."""
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    loaded: list[int] = []
    devtools.on("Network.loadingFinished", lambda event: loaded.append(int(event["encodedDataLength"])))
    visitor.page.goto(path, wait_until="networkidle")
    html = visitor.page.request.get(path).body()
    devtools.detach()
    return sum(loaded) - len(html) + len(gzip.compress(html)), len(loaded)


@pytest.mark.parametrize("path", ["/", "/ja/", "/ja/register/", "/ja/members/"])
def test_public_pages_are_light(visitor, path):
    size, requests = weigh(visitor(), path)
    assert size <= 35_000
    assert requests <= 6


def test_pages_of_a_supporter_are_light(visitor):
    hana = visitor()
    hana.sign_in_by_mail(HANA)
    for path in ("/ja/home/", "/ja/s/claims/", "/ja/s/claims/new/", "/ja/s/payments/"):
        size, requests = weigh(hana, path)
        assert size <= 80_000, path
        assert requests <= 10, path
