"""A measure from the agreement to its end: the provider reports by its link, KAA reads."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import tokens
from portal.clock import now, today
from portal.models import Measure, Membership, RegisterEntry
from portal.vocabulary import FormKind
from portal.workflow import handover, measure_reports
from portal.workflow.handover import Filled
from tests.journeys.visitor import Visitor
from tests.measures import an_offer
from tests.town import Town, a_case


@pytest.fixture
def with_axe() -> bool:
    """Nobody else opens the provider's page with a report to give."""
    return True


@pytest.fixture
def entry(town: Town, rows: Session) -> RegisterEntry:
    """A youth in the register of a municipality with one offer."""
    case = a_case(town, FormKind.DROPOUT, at=now())
    rows.add_all((case, an_offer(least_age=None, most_age=None)))
    rows.flush()
    offer = handover.offered(case)
    assert offer is not None
    filled = Filled(None, "", "", "070-000 00 34", True, False, False)
    entry = handover.accept(
        offer,
        handover.passing(offer.filing, "YBC"),
        filled,
        town.caseworker,
        running=None,
        joins_running=False,
        by=town.caseworker,
        at=now(),
    )
    rows.add(entry)
    rows.commit()
    return entry


def test_a_measure_is_agreed_on_reported_read_and_ended(
    town: Town,
    rows: Session,
    entry: RegisterEntry,
    newcomer: Callable[[], Visitor],
    enter: Callable[[Membership], Visitor],
) -> None:
    day = today(now())
    amina = enter(town.caseworker)
    amina.open(f"/register/{entry.reference}")
    amina.follow("Kom överens om en åtgärd")
    amina.pick("Åtgärd", "Studiemotiverande praktik (högst 6 månader)")
    amina.write("Överenskommen den", day - timedelta(days=40))
    amina.write("Börjar den", day - timedelta(days=35))
    amina.press("Spara")
    amina.reads("Åtgärden är inskriven.", "Anordnarens kod för rapporter")
    amina.follow("Skriv in första mötet")
    amina.write("Första mötet hölls den", day - timedelta(days=35))
    amina.press("Spara")

    rows.rollback()
    measure = rows.scalars(select(Measure)).one()
    letter = measure_reports.ask(measure, at=now())
    assert letter is not None
    rows.add(letter)
    rows.commit()
    provider = newcomer()
    provider.open(tokens.report_path(measure.reports[0]))
    provider.reads(entry.reference)
    provider.reads_not("Wilma")
    provider.write("Kod", "2222-2222")
    provider.choose("Hur har ungdomen deltagit?", "Delvis")
    provider.choose("Fortsätter åtgärden?", "Ja")
    provider.write("Vad har ni gjort?", "Två dagar i veckan på lagret.")
    provider.press("Lämna rapporten")
    provider.reads("Koden stämmer inte")
    provider.write("Kod", measure.report_code.lower())
    provider.press("Lämna rapporten")
    assert provider.heading.startswith("Rapporten är lämnad")

    amina.open(f"/register/{entry.reference}")
    report = amina.card("Åtgärder").get_by_role("listitem").filter(has_text="att läsa")
    amina.follow(report.get_by_role("link").inner_text(), within=report)
    amina.reads("Två dagar i veckan på lagret.", "Delvis")
    amina.press("Läst och godkänd")
    amina.reads("Rapporten är läst och godkänd.")
    amina.follow("Avsluta åtgärden")
    amina.choose("Varför avslutas åtgärden?", "Ungdomen började arbeta")
    amina.write("Sista dagen", day)
    amina.pick("Vad gör ungdomen nu?", "Arbete")
    amina.write("Nästa uppföljning", day + timedelta(days=14))
    amina.press("Avsluta åtgärden")
    amina.reads("Åtgärden är avslutad.", "Ungdomen började arbeta")
