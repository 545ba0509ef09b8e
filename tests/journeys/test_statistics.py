"""The coordinator mends what the statistics file lacks, has the file, and reads the report."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from portal.clock import HalfYear, now, today
from portal.models import Membership, RegisterEntry
from portal.web import halves
from tests.journeys.examine import DESK, PHONE, faults_as_drawn
from tests.journeys.visitor import Visitor
from tests.town import Town
from tests.web.statistics.conftest import Youths

FOUND = ("Sysselsättning saknas vid en kontakt", "Har fyllt 20 men är inte avregistrerad")


@pytest.fixture
def with_axe() -> bool:
    return True


@pytest.fixture
def half() -> HalfYear:
    """The one that the page opens with."""
    return halves.chosen("", today(now()))


def two_with_faults(town: Town, rows: Session, half: HalfYear) -> list[RegisterEntry]:
    """One who was reached, and nobody wrote what they do; one who has turned 20."""
    youths = Youths(town, rows)
    begins = half.first + timedelta(10)
    young = date(half.year - 18, 1, 15)
    reached = youths.entry(begins, birth_date=young)
    youths.contact(reached, begins + timedelta(7))
    turned = begins + timedelta(12)
    grown = youths.entry(begins, birth_date=turned.replace(year=turned.year - 20))
    for _ in range(28):
        youths.works(youths.entry(begins, birth_date=young), since=begins)
    rows.commit()
    return [reached, grown]


def test_two_faults_are_mended_and_the_file_is_had(
    town: Town, rows: Session, enter: Callable[[Membership], Visitor], half: HalfYear
) -> None:
    reached, grown = two_with_faults(town, rows, half)
    cilla = enter(town.coordinator)
    cilla.follow("Register")
    cilla.follow("Rapporter och statistikfil")
    cilla.follow("Statistikfil till SCB")
    cilla.reads("En ny fil ersätter den förra", *FOUND)
    cilla.choose("Vad ska filen användas till?", "Lämnas till SCB")
    cilla.press("Hämta filen")
    cilla.reads("Det finns kvar att gå igenom.")

    cilla.follow(FOUND[0])
    cilla.follow(reached.name)
    cilla.open(f"/register/{reached.reference}/occupations/new")
    cilla.choose("När?", "Nu")
    cilla.choose("Vad gör ungdomen?", "Ingen sysselsättning")
    cilla.write("Från och med", half.first)
    cilla.press("Spara")
    cilla.open("/statistics")
    cilla.follow(FOUND[1])
    cilla.follow(grown.name)
    cilla.open(f"/register/{grown.reference}/close")
    cilla.choose("Varför avslutas registerposten?", "Har fyllt 20")
    cilla.write("Vart, eller vad?", "Arbetsförmedlingen")
    cilla.press("Avsluta registerposten")

    cilla.open("/statistics")
    expect(cilla.page.get_by_role("link", name=FOUND[0])).to_have_count(0)
    cilla.choose("Vad ska filen användas till?", "Lämnas till SCB")
    cilla.tick("Jag vill hämta filen fast allt inte är klart")
    with cilla.page.expect_download() as coming:
        cilla.page.get_by_role("button", name="Hämta filen").click()
    text = coming.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("Block;Kommun;Personnummer;")
    assert sum(line.startswith("1;0182;") for line in text.splitlines()) == 30
    cilla.open("/statistics/mapping")
    cilla.write("Avbrutit gymnasiestudier", "01")
    cilla.press("Spara koderna")
    cilla.reads("Koderna är sparade.")


def test_the_report_is_read_on_a_telephone_and_on_paper(
    town: Town, rows: Session, enter: Callable[[Membership], Visitor], half: HalfYear
) -> None:
    two_with_faults(town, rows, half)
    amina = enter(town.caseworker)
    amina.follow("Register")
    amina.follow("Rapporter och statistikfil")
    assert amina.heading == "Kommunens rapport"
    amina.reads("30 ungdomar omfattades", "Vilka omfattas?")
    drawn = amina.page.get_by_role("img", name="Orsak till registrering")
    expect(drawn).to_be_visible()
    amina.page.set_viewport_size(PHONE)
    assert list(faults_as_drawn(amina.page)) == []
    amina.page.set_viewport_size(DESK)
    amina.page.emulate_media(media="print")
    expect(drawn).to_be_visible()
    expect(amina.page.get_by_role("link", name="Hämta som PDF")).to_be_hidden()
    amina.page.emulate_media(media="screen")
    amina.follow(f"Hela året {half.year}")
    amina.reads("Under hela året:")
    with amina.page.expect_download() as coming:
        amina.page.get_by_role("link", name="Hämta som PDF").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")
