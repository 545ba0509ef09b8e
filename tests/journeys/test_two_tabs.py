"""One draft in two tabs, and a portal that is away: nothing is lost and nothing is sent unseen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.models import Membership
from portal.vocabulary import FormKind
from tests.journeys import writing
from tests.journeys.pupils import pupils
from tests.journeys.visitor import Visitor
from tests.town import Town

STORY = "Berätta kort vad skolan har gjort"


@pytest.fixture
def script() -> bool:
    """With script only: without it the same is tried in tests/web/filing."""
    return True


def test_two_tabs_choose_and_what_cannot_be_sent_stays(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin = enter(town.counsellor)
    writing.begin(karin, FormKind.AT_RISK)
    writing.tell_who(karin, pupils()[0])
    writing.tell_risk(karin)
    other = karin.context.new_page()
    other.goto(karin.page.url)
    other.get_by_label(STORY).fill("Från den andra fliken.")
    other.get_by_role("button", name="Spara och gör klart senare").click()
    other.wait_for_url("**/filings/new")
    other.close()

    karin.write(STORY, "Från den första fliken.")
    karin.press("Fortsätt")
    karin.reads("Svaren har ändrats i en annan flik", "Från den andra fliken.")
    assert karin.value(STORY) == "Från den första fliken."
    karin.tick("Det som är sparat: Från den andra fliken.")
    karin.press("Fortsätt")
    writing.tell_how_to_reach(karin, FormKind.AT_RISK)
    karin.reads("Från den andra fliken.")

    karin.context.set_offline(True)
    button = karin.page.get_by_role("button", name="Skicka anmälan")
    button.click()
    expect(karin.page.get_by_role("alert")).to_contain_text("Inte skickat.")
    karin.context.set_offline(False)
    karin.page.route("**/healthz", lambda route: route.fulfill(status=502))
    button.click()
    expect(karin.page.get_by_role("alert")).to_contain_text("Inte skickat.")
    karin.page.unroute("**/healthz")
    karin.faults = [one for one in karin.faults if not one.endswith("/healthz: 502")]
    karin.faults = [one for one in karin.faults if "status of 502" not in one]

    karin.press("Skicka anmälan")
    assert karin.heading == "Anmälan är inlämnad"
    karin.page.go_back()
    assert karin.heading == "Anmälan är inlämnad"
