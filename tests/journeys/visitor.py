"""One person's browser. Every page that it opens has to keep what all pages promise."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response

from tests.journeys.people import PASSWORD, totp_code
from tests.journeys.site import Site

PHONE, SMALLEST, DESK = 360, 320, 1280


class Visitor:
    """A browser context with one page. `faults` collects broken promises: policy violations, console errors,
    requests to anybody else, answers of 500 and more."""

    def __init__(self, browser: Browser, site: Site, *, width: int, **options) -> None:
        self.site = site
        self.faults: list[str] = []
        self.responses: list[Response] = []
        self.context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": 800},
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            accept_downloads=True,
            **options,
        )
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self._fault(message.text))
        self.page.on("pageerror", lambda error: self._fault(f"script: {error}"))
        self.page.on("request", lambda request: self._check_host(request.url))
        self.page.on("response", self._check_answer)

    def _fault(self, text: str) -> None:
        self.faults.append(f"{urlsplit(self.page.url).path}: {text}")

    def _check_host(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.netloc != self.site.address:
            self._fault(f"request to {parts.netloc}")

    def _check_answer(self, response: Response) -> None:
        self.responses.append(response)
        if response.status >= 500:
            self._fault(f"{response.status} from {response.url}")

    def close(self) -> None:
        self.context.close()

    def go(self, path: str) -> Page:
        answer = self.page.goto(path)
        assert answer and answer.status == 200, f"{answer and answer.status} from {path}"
        return self.page

    def press(self, name: str, *, exact: bool = False) -> None:
        """A button or link by its words, and the page after it."""
        target = self.page.get_by_role("button", name=name, exact=exact)
        if not target.count():
            target = self.page.get_by_role("link", name=name, exact=exact)
        target.first.click()
        self.page.wait_for_load_state()

    def reads(self, *texts: str) -> None:
        """All these words stand on the page."""
        shown = self.page.locator("body").inner_text()
        missing = [text for text in texts if text not in shown]
        assert not missing, f"{missing} not on {self.page.url}:\n{shown}"

    def sign_in_by_mail(self, mail: str) -> None:
        """As a supporter: no password, a code by mail."""
        before = len(self.site.letters(mail))
        self.go("/ja/account/login/code/")
        self.page.fill("input[name=email]", mail)
        self.page.locator("main form button").first.click()
        self.page.fill("input[name=code]", self.site.code_for(mail, after=before))
        self.page.locator("main form button").first.click()
        self.page.wait_for_url("**/home/")

    def sign_in_as_staff(self, mail: str) -> None:
        """Password, then the code of the phone."""
        self.go("/ja/account/login/")
        self.page.fill("input[name=login]", mail)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.fill("input[name=code]", totp_code(mail))
        self.page.press("input[name=code]", "Enter")
        self.page.wait_for_url("**/home/")
