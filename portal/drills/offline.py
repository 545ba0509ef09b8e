"""No connection when a form is sent, in a real browser: the text stays, and that is said."""

from contextlib import suppress
from shutil import which

from playwright.sync_api import Error as NeverShown
from playwright.sync_api import Page, sync_playwright

from portal.bench.rows import PASSWORD, Cast
from portal.bench.works import Finished
from portal.demo.processes import LOOPBACK
from portal.drills import school
from portal.drills.figures import Figure
from portal.drills.ground import number
from portal.drills.same_form import CASES
from portal.drills.two_places import STORY

TEXT = "Det här har skolan gjort."
WAYS = ("offline", "502")
SEND = "Skicka anmälan"


def drill(forms: int = 20) -> Figure:
    """Write, send without a connection, look; then send with one."""
    drafts, came = school.settle(forms), dict.fromkeys(("silent", "lost", "stuck"), 0)
    with school.served() as door, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"))
        page = browser.new_page(base_url=f"http://{LOOPBACK}:{door.port}")
        _log_in(page)
        for turn, draft in enumerate(drafts):
            for what, went_wrong in _once(page, draft, WAYS[turn % len(WAYS)]).items():
                came[what] += went_wrong
        browser.close()
    cases = number(CASES)
    return Figure(
        f"{forms} forms sent without a connection: {came['silent']} not told, {came['lost']} with "
        f"text lost, {came['stuck']} that could not be sent afterwards, {cases} cases",
        f"0, 0, 0, {forms} cases",
        not any(came.values()) and cases == forms,
    )


def _log_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("E-postadress").fill(Cast().counsellor)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name="Logga ut").wait_for()


def _once(page: Page, draft: Finished, way: str) -> dict[str, bool]:
    page.goto(f"/filings/drafts/{draft.id}/situation")
    page.locator(f"[name={STORY}]").fill(TEXT)
    _cut(page, way)
    page.get_by_role("button", name="Fortsätt", exact=True).click()
    silent = not _is_told(page)
    lost = page.locator(f"[name={STORY}]").input_value() != TEXT
    _mend(page, way)
    page.get_by_role("button", name="Fortsätt", exact=True).click()
    page.wait_for_url("**/contact")
    page.goto(f"/filings/drafts/{draft.id}/check")
    lost = lost or TEXT not in page.get_by_role("main").inner_text()
    _cut(page, way)
    page.get_by_role("button", name=SEND).click()
    silent = silent or not _is_told(page)
    _mend(page, way)
    page.get_by_role("button", name=SEND).click()
    page.wait_for_url("**/receipt")
    return {"silent": silent, "lost": lost, "stuck": not page.url.endswith("/receipt")}


def _is_told(page: Page) -> bool:
    """The word comes when the page has asked whether the portal is there."""
    with suppress(NeverShown):
        page.get_by_role("alert").filter(has_text="Inte skickat").wait_for()
        return True
    return False


def _cut(page: Page, way: str) -> None:
    if way == "offline":
        page.context.set_offline(True)
    else:
        page.route("**/healthz", lambda route: route.fulfill(status=502))


def _mend(page: Page, way: str) -> None:
    if way == "offline":
        page.context.set_offline(False)
    else:
        page.unroute("**/healthz")
