"""What can go wrong when a contact attempt is written down."""

from portal.errors import Conflict, Refused
from portal.vocabulary import N_


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
