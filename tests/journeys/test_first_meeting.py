"""From the first talk with a youth to the signed plan: reached, mapped, planned and signed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.clock import now, today
from portal.models import Membership, RegisterEntry
from portal.routines.register import new_routines
from portal.vocabulary import FormKind
from portal.workflow import handover
from portal.workflow.handover import Filled
from tests.journeys.visitor import Visitor
from tests.town import Town, a_case


@pytest.fixture
def with_axe() -> bool:
    return True


@pytest.fixture
def wilma(town: Town, rows: Session) -> RegisterEntry:
    """A youth who was taken over just now, in a municipality with Norrköping's routines."""
    rows.add_all(new_routines("norrkoping", town.nacka.code))
    rows.commit()
    rows.expire_all()
    amina, at = rows.merge(town.caseworker), now()
    with rows.no_autoflush:
        case = a_case(town, FormKind.DROPOUT, at=at, event_on=today(at))
        rows.add(case)
        offer = case.handovers[0]
        entry = handover.accept(
            offer,
            handover.passing(offer.filing, "YBC"),
            Filled(None, "Storgatan 1", "", "070-174 06 05", True, False, False),
            amina,
            running=None,
            joins_running=False,
            by=amina,
            at=at,
        )
        rows.add(entry)
    rows.commit()
    return entry


def test_the_first_talk_leads_to_a_signed_plan(
    town: Town, enter: Callable[[Membership], Visitor], wilma: RegisterEntry
) -> None:
    amina, page = enter(town.caseworker), f"/register/{wilma.reference}"

    amina.open(page)
    amina.reads("Nästa steg:", "Varför:", "rutin NK-")
    reach(amina)
    map_situation(amina)
    amina.follow("Skriv in ett steg: bakgrund, nuläge och framtid")
    amina.choose("Vad vill ungdomen?", "Komvux")
    amina.press("Spara")
    amina.reads("Bakgrund, nuläge och framtid", "Nästa steg: gör en individuell plan")

    write_plan(amina)
    revise(amina)
    sign(amina, page)


def reach(amina: Visitor) -> None:
    amina.follow("Skriv in ett kontaktförsök")
    amina.choose("Hur?", "Telefon")
    amina.choose("Hur gick det?", "Nådde ungdomen")
    amina.press("Spara")
    amina.reads("Kontaktförsöket är sparat.", "Nästa steg: kartlägg nuläget")


def map_situation(amina: Visitor) -> None:
    amina.follow("Kartlägg nuläget")
    assert amina.is_chosen("Vilket steg?", "Nuläget")
    amina.choose("Vad vill ungdomen?", "Komvux", "Arbete")
    amina.choose("Vill ungdomen ha vägledning?", "Ja")
    amina.tick("Den förra kommunen och skolan har fått frågan om att lämna över")
    amina.press("Spara")
    amina.reads("Kartläggningen är sparad.", "Komvux, Arbete")


def write_plan(amina: Visitor) -> None:
    """What should perhaps not stand there is said once, and nothing typed is lost."""
    amina.follow("Skriv planen")
    amina.write("Planering och mål", "Läsa in gymnasiet på komvux, trots sin ångest.")
    amina.write("Det här gör ungdomen", "Söker kursen före jul.")
    amina.write("Det här gör kommunen", "Bokar en tid med studievägledaren.")
    amina.write("Nästa uppföljning av planen", today(now()) + timedelta(days=30))
    amina.press("Spara planen")
    amina.reads("Läs texten en gång till", "Texten kan handla om hälsa")
    amina.write("Planering och mål", "Läsa in gymnasiet på komvux.")
    amina.press("Spara planen")
    amina.reads("Planen är sparad.", "Läsa in gymnasiet på komvux.", "Följ upp planen")


def revise(amina: Visitor) -> None:
    amina.follow("Skriv en ny version av planen", within=amina.card("Individuell plan"))
    amina.write("Planering och mål", "Läsa in gymnasiet på komvux och arbeta i butik.")
    amina.write("Nästa uppföljning av planen", today(now()) + timedelta(days=30))
    amina.press("Spara planen")
    amina.follow("Version 2")
    amina.reads("Ändrat", "Så stod det i version 1")


def sign(amina: Visitor, page: str) -> None:
    paper = amina.page.get_by_role("link", name="Hämta för underskrift (PDF)").first
    answer = amina.context.request.get(paper.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
    amina.follow("Skriv in underskriften")
    amina.press("Spara")
    amina.reads("Underskriften är inskriven.")
    assert amina.path == page
    amina.reads("Planen skrevs under", "Version 2")
