"""Every page that each kind of reader can reach: nobody is kept out, nothing runs off a phone, nothing is heavy."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils import translation

from bansou.core.languages import offered
from tests.journeys.people import HANA
from tests.journeys.visitor import DESK, PHONE, SMALLEST, Visitor

AXE = (Path(__file__).parents[1] / "axe" / "axe.min.js").read_text(encoding="utf-8")
JUDGE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`))"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(part => part.checkVisibility({ visibilityProperty: true }))
  .filter(part => !part.matches('[type=checkbox], [type=radio], [type=hidden]'))
  .filter(part => !part.closest('p, td, th, dd, li, .hint, .skip'))
  .map(part => [part.getBoundingClientRect(), part.outerHTML.slice(0, 120)])
  .filter(([box]) => box.height < 43.5 || box.width < 43.5).map(([box, html]) => box.height + html)"""
STORED = "() => localStorage.length + sessionStorage.length"
STAFF_PAGES = {
    "secretariat": {"claim_queue", "claim_review", "papers_desk", "supporter_detail", "staff_list"},
    "coordinator": {
        *("claim_queue", "claim_review", "supporter_list", "inbox", "inbox_new", "thread_detail"),
        *("thread_case", "thread_link", "thread_contact", "case_list", "case_overview", "case_edit"),
        *("case_progress", "case_tasks", "case_people", "case_members", "case_files", "case_consent"),
        *("case_messages", "case_helpers", "case_referrals", "referral_new", "case_close", "case_erase"),
        *("helper_find", "visit_new", "referral_list", "booking_list", "blank_spots"),
    },
    "accountant": {"payments_overview", "month_close", "run_detail", "payee_account", "tax_decisions"},
    "approver": {"run_list", "run_detail", "transfer_detail"},
    "auditor": {"audit_log", "run_detail", "claim_review"},
}
FILES = (".pdf", ".xlsx", ".csv", "/export/", "/file/")


def page_name(path: str) -> str:
    with translation.override(path.split("/")[1]):
        return resolve(path).view_name


def walk(visitor: Visitor, *starts: str) -> Iterator[tuple[str, str]]:
    """Opens every kind of page that links lead to from these, each once, in one language; its name and path."""
    waiting, seen = list(starts), set()
    while waiting:
        path = waiting.pop(0)
        name = page_name(path)
        if name in seen:
            continue
        seen.add(name)
        answer = visitor.page.goto(path)
        assert answer
        if answer.status != 200:
            visitor.faults.append(f"a link leads to {path}: {answer.status}")
            continue
        waiting += links_on(visitor, prefix="/" + starts[0].split("/")[1] + "/")
        yield name, path


def links_on(visitor: Visitor, *, prefix: str) -> list[str]:
    """Paths of this site in one language, without files."""
    links = [urlsplit(link) for link in visitor.page.evaluate(LINKS)]
    own = [link.path for link in links if link.netloc == visitor.site.address]
    return [path for path in own if path.startswith(prefix) and not path.endswith(FILES)]


def look(visitor: Visitor, *, phone: bool = False, public: bool = False) -> list[str]:
    """What is wrong with the open page, at the width of a desk and of phones."""
    wrong = []
    for width in (DESK, PHONE):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        visitor.page.evaluate(AXE)
        wrong += [f"{width} {violation}" for violation in visitor.page.evaluate(JUDGE)]
    if phone or public:
        wrong += [f"small: {part}" for part in visitor.page.evaluate(SMALL_TARGETS)]
    if public and visitor.page.evaluate(STORED):
        wrong.append("keeps something in the browser")
    visitor.page.set_viewport_size({"width": SMALLEST, "height": 800})
    sideways = visitor.page.evaluate(SIDEWAYS)
    return wrong + ([f"{sideways} px too wide"] if sideways > 0 else [])


def inspect(
    visitor: Visitor, *starts: str, known: set[str] | None = None, **how: bool
) -> tuple[set[str], str]:
    """Looks at every page in reach, unless its kind is already `known`: the names of all, and what is wrong."""
    seen, wrong = set(), []
    for name, path in walk(visitor, *starts):
        if known is None or name not in known or name == "home":
            wrong += [f"{path} {fault}" for fault in look(visitor, **how)]
        seen.add(name)
    if known is not None:
        known |= seen
    return seen, "\n".join(wrong)


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_public_pages(visitor, language):
    reader = visitor()
    starts = [
        f"/{language}/{path}"
        for path in ("", "network/", "register/", "account/login/", "account/login/code/")
    ]
    seen, wrong = inspect(reader, *starts, public=True)
    assert not wrong
    assert seen >= {
        "help_front",
        "help_phone",
        "help_who",
        "front",
        "supporter_register",
        "privacy",
        "accessibility",
        "contact",
    }


@pytest.mark.parametrize("language", [code for code in ("ja-simple", "my", "fa") if code in offered()])
def test_pages_of_the_public_area(visitor, language):
    """The languages whose letters ask most of a page: readings, tall letters, right to left."""
    seen, wrong = inspect(visitor(), f"/{language}/", public=True)
    assert not wrong
    assert seen >= {"help_front", "help_phone", "help_who"}


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_pages_of_a_supporter(visitor, language):
    hana = visitor()
    hana.sign_in_by_mail(HANA)
    seen, wrong = inspect(hana, f"/{language}/home/", phone=True)
    assert not wrong
    assert seen >= {"home", "claim_list", "claim_new", "claim_detail", "claim_edit", "supporter_papers"}
    assert seen >= {"supporter_card", "supporter_profile_edit", "my_payments", "my_notice", "my_account"}


@pytest.fixture(scope="module")
def known_pages():
    """Names of staff pages that were already looked at, by language: most roles share most pages."""
    return {"ja": set(), "vi": set()}


@pytest.mark.parametrize("language", ["ja", "vi"])
@pytest.mark.parametrize("role", STAFF_PAGES)
def test_pages_of_the_staff(staff, known_pages, role, language):
    seen, wrong = inspect(staff(role), f"/{language}/home/", known=known_pages[language])
    assert not wrong
    assert seen >= STAFF_PAGES[role]


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


@pytest.mark.parametrize("path", ["/", "/vi/", "/ja-simple/phone/", "/ja/network/", "/ja/register/"])
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
