"""What school and municipalities say to each other on the way."""

from collections.abc import Callable

from portal.models import Membership
from portal.vocabulary import FormKind
from tests.journeys.pupils import pupils
from tests.journeys.visitor import Visitor
from tests.journeys.writing import file
from tests.town import Town

WHY = "Eleven är folkbokförd i Norrköping sedan augusti."


def test_the_wrong_municipality_sends_the_case_on_and_keeps_only_the_fact(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin, amina, disa = (
        enter(one) for one in (town.counsellor, town.caseworker, town.other_caseworker)
    )
    wilma = pupils()[0]
    reference = file(karin, FormKind.ABSENCE, wilma)

    amina.open(f"/cases/{reference}")
    amina.follow("Skicka till en annan kommun")
    amina.pick("Vilken kommun ska ha ärendet?", "Norrköpings kommun")
    amina.write("Varför skickar du ärendet vidare?", WHY)
    amina.press("Skicka vidare")

    amina.reads(reference, "Norrköping")
    amina.reads_not(wilma.name)
    amina.open(f"/cases/{reference}")
    assert amina.heading == "Sidan finns inte"
    disa.follow("Kö")
    disa.follow(wilma.name)
    disa.reads(WHY, "Skickat hit av", "Nacka")
    karin.open(f"/school/cases/{reference}")
    karin.reads(WHY, "Norrköping", "Två klockor")


def test_the_school_answers_a_question(town: Town, enter: Callable[[Membership], Visitor]) -> None:
    karin, amina, wilma = enter(town.counsellor), enter(town.caseworker), pupils()[0]
    reference = file(karin, FormKind.ABSENCE, wilma)

    amina.open(f"/cases/{reference}")
    amina.follow("Fråga skolan")
    amina.write("Vad vill du fråga skolan?", "När är eleven lättast att nå?")
    amina.press("Skicka frågan")
    amina.reads("Frågan är skickad till skolan.", "Väntar på svar från skolan")
    karin.follow("Anmälningar")
    karin.follow(wilma.name)
    karin.reads("När är eleven lättast att nå?")
    karin.press("Skicka svaret")
    assert karin.page.title().startswith("Fel: ")
    karin.write("Skolans svar", "På eftermiddagar, per telefon.")
    karin.press("Skicka svaret")

    karin.reads("Svaret är skickat till kommunen.")
    amina.open(f"/cases/{reference}")
    amina.reads("På eftermiddagar, per telefon.")
    amina.reads_not("Väntar på svar från skolan")


def test_of_two_caseworkers_who_take_a_case_one_is_told_who_did(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    karin, amina, bo = (
        enter(one) for one in (town.counsellor, town.caseworker, town.second_caseworker)
    )
    reference = file(karin, FormKind.ABSENCE, pupils()[0])
    for somebody in (amina, bo):
        somebody.open(f"/cases/{reference}")

    amina.press("Ta ärendet")
    bo.press("Ta ärendet")

    amina.reads("Ärendet är nu ditt.")
    bo.reads("Amina Berg hann ta ärendet före dig.")
    assert bo.path == "/queue"
