"""Protected identity: the form stops before anything that identifies has left the browser."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest

from portal.models import Membership
from tests.journeys.visitor import Visitor
from tests.town import Town

MAY_BE_SENT = {"csrf_token", "protected", "municipality", "kind"}
NUMBER = re.compile(r"\d{6,8}[-+]?\d{4}")


@pytest.mark.parametrize("answer", ["Ja", "Vet ej"])
def test_nothing_about_the_pupil_leaves_the_browser(
    answer: str, town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin = enter(town.counsellor)
    karin.sent.clear()

    karin.follow("Ny anmälan")
    karin.follow("Studieavbrott")
    karin.choose("skyddade personuppgifter?", answer)
    karin.press("Fortsätt")

    assert karin.heading == "Tala med hemkommunen i stället"
    karin.reads("Ingenting om eleven har skickats eller sparats.")
    karin.pick("Kommun", "Nacka")
    karin.press("Välj")
    karin.reads("08-465 004 01")
    for request in karin.sent:
        posted = dict(parse_qsl(request.post_data or "", keep_blank_values=True))
        asked = dict(parse_qsl(request.url.partition("?")[2]))
        assert set(posted) | set(asked) <= MAY_BE_SENT | {"v"}
        assert not NUMBER.search(request.url)


def test_the_first_page_asks_nothing_else(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin = enter(town.counsellor)

    for kind in ("at_risk", "absence", "dropout", "start"):
        karin.open(f"/filings/new/{kind}")
        names = karin.page.locator("main [name]").evaluate_all(
            "fields => [...new Set(fields.map(field => field.name))]"
        )
        assert set(names) == {"csrf_token", "protected"}
