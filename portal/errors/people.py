"""What a person can do wrong with accounts, roles and organisations."""

from portal.errors.base import Refused
from portal.vocabulary import N_


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
