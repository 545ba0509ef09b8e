"""An administrator changes a routine of the register, having seen what would move."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from portal.models import Membership
from portal.routines.register import new_routines
from tests.journeys.visitor import Visitor
from tests.town import Town


@pytest.fixture
def script() -> bool:
    """The pages have none of their own."""
    return True


@pytest.fixture
def with_axe() -> bool:
    """Nobody else opens the page that shows what would change."""
    return True


def test_a_routine_is_changed_with_open_eyes(
    town: Town, rows: Session, enter: Callable[[Membership], Visitor]
) -> None:
    rows.add_all(new_routines("norrkoping", town.nacka.code))
    rows.commit()
    visitor = enter(town.municipality_admin)

    visitor.open(f"/admin/municipalities/{town.nacka.code}")
    visitor.follow("Visa rutinerna för registret")
    visitor.reads("Efter 2 till 4 veckor")
    visitor.follow("NK-C3 Försök nå ungdomen")
    visitor.write("Klart inom", "1")
    visitor.press("Visa vad som ändras")
    visitor.reads("Det kan inte börja efter att det ska vara klart.")
    visitor.write("Klart inom", "3")
    visitor.pick("Pröva först", "Sms")
    visitor.press("Visa vad som ändras")
    visitor.reads("Kontaktvägar", "Sms, Telefon, E-post, Brev", "Ingen öppen uppgift flyttas.")
    visitor.press("Spara rutinen")
    visitor.reads("Rutinen är sparad", "Efter 2 till 3 veckor", "sms, telefon, e-post, brev")
    visitor.follow("Vad som har ändrats")
    visitor.reads("NK-C3", "Klart inom", town.municipality_admin.user.name)
    visitor.follow("Rutiner för registret")
    visitor.follow("Jämför med en förlaga")
    visitor.follow("Norrköping")
    visitor.reads("NK-C3", "Kontaktvägar")
    visitor.follow("Rutiner för registret")
    visitor.follow("Lägg till en egen rutin")
    visitor.press("Lägg till rutinen")
    visitor.reads("Välj vad som händer.")
