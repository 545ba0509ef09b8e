"""The handover and the register: who comes in, what is known, how they leave."""

from portal.vocabulary.word import N_, Word


class HandoverState(Word):
    OFFERED = "offered", N_("Erbjuden")
    ACCEPTED = "accepted", N_("Mottagen")
    DECLINED = "declined", N_("Avböjd")
    WITHDRAWN = "withdrawn", N_("Återtagen")


class EntryState(Word):
    OPEN = "open", N_("Öppen")
    CLOSED = "closed", N_("Avslutad")


class YouthStatus(Word):
    """What is known about a youth in the register; facts, not a state of paper."""

    NOT_REACHED = "not_reached", N_("Inte nådd ännu")
    REACHED = "reached", N_("Nådd")
    IN_MEASURE = "in_measure", N_("I åtgärd")
    OCCUPIED = "occupied", N_("Har sysselsättning")
    DECLINES = "declines", N_("Tackar nej till kontakt")


class DeclineReason(Word):
    """Why the municipality does not take over."""

    OTHER_MUNICIPALITY = "other_municipality", N_("Eleven hör till en annan kommun")
    STILL_ENROLLED = "still_enrolled", N_("Eleven är fortfarande inskriven")
    AGE_20 = "age_20", N_("Eleven har fyllt 20")
    HAS_EXAMEN = "has_examen", N_("Eleven har examen")
    OTHER = "other", N_("Annat skäl")


class RegistrationReason(Word):
    """Why a youth came into the register; the statistics ask for it."""

    DROPPED_OUT = "dropped_out", N_("Avbrutit gymnasiestudier")
    STUDIEBEVIS = "studiebevis", N_("Slutat med studiebevis")
    NEVER_STARTED = "never_started", N_("Aldrig börjat gymnasieskolan")
    NEWLY_ARRIVED = "newly_arrived", N_("Nyanländ efter skolpliktig ålder")
    MOVED_IN = "moved_in", N_("Inflyttad från en annan kommun")


class OccupationKind(Word):
    STUDIES = "studies", N_("Studier")
    WORK = "work", N_("Arbete")
    OTHER = "other", N_("Annan sysselsättning")
    NONE = "none", N_("Ingen sysselsättning")
    UNKNOWN = "unknown", N_("Okänd")


class OccupationSource(Word):
    """Whence an occupation is known; coded, since the register has no free text."""

    FILING = "filing", N_("En anmälan från en skola")
    YOUTH = "youth", N_("Ungdomen själv")
    GUARDIAN = "guardian", N_("En vårdnadshavare")
    SCHOOL = "school", N_("En skola eller en annan utbildare")
    EMPLOYER = "employer", N_("En arbetsgivare eller praktikplats")
    AUTHORITY = "authority", N_("En annan myndighet eller ett register")
    OTHER = "other", N_("Någon annan")


class Tense(Word):
    PAST = "past", N_("Tidigare")
    PRESENT = "present", N_("Nu")
    FUTURE = "future", N_("Planerad")


class EntryEndReason(Word):
    """Why a youth left the register. Each demands its own data: workflow/register.py says which."""

    STARTED_STUDIES = "started_studies", N_("Har börjat en utbildning")
    HAS_EXAMEN = "has_examen", N_("Har fått examen")
    AGE_20 = "age_20", N_("Har fyllt 20")
    MOVED = "moved", N_("Har flyttat till en annan kommun")
    DECEASED = "deceased", N_("Har avlidit")
    STILL_AT_SCHOOL = "still_at_school", N_("Går kvar i skolan")
    MISTAKE = "mistake", N_("Inskriven av misstag")


END_DEMANDS: dict[EntryEndReason, frozenset[str]] = {
    EntryEndReason.STARTED_STUDIES: frozenset({"what", "on"}),
    EntryEndReason.HAS_EXAMEN: frozenset({"what", "on"}),
    EntryEndReason.AGE_20: frozenset({"onward", "what"}),
    EntryEndReason.MOVED: frozenset({"what", "on"}),
    EntryEndReason.DECEASED: frozenset({"on"}),
    EntryEndReason.STILL_AT_SCHOOL: frozenset({"what"}),
    EntryEndReason.MISTAKE: frozenset({"what"}),
}
"""What each reason demands: `what` (school, examen, who takes over, municipality), `on` a day, and
`onward`: what the youth does after KAA."""


class EntryReopenReason(Word):
    """Why a youth is in the register again; coded, since the register has no free text."""

    LEFT_STUDIES = "left_studies", N_("Har slutat utbildningen igen")
    MOVED_BACK = "moved_back", N_("Har flyttat tillbaka till kommunen")
    MISTAKE = "mistake", N_("Registerposten avslutades av misstag")
