"""A youth turns 20: first in the list until somebody says what comes after, and who receives."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.clock import now, today
from portal.identity import parse, turns
from portal.models import Membership
from portal.vocabulary import EntryOrigin, RegistrationReason
from portal.workflow import intake
from portal.workflow.admission import Youth
from portal.workflow.legal import KAA_AGE
from tests.journeys.pupils import pupils
from tests.journeys.visitor import Visitor
from tests.town import Town

SOON, GROWN = "Ebba Lind", "Omar Falk"


@pytest.fixture
def with_axe() -> bool:
    return True


def test_who_turns_20_leaves_with_what_comes_after_and_who_receives(
    town: Town, enter: Callable[[Membership], Visitor], rows: Session
) -> None:
    amina, at = enter(town.caseworker), now()
    born = turns(today(at), -KAA_AGE)
    for pupil, name, birth_date in zip(
        pupils(), (SOON, GROWN), (born + timedelta(days=100), born), strict=False
    ):
        given_name, _, family_name = name.partition(" ")
        youth = Youth(
            given_name=given_name,
            family_name=family_name,
            number=parse(pupil.number, today(at)).value,
            birth_date=birth_date,
            reason=RegistrationReason.MOVED_IN,
            origin=EntryOrigin.YOUTH,
        )
        by, began = rows.merge(town.caseworker), at - timedelta(days=300)
        rows.add(intake.enter(youth, by, None, was_filed=False, by=by, at=began))
    rows.commit()

    amina.follow("Register")
    assert names(amina) == [GROWN, SOON]
    amina.follow(SOON)
    amina.reads("Skicka brevet om vad som händer efter KAA")

    amina.follow("Register")
    amina.follow(GROWN)
    amina.reads("Har fyllt 20")
    amina.follow("Avsluta och lämna vidare")
    amina.press("Avsluta registerposten")
    amina.reads("Välj vad ungdomen gör efter KAA.")
    amina.choose("Vad gör ungdomen efter KAA?", "Studier")
    amina.write("Vilken utbildning, arbetsplats eller annan sysselsättning?", "Nacka komvux")
    amina.write("Vart, eller vad?", "Vägledaren på Nacka komvux")
    amina.press("Avsluta registerposten")

    amina.reads("Registerposten är avslutad", "Vägledaren på Nacka komvux", "Studier: Nacka komvux")
    amina.follow("Register")
    assert names(amina) == [SOON]


def names(amina: Visitor) -> list[str]:
    """Who stands in the list, from the top."""
    return amina.page.locator("main table tbody a[href*='/register/']").all_inner_texts()
