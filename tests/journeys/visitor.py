"""Somebody at a browser, who reads, clicks and types as a person does."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from tests.journeys.examine import faults_as_drawn, faults_of_axe
from tests.town import PASSWORD

WAIT = 20_000
"""Milliseconds: a slow machine under load is not a broken page."""
ANSWERED = "Failed to load resource: the server responded with a status of 4"
"""What the browser says of a form that came back, or a page that is not there."""
LOOPBACK = ("localhost", "127.0.0.1")
expect.set_options(timeout=WAIT)


class Visitor:
    """One browser with its own cookies, and everything it complained of."""

    def __init__(
        self, context: BrowserContext, after: Callable[[], None], *, with_axe: bool = False
    ) -> None:
        self.context, self.with_axe, self._after = context, with_axe, after
        self.faults: list[str] = []
        self.sent: list[Request] = []
        context.set_default_timeout(WAIT)
        context.on("request", self._leaves)
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.faults.append(f"page error: {error.error}"))
        self.page: Page = context.new_page()

    # --- what must never happen ------------------------------------------------------------------

    def _leaves(self, request: Request) -> None:
        self.sent.append(request)
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.hostname not in LOOPBACK:
            self.faults.append(f"left the machine: {request.url}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.faults.append(f"{response.request.method} {response.url}: {response.status}")

    def _failed(self, request: Request) -> None:
        """A page that is left takes its unfinished requests along; anything else was refused."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.method} {request.url}: {request.failure}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
            self.faults.append(f"console: {message.text}")

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()

    # --- going about -----------------------------------------------------------------------------

    def log_in(self, email: str, password: str = PASSWORD) -> None:
        self.open("/login")
        self.write("E-postadress", email)
        self.write("Lösenord", password)
        self.press("Logga in")

    def open(self, path: str) -> None:
        self.page.goto(path)
        self._look()

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        """Click a link; on a telephone it may be in the menu."""
        place = within or self.page
        link = place.get_by_role("link", name=name, exact=True).first
        if not link.count():
            self.open_menu()
        self._go(link)

    def open_menu(self) -> None:
        """Show the menu, where it is not shown already."""
        opener = self.page.get_by_role("link", name="Meny", exact=True)
        if opener.count():
            opener.click()

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Click a button that sends its form."""
        place = within or self.page
        self._go(place.get_by_role("button", name=name, exact=True).first)

    def _go(self, control: Locator) -> None:
        with self.page.expect_navigation(timeout=WAIT):
            control.click()
        self._after()
        self._look()

    def _look(self) -> None:
        """What holds for every page one comes to."""
        self.faults += faults_as_drawn(self.page)
        if self.with_axe:
            self.faults += faults_of_axe(self.page)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    # --- filling in ------------------------------------------------------------------------------

    def write(self, label: str, text: str | date) -> None:
        """Type in a field."""
        said = text.isoformat() if isinstance(text, date) else text
        self._field(label).fill(said)

    def choose(self, question: str, *answers: str) -> None:
        """Mark one or several of the boxes of a question."""
        group = self._group(question)
        for answer in answers:
            group.get_by_label(answer, exact=True).check()

    def pick(self, label: str, option: str) -> None:
        """Choose in a long list: by typing where there is script, from a select where not."""
        field = self._field(label)
        if field.get_attribute("role") != "combobox":
            field.select_option(label=option)
            return
        field.fill(option)
        self.page.get_by_role("option", name=option, exact=True).click()

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def value(self, label: str) -> str:
        return self._field(label).input_value()

    def is_chosen(self, question: str, answer: str) -> bool:
        return self._group(question).get_by_label(answer, exact=True).is_checked()

    def _field(self, label: str) -> Locator:
        """The field of that name, whether or not it says that it may be left empty."""
        place = self.page.get_by_role("main")
        exact = place.get_by_label(label, exact=True)
        named = exact.or_(place.get_by_label(f"{label} (om du vill)", exact=True))
        return named.and_(place.locator("input, select, textarea")).locator("visible=true").first

    def _group(self, question: str) -> Locator:
        return (
            self.page.locator("fieldset")
            .filter(has=self.page.locator("legend").get_by_text(question))
            .last
        )

    # --- reading ---------------------------------------------------------------------------------

    def reads(self, *texts: str) -> None:
        """Each text stands on the page."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True)

    def reads_not(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    @property
    def heading(self) -> str:
        return " ".join(self.page.get_by_role("heading", level=1).inner_text().split())

    def card(self, title: str) -> Locator:
        """A card of the page by its heading."""
        return (
            self.page.locator(".card")
            .filter(has=self.page.get_by_role("heading", name=title, exact=True))
            .last
        )
