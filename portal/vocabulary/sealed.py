"""Protected identity: how far a sealed record has come, and why it ended."""

from portal.vocabulary.word import N_, Word


class SealedState(Word):
    WAITING = "waiting", N_("Väntar på samtal")
    IN_CONTACT = "in_contact", N_("Samtal har ägt rum")
    CLOSED = "closed", N_("Avslutat")


class SealedEnd(Word):
    """Why a sealed record ended; what passed between people passed outside the portal."""

    HANDED_OVER = "handed_over", N_("KAA har tagit över, utanför portalen")
    SCHOOL_CONTINUES = "school_continues", N_("Skolan fortsätter med sitt stöd")
    OTHER_MUNICIPALITY = "other_municipality", N_("Hör till en annan kommun, som skolan ringer")
    NOT_PROTECTED = "not_protected", N_("Inga uppgifter är skyddade: skolan anmäler som vanligt")
    OTHER = "other", N_("Annat skäl, som står i anteckningen")


class Flagged(Word):
    """Whose data are protected: a flag on anybody in the case seals it."""

    PUPIL = "pupil", N_("Eleven")
    GUARDIAN = "guardian", N_("En vårdnadshavare")
    SIBLING = "sibling", N_("Ett syskon")
    UNKNOWN = "unknown", N_("Vet ej vem, eller vill inte säga")
