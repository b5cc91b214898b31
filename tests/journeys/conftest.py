"""A running installation, a browser, and people who visit; a page that breaks a promise fails its test."""

import shutil

import pytest

from tests.journeys.people import STAFF
from tests.journeys.site import Site
from tests.journeys.visitor import DESK, PHONE, Visitor

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"))
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture
def later(site):
    """Sets the installation's clock forward by days; back again after the test."""
    yield site.set_forward
    site.set_forward(0)


@pytest.fixture(scope="package")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser, site):
    """Makes visitors: `visitor()` holds a phone, `visitor(width=DESK)` sits at a desk."""
    visitors = []

    def make(*, width: int = PHONE, **options) -> Visitor:
        visitors.append(Visitor(browser, site, width=width, **options))
        return visitors[-1]

    yield make
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.close()
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="package")
def _sessions():
    return {}


@pytest.fixture
def staff(visitor, _sessions):
    """Staff at their desks, by role. Each signs in once, or `anew` when their session is over."""

    def make(role: str, *, anew: bool = False, **options) -> Visitor:
        person = visitor(width=DESK, storage_state=None if anew else _sessions.get(role), **options)
        if anew or role not in _sessions:
            person.sign_in_as_staff(STAFF[role])
            _sessions[role] = person.context.storage_state()
        return person

    return make
