"""A counsellor's way through a filing, from the choice of kind to the receipt."""

from collections.abc import Callable

from portal.vocabulary import EndGround, FormKind
from tests.journeys.pupils import Pupil, day
from tests.journeys.visitor import Visitor


def file(visitor: Visitor, kind: FormKind, pupil: Pupil, *, home: str = "Nacka") -> str:
    """Fill in all steps and send; gives the case's reference, from the receipt."""
    begin(visitor, kind)
    tell_who(visitor, pupil, home)
    SITUATIONS[kind](visitor)
    visitor.press("Fortsätt")
    tell_how_to_reach(visitor, kind)
    return send(visitor)


def begin(visitor: Visitor, kind: FormKind) -> None:
    visitor.follow("Ny anmälan")
    visitor.follow(kind.label)
    visitor.choose("skyddade personuppgifter?", "Nej")
    visitor.press("Fortsätt")


def tell_who(visitor: Visitor, pupil: Pupil, home: str = "Nacka") -> None:
    visitor.write("Personnummer eller samordningsnummer", pupil.number)
    visitor.write("Förnamn", pupil.given_name)
    visitor.write("Efternamn", pupil.family_name)
    visitor.write("Program eller studieväg", "SA25")
    visitor.choose("Årskurs", "1")
    visitor.pick("Elevens hemkommun", home)
    visitor.choose("Varför är det hemkommunen?", "Folkbokförd i kommunen")
    visitor.press("Fortsätt")


def tell_risk(visitor: Visitor) -> None:
    visitor.write("Sedan när ser skolan risken?", day(-12))
    visitor.choose("Vad gör att eleven riskerar att avbryta?", "Lång resväg", "Annat")
    visitor.write("Vilket annat skäl?", "Byter gärna inriktning")
    visitor.choose("Har skolan prövat sina möjligheter till stöd?", "Ja, utan att det har räckt")
    _tell_efforts(visitor)
    visitor.choose("På vilken grund lämnar skolan uppgifterna?", "Samtycke")
    visitor.choose("Vem har samtyckt?", "Eleven", "Vårdnadshavare")
    visitor.write("Vilken dag lämnades samtycket?", day(-3))


def tell_absence(visitor: Visitor) -> None:
    visitor.write("Från och med", day(-40))
    visitor.write("Till och med", day(-5))
    visitor.write("Timmar med ogiltig frånvaro", "24")
    visitor.write("Schemalagda timmar under perioden", "96")
    visitor.choose("Har skolan börjat utreda frånvaron?", "Ja")
    visitor.write("Vilken dag började utredningen?", day(-20))
    visitor.choose("Har skolan rapporterat frånvaron till CSN?", "Nej")
    visitor.choose("Är eleven helt borta från skolan nu?", "Nej")
    _tell_efforts(visitor)


def tell_dropout(visitor: Visitor) -> None:
    visitor.write("Vilken dag slutar eleven?", day(-2))
    visitor.choose("På vilken grund slutar eleven?", EndGround.OWN_REPORT.label)
    visitor.write("Vilken dag anmälde eleven till rektorn?", day(-4))
    visitor.choose("Har eleven visat att vårdnadshavarna samtycker?", "Ja")
    visitor.write("Vilken dag visades samtycket?", day(-4))
    visitor.choose("Har ni haft ett gemensamt möte", "Ja")
    visitor.write("Vilken dag var mötet?", day(-6))
    visitor.choose("Vad ska eleven göra nu?", "Arbeta")
    visitor.choose("Har skolan berättat vad avbrottet innebär?", "Ja")
    _tell_efforts(visitor)


def tell_start(visitor: Visitor) -> None:
    visitor.write("Vilken dag börjar eleven?", day(-1))
    visitor.choose("Vad har skolan redan gjort inför starten?", "Samtal med eleven")
    visitor.choose("Vad vill skolan att hemkommunen gör?", "Avsluta det som är öppet om eleven")


def _tell_efforts(visitor: Visitor) -> None:
    visitor.choose("Vad har skolan redan gjort?", "Samtal med eleven")
    visitor.choose("Vad vill skolan att hemkommunen gör?", "Kontakt med eleven")


SITUATIONS: dict[FormKind, Callable[[Visitor], None]] = {
    FormKind.AT_RISK: tell_risk,
    FormKind.ABSENCE: tell_absence,
    FormKind.DROPOUT: tell_dropout,
    FormKind.START: tell_start,
}


def tell_how_to_reach(visitor: Visitor, kind: FormKind) -> None:
    visitor.write("Elevens telefon", "070-174 06 05")
    visitor.choose("Vet eleven om att ni anmäler?", "Ja")
    visitor.write("Vilken dag fick eleven veta det?", day(-3))
    visitor.write("Vårdnadshavarens namn", "Anna Ek")
    visitor.write("Vårdnadshavarens telefon", "070-174 06 06")
    visitor.choose("Vet vårdnadshavarna om att ni anmäler?", "Nej")
    if kind is not FormKind.START:
        visitor.choose("Vill skolan ha ett gemensamt möte", "Nej")
    visitor.write("Ditt telefonnummer", "08-465 004 10")
    visitor.press("Fortsätt")


def send(visitor: Visitor) -> str:
    """Read the check page and send; gives the case's reference."""
    assert visitor.heading == "Kontrollera och skicka"
    visitor.press("Skicka anmälan")
    assert visitor.heading == "Anmälan är inlämnad"
    return visitor.path.split("/")[2]
