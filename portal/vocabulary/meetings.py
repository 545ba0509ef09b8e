"""The joint meeting: its states, who comes, how it ends."""

from portal.vocabulary.word import N_, Word


class MeetingState(Word):
    TO_BOOK = "to_book", N_("Ska bokas")
    PROPOSED = "proposed", N_("Tider föreslagna")
    BOOKED = "booked", N_("Bokat")
    HELD = "held", N_("Genomfört")
    CANCELLED = "cancelled", N_("Inställt")
    NO_SHOW = "no_show", N_("Ingen kom")


class Outcome(Word):
    """How a joint meeting ended."""

    STAYS_WITH_SUPPORT = "stays_with_support", N_("Eleven stannar, med stöd")
    STAYS_WATCH = "stays_watch", N_("Eleven stannar, vi bevakar")
    LEAVES = "leaves", N_("Eleven slutar")
    OTHER = "other", N_("Annat")


class ParticipantKind(Word):
    PUPIL = "pupil", N_("Eleven")
    GUARDIAN = "guardian", N_("Vårdnadshavare")
    SCHOOL = "school", N_("Skolan")
    KAA = "kaa", N_("KAA")
    OTHER = "other", N_("Annan")


class SummonsKind(Word):
    """What somebody is told of a joint meeting."""

    TIMES = "times", N_("Tider att välja bland")
    REQUEST = "request", N_("Kallelse till möte")
    CANCEL = "cancel", N_("Mötet är inställt")


class Reply(Word):
    """What somebody without an account answers to a summons."""

    YES = "yes", N_("Kommer")
    NO = "no", N_("Kommer inte")
    OTHER_TIME = "other_time", N_("Vill ha en annan tid")


class Attendance(Word):
    PRESENT = "present", N_("Var med")
    REMOTE = "remote", N_("Var med på distans")
    ABSENT = "absent", N_("Kom inte")


class RescheduleAsker(Word):
    PUPIL = "pupil", N_("Eleven")
    GUARDIAN = "guardian", N_("Vårdnadshavaren")
    SCHOOL = "school", N_("Skolan")
    KAA = "kaa", N_("KAA")
    OTHER = "other", N_("Någon annan")
