"""What a person can do wrong in the register: tasks, attempts, plans, measures, routines."""

from portal.errors.base import Conflict, Refused
from portal.vocabulary import N_


class TaskEnded(Conflict):
    sentence = N_("Uppgiften är redan avslutad. Någon annan hann före dig.")


class PlanMovedOn(Conflict):
    sentence = N_(
        "Någon har sparat en nyare version av planen medan du skrev. Öppna den och för in det som "
        "är nytt. Det du skrev står kvar här."
    )


class OpenEntryExists(Conflict):
    sentence = N_("Ungdomen har redan en öppen registerpost.")


class PlanUnchanged(Refused):
    sentence = N_("Planen är redan sparad så här. Ingen ny version behövs.")


class KaaEndsAt20(Refused):
    sentence = N_("Ungdomen har fyllt 20. Kommunens aktivitetsansvar gäller inte längre.")


class NotYet20(Refused):
    sentence = N_("Eleven har inte fyllt 20.")


class SaysTooLittle(Refused):
    sentence = N_("Fyll i allt som skälet kräver.")


class RoutineOfCases(Refused):
    sentence = N_("Rutinen gäller anmälningar. Dess tider ställs in i rutinen för anmälan.")


class RoutineTimes(Refused):
    sentence = N_("Tiderna går inte ihop. Kontrollera dem.")


class AttemptAnswered(Conflict):
    sentence = N_("Kontaktförsöket har redan fått ett svar. Läs kontaktloggen igen.")


class NotThatOutcome(Refused):
    sentence = N_("Det resultatet passar inte kontaktvägen.")


class TooEarly(Refused):
    sentence = N_("Skriv en dag som har varit, och inte före försöket självt.")


class OfAge(Refused):
    sentence = N_("Ungdomen är myndig. Vänd dig till ungdomen själv.")


class VisitByTwo(Refused):
    sentence = N_("Ett hembesök görs av två. Välj vem som var med.")


class MeasureEnded(Conflict):
    sentence = N_("Åtgärden är redan avslutad. Någon annan hann före dig.")


class ReportSettled(Conflict):
    sentence = N_("Rapporten är redan lämnad eller läst. Öppna sidan igen.")


class NotOffered(Refused):
    sentence = N_("Åtgärden eller anordnaren finns inte längre i kommunens katalog.")


class WrongAge(Refused):
    sentence = N_("Ungdomen har inte den ålder som åtgärden är till för.")


class MeasureRuns(Refused):
    sentence = N_("Ungdomen har redan den åtgärden. Avsluta den först.")


class LastsTooLong(Refused):
    sentence = N_("Åtgärden får inte pågå så länge. Välj en tidigare dag.")


class TimeNotYet(Refused):
    sentence = N_("Dagen har inte varit än. Välj i dag eller en tidigare dag.")


class NameTaken(Refused):
    sentence = N_("Det finns redan en anordnare som heter så.")


class NoMailbox(Refused):
    sentence = N_("Anordnaren har ingen e-postadress i katalogen. Ring i stället.")
