"""Sessions end and languages change; what was typed, and where one was, stays."""

from collections.abc import Callable

from portal.models import Membership
from portal.vocabulary import FormKind
from tests.journeys.pupils import pupils
from tests.journeys.visitor import Visitor
from tests.journeys.writing import file
from tests.town import PASSWORD, Town

QUESTION = "När är eleven lättast att nå, och på vilket nummer?"


def test_what_was_typed_when_the_session_had_ended_comes_back_after_the_login(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin, amina = enter(town.counsellor), enter(town.caseworker)
    reference = file(karin, FormKind.ABSENCE, pupils()[0])
    amina.open(f"/cases/{reference}/ask")
    amina.write("Vad vill du fråga skolan?", QUESTION)
    amina.context.clear_cookies()

    amina.press("Skicka frågan")

    assert amina.path == "/login"
    amina.reads("Det du skrev är sparat.")
    amina.write("E-postadress", town.caseworker.user.email)
    amina.write("Lösenord", PASSWORD)
    amina.press("Logga in")
    assert amina.heading == "Vi sparade det du skrev"
    amina.press("Skicka nu")
    amina.reads("Frågan är skickad till skolan.", QUESTION)


def test_a_half_filled_page_waits_for_whoever_goes_on_later(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin = enter(town.counsellor)
    karin.open("/filings/new/at_risk")
    karin.choose("skyddade personuppgifter?", "Nej")
    karin.press("Fortsätt")
    karin.write("Förnamn", "Wilma")
    karin.write("Personnummer eller samordningsnummer", "2010")

    karin.press("Spara och gör klart senare")
    karin.press("Logga ut")
    karin.log_in(town.counsellor.user.email)
    karin.follow("Ny anmälan")
    karin.follow("Fortsätt Wilma")

    assert karin.value("Förnamn") == "Wilma"
    assert karin.value("Personnummer eller samordningsnummer") == "2010"


def test_changing_language_keeps_the_place(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    amina = enter(town.caseworker)
    amina.open("/queue?state=queued&kind=absence")
    before = amina.page.url

    amina.press("English")

    assert amina.page.url == before
    assert amina.page.locator("html").get_attribute("lang") == "en"
    amina.press("Svenska")
    assert amina.page.url == before
    assert amina.page.locator("html").get_attribute("lang") == "sv"
    assert amina.heading == "Kö"
