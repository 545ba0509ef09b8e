"""The words of the work with a youth: attempts, mapping, the plan, measures and their reports."""

from portal.vocabulary.routines import ContactChannel
from portal.vocabulary.word import N_, Word


class EntryOrigin(Word):
    """How a youth came into the register."""

    HANDOVER = "handover", N_("Överlämning från en skola")
    DATABASE = "database", N_("Fil från den regionala elevdatabasen")
    YOUTH = "youth", N_("Ungdomen själv hörde av sig")
    GUARDIAN = "guardian", N_("En vårdnadshavare hörde av sig")
    MUNICIPALITY = "municipality", N_("Överlämning från en annan kommun")
    ADMISSION = "admission", N_("Gymnasieantagningen")
    OTHER = "other", N_("På annat sätt")


class SkipReason(Word):
    """Why a task was not done; coded, since the register has no free text."""

    DONE_OTHERWISE = "done_otherwise", N_("Redan gjort på annat sätt")
    NOT_NEEDED = "not_needed", N_("Behövs inte för ungdomen just nu")
    YOUTH_DECLINED = "youth_declined", N_("Ungdomen tackade nej")
    GUARDIAN_DECLINED = "guardian_declined", N_("Vårdnadshavaren tackade nej")
    NOT_SUITABLE = "not_suitable", N_("Kontaktvägen passar inte eller saknas")
    OTHER = "other", N_("Annat skäl")


class ContactOutcome(Word):
    """What came of a contact attempt."""

    SENT = "sent", N_("Skickat, inget svar än")
    REACHED = "reached", N_("Nådde ungdomen")
    GUARDIAN_REACHED = "guardian_reached", N_("Nådde en vårdnadshavare")
    NO_ANSWER = "no_answer", N_("Inget svar")
    RETURNED = "returned", N_("Kom i retur, mottagaren okänd")
    WRONG_NUMBER = "wrong_number", N_("Fel nummer eller adress")
    CARD_LEFT = "card_left", N_("Ingen hemma, kort lämnat")
    DECLINED = "declined", N_("Ungdomen vill inte ha kontakt")


_SPOKEN = frozenset(
    {
        ContactOutcome.REACHED,
        ContactOutcome.GUARDIAN_REACHED,
        ContactOutcome.NO_ANSWER,
        ContactOutcome.DECLINED,
    }
)
_MAILED = _SPOKEN | {ContactOutcome.SENT, ContactOutcome.RETURNED}
_TYPED = _SPOKEN | {ContactOutcome.SENT, ContactOutcome.WRONG_NUMBER}
OUTCOMES = {
    ContactChannel.LETTER: _MAILED,
    ContactChannel.POSTCARD: _MAILED,
    ContactChannel.VISIT_CARD: _MAILED,
    ContactChannel.PHONE: _SPOKEN | {ContactOutcome.WRONG_NUMBER},
    ContactChannel.SMS: _TYPED,
    ContactChannel.EMAIL: _TYPED,
    ContactChannel.SOCIAL_MEDIA: _TYPED,
    ContactChannel.HOME_VISIT: _SPOKEN | {ContactOutcome.WRONG_NUMBER, ContactOutcome.CARD_LEFT},
    ContactChannel.MEETING: _SPOKEN,
}
"""What may come of an attempt in each channel."""


class MappingStage(Word):
    """The three steps of a mapping (Norrköping, appendix 4)."""

    SITUATION = "situation", N_("Nuläget")
    BACKGROUND = "background", N_("Bakgrund, nuläge och framtid")
    PLAN = "plan", N_("Gemensam planering")


class Wish(Word):
    """What a youth wants; education and work only, never why or what stands in the way."""

    NATIONAL_PROGRAMME = "national_programme", N_("Nationellt program")
    INTRODUCTION_PROGRAMME = "introduction_programme", N_("Introduktionsprogram")
    ADULT_EDUCATION = "adult_education", N_("Komvux")
    FOLK_HIGH_SCHOOL = "folk_high_school", N_("Folkhögskola")
    WORK = "work", N_("Arbete")
    TRAINEESHIP = "traineeship", N_("Praktik")
    GUIDANCE = "guidance", N_("Studie- och yrkesvägledning")
    SOMETHING_ELSE = "something_else", N_("Något annat")
    UNDECIDED = "undecided", N_("Vet inte än")


class MeasureKind(Word):
    """The kinds of measure that the national statistics tell apart."""

    SINGLE_TALK = "single_talk", N_("Enstaka samtal")
    GUIDANCE = "guidance", N_("Studie- och yrkesvägledning")
    INTRODUCTION_PROGRAMME = "introduction_programme", N_("Introduktionsprogram")
    ADULT_EDUCATION = "adult_education", N_("Komvux")
    FOLK_HIGH_SCHOOL = "folk_high_school", N_("Allmän kurs på folkhögskola")
    MOTIVATION_COURSE = "motivation_course", N_("Studiemotiverande folkhögskolekurs")
    TRAINEESHIP = "traineeship", N_("Praktik")
    OTHER = "other", N_("Annan åtgärd")


class MeasureEndReason(Word):
    """Why a measure ended; codes without meaning for health, offence or custody (2006:39 5 §)."""

    AS_PLANNED = "as_planned", N_("Slutfördes som planerat")
    TO_STUDIES = "to_studies", N_("Ungdomen började studera")
    TO_WORK = "to_work", N_("Ungdomen började arbeta")
    TO_OTHER_MEASURE = "to_other_measure", N_("En annan åtgärd tog vid")
    YOUTH_LEFT = "youth_left", N_("Ungdomen valde att sluta")
    NEVER_STARTED = "never_started", N_("Kom aldrig i gång")
    PROVIDER_ENDED = "provider_ended", N_("Anordnaren avslutade")
    AGED_OUT = "aged_out", N_("Ungdomen fyllde 20")
    MOVED = "moved", N_("Ungdomen flyttade")
    OTHER = "other", N_("Annat skäl")


class ReportedAttendance(Word):
    """How a youth took part in a measure during a month, as the provider says."""

    AS_AGREED = "as_agreed", N_("Som överenskommet")
    PARTLY = "partly", N_("Delvis")
    NOT_AT_ALL = "not_at_all", N_("Inte alls")
