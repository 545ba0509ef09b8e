"""The life of a case: its states, clocks, answers and ends."""

from portal.vocabulary.word import N_, Word


class CaseState(Word):
    QUEUED = "queued", N_("I kö")
    IN_PROGRESS = "in_progress", N_("Under handläggning")
    NEEDS_INFO = "needs_info", N_("Väntar på svar från skolan")
    MONITORING = "monitoring", N_("Bevakas")
    REOPEN_REQUESTED = "reopen_requested", N_("Skolan vill öppna igen")
    HANDED_OVER = "handed_over", N_("Överlämnat")
    CLOSED = "closed", N_("Avslutat")


OPEN_CASE_STATES = frozenset(CaseState) - {CaseState.HANDED_OVER, CaseState.CLOSED}


class DeadlineKind(Word):
    ACKNOWLEDGE = "acknowledge", N_("Kvittera")
    FIRST_ANSWER = "first_answer", N_("Första besked till skolan")
    BOOK_MEETING = "book_meeting", N_("Boka gemensamt möte")
    HOLD_MEETING = "hold_meeting", N_("Genomföra gemensamt möte")
    ANSWER_HANDOVER = "answer_handover", N_("Svara på överlämningen")
    ANSWER_QUESTION = "answer_question", N_("Skolans svar på frågan")
    FILE_DROPOUT = "file_dropout", N_("Skolans anmälan om studieavbrott")
    FOLLOW_UP = "follow_up", N_("Uppföljning")
    ANSWER_REOPEN = "answer_reopen", N_("Svara om att öppna igen")
    ASK_AGAIN = "ask_again", N_("Fråga skolan igen")
    RENEW = "renew", N_("Skolan förnyar anmälan eller återtar den")
    NEXT_STEP = "next_step", N_("Nästa steg i ärendet")


SCHOOL_CLOCKS = frozenset(
    {DeadlineKind.ANSWER_QUESTION, DeadlineKind.FILE_DROPOUT, DeadlineKind.RENEW}
)
"""Deadlines that are the school's own to keep: they rest while the school has a break."""
STANDING_CLOCKS = frozenset({DeadlineKind.ASK_AGAIN, DeadlineKind.RENEW})
"""Far off, they stand beside all others: an open case still has a next step before them."""


class ReminderStage(Word):
    """How far the reminding of one deadline has come."""

    BEFORE = "before", N_("Snart dags")
    ON_DAY = "on_day", N_("Dags")
    OVERDUE = "overdue", N_("Försenat")
    LONG_OVERDUE = "long_overdue", N_("Länge försenat")


class CloseReason(Word):
    """Why a case ended. Each demands its own data: workflow/closing.py says which."""

    STAYS = "stays", N_("Eleven är kvar i utbildningen")
    MOVED_SCHOOL = "moved_school", N_("Eleven har bytt skola")
    STARTED_STUDIES = "started_studies", N_("Eleven har börjat en annan utbildning")
    STARTED = "started", N_("Eleven har börjat i skolan")
    AGE_20 = "age_20", N_("Eleven har fyllt 20")
    NOT_COVERED = "not_covered", N_("Eleven omfattas inte av KAA")
    ALREADY_IN_REGISTER = "already_in_register", N_("Ungdomen finns redan i KAA-registret")
    WITHDRAWN = "withdrawn", N_("Skolan återtog anmälan")
    DUPLICATE = "duplicate", N_("Dubblett av ett annat ärende")
    DECEASED = "deceased", N_("Eleven har avlidit")
    OTHER = "other", N_("Annat skäl")


CHOOSABLE_CLOSE_REASONS = (
    CloseReason.STAYS,
    CloseReason.MOVED_SCHOOL,
    CloseReason.STARTED_STUDIES,
    CloseReason.AGE_20,
    CloseReason.NOT_COVERED,
    CloseReason.ALREADY_IN_REGISTER,
    CloseReason.DECEASED,
    CloseReason.OTHER,
)
"""Those a caseworker chooses; the others come of other steps."""


CLOSE_DEMANDS: dict[CloseReason, frozenset[str]] = {
    CloseReason.STAYS: frozenset({"what"}),
    CloseReason.MOVED_SCHOOL: frozenset({"what", "on"}),
    CloseReason.STARTED_STUDIES: frozenset({"what", "on"}),
    CloseReason.AGE_20: frozenset(),
    CloseReason.NOT_COVERED: frozenset({"what"}),
    CloseReason.ALREADY_IN_REGISTER: frozenset({"what"}),
    CloseReason.DECEASED: frozenset({"on"}),
    CloseReason.OTHER: frozenset({"what"}),
}
"""What each reason demands: `what` (in words) and `on` (since which day)."""


class CodedAnswer(Word):
    """The outcome the school sees, in words that need no free text."""

    RECEIVED = "received", N_("Vi har tagit emot anmälan och börjar arbeta med den")
    CONTACTING = "contacting", N_("Vi kontaktar eleven")
    MEETING = "meeting", N_("Vi vill ha ett gemensamt möte")
    SCHOOL_CONTINUES = "school_continues", N_("Skolan fortsätter med sitt stöd, vi bevakar")
    NO_ACTION = "no_action", N_("Vi gör inget mer nu")


class NextStep(Word):
    """What the municipality should do next with a case: workflow/nextstep.py says which."""

    ACKNOWLEDGE = "acknowledge", N_("Kvittera anmälan")
    TAKE = "take", N_("Ta ärendet")
    REPLY = "reply", N_("Ge skolan ett första besked")
    BOOK_MEETING = "book_meeting", N_("Boka gemensamt möte")
    HOLD_MEETING = "hold_meeting", N_("Genomför gemensamt möte")
    ANSWER_HANDOVER = "answer_handover", N_("Svara på överlämningen")
    AWAIT_ANSWER = "await_answer", N_("Vänta på skolans svar")
    AWAIT_DROPOUT = "await_dropout", N_("Vänta på skolans anmälan om studieavbrott")
    AWAIT_RENEWAL = "await_renewal", N_("Vänta på att skolan förnyar anmälan")
    ASK_AGAIN = "ask_again", N_("Fråga skolan igen")
    FOLLOW_UP = "follow_up", N_("Följ upp")
    ANSWER_REOPEN = "answer_reopen", N_("Svara om ärendet ska öppnas igen")
    DECIDE = "decide", N_("Bestäm vad som ska hända nu")
    NOTHING = "nothing", N_("Inget mer att göra")


class DueWithin(Word):
    """How near a deadline is, when a list is narrowed to it."""

    OVERDUE = "overdue", N_("Försenade")
    TODAY = "today", N_("I dag")
    WEEK = "week", N_("Den här veckan")
