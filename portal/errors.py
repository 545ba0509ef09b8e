"""What a person can do wrong, as an HTTP status and a sentence to read. All else is a bug."""

from portal.vocabulary import N_


class PortalError(Exception):
    """Something a person can cause. `sentence` is translated where it is shown, then filled in."""

    status = 400
    sentence = N_("Det gick inte att göra det där.")

    def __init__(self, **facts: str) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts


class NotFound(PortalError):
    """Not there, or not theirs: another organisation's things do not exist."""

    status = 404
    sentence = N_("Sidan finns inte, eller så hör den till någon annan.")


class NotAllowed(PortalError):
    """In sight, but not for this role."""

    status = 403
    sentence = N_("Din roll får inte göra det här.")


class Conflict(PortalError):
    """Somebody else was first, or the thing has moved on."""

    status = 409
    sentence = N_("Ärendet har ändrats sedan du öppnade sidan. Läs igenom det igen.")


class WrongState(Conflict):
    sentence = N_("Det steget går inte att ta nu. Läget har ändrats: läs igenom ärendet igen.")


class HandoverAnswered(Conflict):
    sentence = N_(
        "Ingen överlämning väntar på svar. Den kan vara besvarad, eller återtagen av skolan. "
        "Öppna ärendet och läs vad som har hänt."
    )


class AlreadyTaken(Conflict):
    sentence = N_("%(who)s hann ta ärendet före dig.")


class TaskEnded(Conflict):
    sentence = N_("Uppgiften är redan avslutad. Någon annan hann före dig.")


class PlanMovedOn(Conflict):
    sentence = N_(
        "Någon har sparat en nyare version av planen medan du skrev. Öppna den och för in det som "
        "är nytt. Det du skrev står kvar här."
    )


class OpenCaseExists(Conflict):
    sentence = N_("Det finns redan ett öppet ärende om eleven: %(reference)s.")


class OpenEntryExists(Conflict):
    sentence = N_("Ungdomen har redan en öppen registerpost.")


class FlagsJump(Conflict):
    sentence = N_(
        "Antalet elever med skyddade uppgifter ändras så mycket att ingenting är sparat. Läs in "
        "filen på nytt."
    )


class Refused(PortalError):
    """A rule of the trade says no; the sentence says which."""

    status = 422


class PlanUnchanged(Refused):
    sentence = N_("Planen är redan sparad så här. Ingen ny version behövs.")


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


class KaaEndsAt20(Refused):
    sentence = N_("Ungdomen har fyllt 20. Kommunens aktivitetsansvar gäller inte längre.")


class NotYet20(Refused):
    sentence = N_("Eleven har inte fyllt 20.")


class SaysTooLittle(Refused):
    sentence = N_("Fyll i allt som skälet kräver.")


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


class LastProtectionOfficer(Refused):
    sentence = N_(
        "Det måste finnas minst en skyddshandläggare kvar. Ge rollen till någon annan först."
    )


class AlreadyProposed(Refused):
    sentence = N_("Det är redan föreslaget. En annan administratör ska svara.")


class OwnRole(Refused):
    sentence = N_("Du kan inte ändra din egen roll. Be en annan administratör.")


class LastAdministrator(Refused):
    sentence = N_("Det måste finnas minst en administratör kvar. Bjud in en annan först.")


class NotGivenHere(Refused):
    sentence = N_("Den rollen kan du inte ge eller avsluta.")


class HasTheRole(Refused):
    sentence = N_("Personen har redan den rollen där.")


class ContactMissing(Refused):
    sentence = N_(
        "En ansluten kommun måste ha KAA:s namn, e-post, telefon och ett nummer för skyddade "
        "uppgifter. Annars når skolorna inte fram."
    )


class UnitExists(Refused):
    sentence = N_("Skolenheten finns redan.")


class OrganiserExists(Refused):
    sentence = N_("Det finns redan en huvudman med det namnet eller för den kommunen.")


class RoutineOfCases(Refused):
    sentence = N_("Rutinen gäller anmälningar. Dess tider ställs in i rutinen för anmälan.")


class RoutineTimes(Refused):
    sentence = N_("Tiderna går inte ihop. Kontrollera dem.")


class PercentMissing(Refused):
    sentence = N_("Skriv från vilken procent frånvaron ska anmälas.")


class WrongPassword(Refused):
    sentence = N_("Det nuvarande lösenordet stämmer inte.")


class NotYetGiven(Refused):
    sentence = N_("Dagen har inte varit än. Kontrollera datumet.")


class PasswordTooShort(Refused):
    sentence = N_("Lösenordet måste ha minst %(least)s tecken. Flera ord går bra.")


class PasswordTooLong(Refused):
    sentence = N_("Lösenordet får ha högst %(most)s tecken.")


class PasswordTooCommon(Refused):
    sentence = N_(
        "Lösenordet är lätt att gissa. Välj till exempel fyra ord som inte hör ihop, och inte "
        "ditt namn."
    )


class FileRefused(Refused):
    """A file that is not taken; the sentence says why."""


class FileEmpty(FileRefused):
    sentence = N_("Filen är tom. Välj en annan.")


class FileTooLarge(FileRefused):
    sentence = N_("Filen är för stor. Den får vara högst %(most)s MB.")


class FileTypeUnknown(FileRefused):
    sentence = N_(
        "Filen är varken PDF, PNG, JPEG eller Word (docx). Spara den som PDF och välj den igen."
    )


class FileBroken(FileRefused):
    sentence = N_("Filen är skadad och går inte att läsa. Spara den på nytt och välj den igen.")


class FileLocked(FileRefused):
    sentence = N_("Filen är låst med lösenord. Spara den utan lösenord och välj den igen.")


class FileHasCode(FileRefused):
    sentence = N_(
        "Filen innehåller makron, skript eller andra filer. Spara den som en vanlig PDF och välj "
        "den igen."
    )


class TooManyPixels(FileRefused):
    sentence = N_("Bilden har för många bildpunkter. Förminska den och välj den igen.")


class UnpacksTooLarge(FileRefused):
    sentence = N_("Filen blir för stor när den packas upp. Spara den som PDF och välj den igen.")


class FileHarmful(FileRefused):
    sentence = N_("Filen innehåller skadlig kod och togs inte emot. Prata med er it-avdelning.")


class TooManyFiles(FileRefused):
    sentence = N_("Det finns redan %(most)s bilagor. Ta bort en innan du lägger till en ny.")


class NoRoomForFiles(FileRefused):
    status = 503
    sentence = N_("Det går inte att ta emot filer just nu. Försök igen om en stund.")


class FileNotScanned(Conflict):
    sentence = N_("Filen är inte genomsökt efter skadlig kod än. Försök igen om en stund.")


class FileStopped(Conflict):
    sentence = N_("Filen innehöll skadlig kod och är borttagen.")


class FileGone(NotFound):
    sentence = N_("Filen går inte att läsa. Be skolan skicka den igen.")
