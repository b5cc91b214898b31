"""One person's browser. Every page that it opens has to keep what all pages promise."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response

from tests.journeys.people import PASSWORD
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
        self.context.set_default_timeout(30_000)
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

    def press(self, action: str = "") -> None:
        """The button that sends the form to the address that ends so; without one the page's main form."""
        if action:
            by_form = f'form[action$="{action}"] button:not([formaction])'
            button = self.page.locator(f'main button[formaction$="{action}"], main {by_form}').first
        else:
            button = self.page.locator("#page-form .buttons button").first
        button.click()
        self.page.wait_for_load_state()

    def submit(self, **fields: str) -> None:
        """A form of the sign-in pages: fill these inputs and send it."""
        for name, value in fields.items():
            self.page.fill(f"main input[name={name}]", value)
        self.page.press(f"main input[name={name}]", "Enter")
        self.page.wait_for_load_state()

    def follow(self, address: str) -> None:
        """The link on the page to an address that ends so."""
        self.page.locator(f'main a[href$="{address}"]').first.click()
        self.page.wait_for_load_state()

    def save(self, action: str) -> Path:
        """The file that a button or link brings."""
        with self.page.expect_download() as download:
            link = self.page.locator(f'main a[href*="{action}"]')
            link.first.click() if link.count() else self.press(action)
        return download.value.path()

    def type(self, **fields: str) -> None:
        """Into inputs and lists, by their names."""
        for name, value in fields.items():
            field = self.page.locator(f'#page-form [name="{name}"]')
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def choose(self, **fields: str | tuple[str, ...]) -> None:
        """Tiles of radio buttons and checkboxes, by name and value; opens the fold that they lie in."""
        for name, values in fields.items():
            for value in (values,) if isinstance(values, str) else values:
                box = f'[name="{name}"][value="{value}"]'
                fold = self.page.locator(f"details:not([open]):has({box})")
                if fold.count():
                    fold.locator("summary").click()
                self.page.locator(f"#page-form {box}").check()

    def switch_to(self, language: str) -> None:
        """The button of the language switch."""
        self.page.locator(f"[name=switch_language][value={language}]").click()
        self.page.wait_for_url(f"**/{language}/**")

    def typed(self, *names: str) -> list[str]:
        """What stands in these inputs."""
        return [self.page.input_value(f'#page-form [name="{name}"]') for name in names]

    def reads(self, *texts: str) -> None:
        """All these words stand on the page."""
        shown = self.page.locator("body").inner_text()
        missing = [text for text in texts if text not in shown]
        assert not missing, f"{missing} not on {self.page.url}:\n{shown}"

    def sign_in_by_mail(self, mail: str) -> None:
        """As a supporter: no password, a code by mail."""
        earlier = self.site.mailed_codes(mail)
        self.go("/ja/account/login/code/")
        self.submit(email=mail)
        self.submit(code=self.site.next_code(mail, earlier))
        self.page.wait_for_url("**/home/")

    def set_first_password(self, mail: str) -> None:
        """As somebody invited to the staff, with a code by mail."""
        self.go("/ja/account/password/reset/")
        self.submit(email=mail)
        self.submit(code=self.site.next_code(mail, []))
        self.submit(password1=PASSWORD, password2=PASSWORD)

    def sign_in_as_staff(self, mail: str) -> None:
        """Password, then the code of the phone."""
        self.go("/ja/account/login/")
        self.submit(login=mail, password=PASSWORD)
        self.submit(code=self.site.unused_code(mail))
        self.page.wait_for_url("**/home/")
