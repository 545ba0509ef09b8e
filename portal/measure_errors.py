"""What a person can do wrong with the measures of a municipality and of a youth."""

from portal.errors import Conflict, Refused
from portal.vocabulary import N_


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
