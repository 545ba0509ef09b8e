"""A municipality that has not joined: link, code, filing, acknowledged and answered."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.access import tokens
from portal.clock import now
from portal.models import Membership, Pickup
from tests.journeys.visitor import Visitor
from tests.town import Town, a_filing


@pytest.fixture
def with_axe() -> bool:
    """Nobody else opens these pages."""
    return True


@pytest.fixture
def pickup(town: Town, rows: Session) -> Pickup:
    town.tyreso.email = "kaa@0138.example"
    case = a_filing(town, home=town.tyreso, at=now()).case
    rows.add(case)
    rows.commit()
    return case.pickups[0]


def test_a_filing_is_picked_up_and_answered(
    town: Town,
    pickup: Pickup,
    newcomer: Callable[[], Visitor],
    enter: Callable[[Membership], Visitor],
) -> None:
    receiver, karin = newcomer(), enter(town.counsellor)

    receiver.open(tokens.pickup_path(pickup))
    receiver.write("Kod", "2222-2222")
    receiver.press("Öppna anmälan")
    receiver.reads("Koden stämmer inte")
    receiver.write("Kod", pickup.code.lower())
    receiver.press("Öppna anmälan")
    assert receiver.heading == "Wilma Ek"
    receiver.press("Kvittera")
    receiver.reads("Anmälan är kvitterad.")
    receiver.follow("Ge besked till skolan")
    receiver.press("Skicka till skolan")
    receiver.reads("Välj vilket besked skolan ska få.")
    receiver.choose("Vad händer nu?", "Vi kontaktar eleven")
    receiver.press("Skicka till skolan")
    receiver.reads("Beskedet är skickat.")
    receiver.press("Klar, stäng anmälan")
    assert receiver.heading == "Anmälan är stängd"

    karin.open(f"/school/cases/{pickup.case.reference}")
    karin.reads("Vi kontaktar eleven")
    karin.reads("Kvitterat")
