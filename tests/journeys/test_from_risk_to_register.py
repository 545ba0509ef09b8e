"""The long story: a risk is told, everybody meets, the pupil leaves, and KAA takes over."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.clock import now
from portal.models import Meeting, Membership
from portal.vocabulary import FormKind
from tests.journeys.pupils import Pupil, pupils, working_day
from tests.journeys.visitor import Visitor
from tests.journeys.writing import SITUATIONS, file, send, tell_how_to_reach
from tests.town import Town


def test_an_at_risk_pupil_meets_everybody_leaves_and_is_taken_over(
    town: Town, enter: Callable[[Membership], Visitor], rows: Session
) -> None:
    karin, amina, wilma = enter(town.counsellor), enter(town.caseworker), pupils()[0]

    reference = file(karin, FormKind.AT_RISK, wilma)
    take_on(amina, wilma)
    karin.open(f"/school/cases/{reference}")
    karin.reads(town.caseworker.user.name, town.caseworker.user.phone, "Boka")

    propose_times(amina)
    book_one_of_them(amina)
    karin.open(f"/school/cases/{reference}")
    karin.reads("Bokat", "Rum 12")

    the_day_has_come(rows)
    hold(amina, reference)
    karin.follow("Att göra")
    karin.reads("Anmäl studieavbrott")
    file_dropout(karin, reference, wilma)

    entry = accept(amina, reference, wilma)
    amina.follow("Register")
    amina.reads(entry, wilma.name)
    karin.open(f"/school/cases/{reference}")
    karin.reads("Överlämnat", "Kommunen har tagit emot överlämningen")
    karin.reads_not(entry)


def take_on(amina: Visitor, wilma: Pupil) -> None:
    amina.follow("Kö")
    amina.follow(wilma.name)
    assert amina.heading.startswith(wilma.name)
    amina.press("Kvittera utan att ta")
    amina.reads("Anmälan är kvitterad.")
    amina.press("Ta ärendet")
    amina.reads("Ärendet är nu ditt.")


def propose_times(amina: Visitor) -> None:
    amina.follow("Föreslå eller boka tid")
    amina.choose("Vad vill du göra?", "Föreslå upp till tre tider")
    amina.page.get_by_text("Föreslå fler tider").click()
    for number, (day, clock) in enumerate([(7, "09:00"), (8, "13:30")], 1):
        proposal = amina.page.get_by_role("group", name=f"Förslag {number}")
        proposal.get_by_label("Dag").fill(working_day(day).isoformat())
        proposal.get_by_label("Klockslag").fill(clock)
    amina.write("Var är mötet?", "Rum 12")
    amina.press("Spara")
    amina.reads("Tiderna är föreslagna.", "09.00", "13.30")


def book_one_of_them(amina: Visitor) -> None:
    amina.follow("Boka en tid")
    amina.page.get_by_role("radiogroup", name="Vad vill du göra?").get_by_label("13.30").check()
    amina.press("Spara")
    amina.reads("Mötet är bokat.", "13.30", "Rum 12")


def the_day_has_come(rows: Session) -> None:
    """Nobody waits a week for a test: the meeting's hour is moved to an hour ago."""
    begins = now().replace(second=0, microsecond=0) - timedelta(hours=1)
    rows.execute(update(Meeting).values(starts_at=begins))
    rows.commit()


def hold(amina: Visitor, reference: str) -> None:
    amina.open(f"/cases/{reference}")
    amina.follow("Skriv in hur mötet gick")
    for row in amina.page.get_by_role("radiogroup").filter(has_text="Var med på distans").all():
        row.get_by_label("Var med", exact=True).check()
    amina.choose("Hur slutade mötet?", "Eleven slutar")
    amina.write("Vad kom ni fram till?", "Eleven vill börja arbeta.")
    amina.press("Spara")
    amina.reads("Det som sades är sparat.", "Eleven slutar", "Eleven vill börja arbeta.")


def file_dropout(karin: Visitor, reference: str, wilma: Pupil) -> None:
    """The form opens with what the school has told before."""
    karin.open(f"/school/cases/{reference}")
    karin.press("Anmäl studieavbrott")
    karin.choose("skyddade personuppgifter?", "Nej")
    karin.press("Fortsätt")
    assert karin.value("Förnamn") == wilma.given_name
    assert karin.value("Personnummer eller samordningsnummer").replace("-", "") == wilma.number
    karin.press("Fortsätt")
    assert karin.is_chosen("Har ni haft ett gemensamt möte", "Ja")
    SITUATIONS[FormKind.DROPOUT](karin)
    karin.press("Fortsätt")
    assert karin.value("Vårdnadshavarens namn") == "Anna Ek"
    assert karin.value("Elevens telefon") == "070-174 06 05"
    tell_how_to_reach(karin, FormKind.DROPOUT)
    assert send(karin) == reference


def accept(amina: Visitor, reference: str, wilma: Pupil) -> str:
    """Read what passes, take over, and see the entry; gives its reference."""
    amina.open(f"/cases/{reference}")
    amina.follow("Granska och svara")
    amina.reads(wilma.name, "Avbrutit gymnasiestudier", "YBC, SA25", "070-174 06 05")
    amina.reads_not("Anna Ek")
    amina.press("Ta emot och skriv in i registret")
    amina.reads("Läs anmälan innan du tar emot överlämningen.")
    amina.tick("Jag har läst anmälan")
    amina.press("Ta emot och skriv in i registret")
    assert amina.heading.startswith(wilma.name)
    amina.reads("Ungdomen är inskriven i KAA-registret.", "Nästa steg: följ upp")
    amina.reads("Avbrutit gymnasiestudier", "Studier: YBC", "Amina Berg")
    return amina.path.split("/")[2]
