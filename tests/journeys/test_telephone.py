"""The smallest telephone: every page on the way fits it, and axe finds nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize

from portal.models import Membership
from portal.vocabulary import FormKind
from tests.journeys.examine import PHONE
from tests.journeys.pupils import Pupil, pupils
from tests.journeys.visitor import Visitor
from tests.journeys.writing import file
from tests.town import Town


@pytest.fixture
def screen() -> ViewportSize:
    return PHONE


@pytest.fixture
def with_axe() -> bool:
    return True


def test_a_form_is_filed_and_taken_on_with_a_telephone(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin, amina, wilma = enter(town.counsellor), enter(town.caseworker), pupils()[0]

    reference = file(karin, FormKind.AT_RISK, wilma)
    karin.follow("Anmälningar")
    look_up(karin, "Referens eller namn", wilma)
    karin.follow(wilma.name)

    amina.follow("Kö")
    look_up(amina, "Sök på referens eller namn", wilma)
    amina.follow(wilma.name)
    amina.press("Ta ärendet")
    amina.reads("Ärendet är nu ditt.")
    amina.follow("Föreslå eller boka tid")
    amina.press("Spara")
    assert amina.page.title().startswith("Fel: ")
    amina.open(f"/cases/{reference}/reply")
    amina.choose("Vad händer nu?", "Vi kontaktar eleven")
    amina.write("Vill du skriva något mer till skolan?", "Vi ringer på måndag.")
    amina.press("Fortsätt")
    assert amina.heading == "Så här ser skolan det"
    amina.press("Skicka till skolan")
    amina.reads("Beskedet är skickat.")


def look_up(somebody: Visitor, label: str, pupil: Pupil) -> None:
    somebody.write(label, pupil.given_name)
    somebody.press("Sök")
    somebody.reads(pupil.name)
