"""What a person can do wrong with filings, cases, meetings and handovers."""

from portal.errors.base import Conflict, Refused
from portal.vocabulary import N_


class HandoverAnswered(Conflict):
    sentence = N_(
        "Ingen överlämning väntar på svar. Den kan vara besvarad, eller återtagen av skolan. "
        "Öppna ärendet och läs vad som har hänt."
    )


class AlreadyTaken(Conflict):
    sentence = N_("%(who)s hann ta ärendet före dig.")


class OpenCaseExists(Conflict):
    sentence = N_("Det finns redan ett öppet ärende om eleven: %(reference)s.")


class FlagsJump(Conflict):
    sentence = N_(
        "Antalet elever med skyddade uppgifter ändras så mycket att ingenting är sparat. Läs in "
        "filen på nytt."
    )


class AbsenceNeedsUnder20(Refused):
    sentence = N_(
        "Eleven har fyllt 20. Skyldigheten att anmäla frånvaro gäller bara till 20-årsdagen, "
        "så anmälan kan inte skickas."
    )


class PaperTimeAhead(Refused):
    sentence = N_("Tiden har inte varit än. Skriv när blanketten lämnades.")


class PaperTooOld(Refused):
    sentence = N_(
        "Det är mer än %(days)s dagar sedan. Gör en vanlig anmälan i stället, och berätta för "
        "kommunen när ni lämnade blanketten."
    )


class PaperBeforeEvent(Refused):
    sentence = N_("Dagen ligger efter den dag då blanketten lämnades. Kontrollera båda dagarna.")


class SharingGroundMissing(Refused):
    sentence = N_(
        "En anmälan om risk bygger inte på en skyldighet i lag. Ange på vilken grund skolan "
        "får lämna uppgifterna."
    )


class NotAMember(Refused):
    sentence = N_("Personen har inte den rollen i er kommun.")


class AnswerHandoverFirst(Refused):
    sentence = N_("Svara först på överlämningen. Då vet skolan vad som händer med eleven.")


class EndsBeforeItBegins(Refused):
    sentence = N_("Sista dagen kan inte ligga före den första.")


class DaysAlreadyGiven(Refused):
    sentence = N_("De dagarna finns redan.")


class TimeHasPassed(Refused):
    sentence = N_("Tiden har redan varit. Välj en tid som kommer.")


class MeetingNotYet(Refused):
    sentence = N_("Mötet har inte börjat ännu.")


class SameMunicipality(Refused):
    sentence = N_("Ärendet ligger redan hos den kommunen.")


class AlreadyThere(Refused):
    sentence = N_(
        "Skolan har redan ett öppet ärende om eleven hos den kommunen. Avsluta det här ärendet "
        "i stället."
    )


class NotADuplicate(Refused):
    sentence = N_(
        "Det går inte att koppla ärendet till den referensen. Kontrollera att den är rätt och att "
        "det ärendet inte själv är en dubblett."
    )


class FollowUpMustLieAhead(Refused):
    sentence = N_("Välj en dag som ligger framåt i tiden.")


class NoWayToReach(Refused):
    sentence = N_("Ange minst ett sätt att nå ungdomen: adress, e-post eller telefon.")


class NotHandedOverByThisKind(Refused):
    sentence = N_("Bara en anmälan om studieavbrott kan leda till en registerpost.")


class TooManyTimes(Refused):
    sentence = N_("Föreslå högst tre tider.")


class TakesNoReferrals(Refused):
    sentence = N_("Kommunen tar inte emot det här i portalen. Ring i stället.")


class AlreadyNamed(Refused):
    sentence = N_("Personen har redan tillgång till ärendet.")


class ReasonTooShort(Refused):
    sentence = N_("Skriv skälet med minst %(least)s tecken.")
