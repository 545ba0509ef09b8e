"""The rector sees how the own school tells, and what comes of it."""

from collections.abc import Callable

from playwright.sync_api import expect

from portal.models import Membership
from portal.vocabulary import FormKind
from tests.journeys.pupils import pupils
from tests.journeys.visitor import Visitor
from tests.journeys.writing import file
from tests.town import Town


def test_the_rector_reads_figures_chart_and_file_but_answers_nothing(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin, amina, rut = (enter(one) for one in (town.counsellor, town.caseworker, town.rector))
    wilma = pupils()[0]
    reference = file(karin, FormKind.ABSENCE, wilma)
    amina.open(f"/cases/{reference}/ask")
    amina.write("Vad vill du fråga skolan?", "När är eleven lättast att nå?")
    amina.press("Skicka frågan")

    rut.follow("Rapporter")
    assert rut.heading == "Skolans rapport"
    rut.reads("Flest anmälningar kom i", "Dagar från händelse till anmälan")
    rut.reads_not(wilma.name)
    chart = rut.page.get_by_role("img", name="Anmälningar per månad")
    expect(chart).to_be_visible()
    with rut.page.expect_download() as coming:
        rut.page.get_by_role("link", name="Hämta som CSV").click()
    text = coming.value.path().read_text(encoding="utf-8-sig")
    assert FormKind.ABSENCE.label in text
    assert wilma.name not in text

    rut.open(f"/school/cases/{reference}")
    rut.reads(wilma.name, "När är eleven lättast att nå?", "Den som anmälde svarar på frågan.")
    expect(rut.page.get_by_role("button", name="Skicka svaret")).to_have_count(0)
    expect(rut.page.get_by_role("link", name="Ny anmälan")).to_have_count(0)
