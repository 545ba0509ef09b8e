"""The words of the trade: one word per thing, in code, database and addresses.

The value is what stands in the database and in the URL; the label is the Swedish word on the page
and the key of its translation. A word that is not here is not used.
"""

from enum import Enum
from typing import Self


def N_(text: str) -> str:  # noqa: N802 (gettext's own name for "to be translated later")
    """Mark a text as translatable where it is written down but not yet shown."""
    return text


class Word(str, Enum):
    """A word of the trade: its value is stored, its label is read by people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    def __str__(self) -> str:
        return str(self.value)


class FormKind(Word):
    """The kinds of filing a school hands in."""

    AT_RISK = "at_risk", N_("Risk för studieavbrott")
    ABSENCE = "absence", N_("Hög ogiltig frånvaro")
    DROPOUT = "dropout", N_("Studieavbrott")
    START = "start", N_("Eleven börjar")


class FilingState(Word):
    """Frozen once filed; a correction is a new version beside it."""

    FILED = "filed", N_("Inlämnad")
    WITHDRAWN = "withdrawn", N_("Återtagen")


class CaseState(Word):
    QUEUED = "queued", N_("I kö")
    IN_PROGRESS = "in_progress", N_("Under handläggning")
    NEEDS_INFO = "needs_info", N_("Väntar på svar från skolan")
    MONITORING = "monitoring", N_("Bevakas")
    REOPEN_REQUESTED = "reopen_requested", N_("Skolan vill öppna igen")
    HANDED_OVER = "handed_over", N_("Överlämnat")
    CLOSED = "closed", N_("Avslutat")


OPEN_CASE_STATES = frozenset(CaseState) - {CaseState.HANDED_OVER, CaseState.CLOSED}


class MeetingState(Word):
    TO_BOOK = "to_book", N_("Ska bokas")
    PROPOSED = "proposed", N_("Tider föreslagna")
    BOOKED = "booked", N_("Bokat")
    HELD = "held", N_("Genomfört")
    CANCELLED = "cancelled", N_("Inställt")
    NO_SHOW = "no_show", N_("Ingen kom")


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


class Step(Word):
    """A step that may be taken with a case, its filings, meetings, handover or register entry."""

    FILE = "file", N_("Skolan lämnade in en anmälan")
    CORRECT = "correct", N_("Skolan rättade anmälan")
    WITHDRAW = "withdraw", N_("Skolan återtog anmälan")
    WITHDRAW_LAST = "withdraw_last", N_("Skolan återtog sin sista anmälan och ärendet avslutades")
    START = "start", N_("Eleven har börjat i en skola och ärendet avslutades")
    ACKNOWLEDGE = "acknowledge", N_("Kommunen kvitterade anmälan")
    TAKE = "take", N_("Handläggaren tog ärendet")
    ASSIGN = "assign", N_("Ärendet tilldelades en handläggare")
    HAND_BACK = "hand_back", N_("Ärendet lämnades tillbaka till kön")
    ASK = "ask", N_("Kommunen ställde en fråga till skolan")
    ANSWER = "answer", N_("Skolan svarade")
    NOTE = "note", N_("Anteckning utan åtgärd")
    REPLY = "reply", N_("Kommunen gav besked till skolan")
    REROUTE = "reroute", N_("Ärendet skickades till en annan kommun")
    MONITOR = "monitor", N_("Ärendet bevakas")
    CLOSE = "close", N_("Ärendet avslutades")
    MARK_DUPLICATE = "mark_duplicate", N_("Ärendet markerades som dubblett")
    REQUEST_REOPEN = "request_reopen", N_("Skolan bad att ärendet öppnas igen")
    REOPEN = "reopen", N_("Ärendet öppnades igen")
    REFUSE_REOPEN = "refuse_reopen", N_("Kommunen öppnade inte ärendet igen")

    CALL_MEETING = "call_meeting", N_("Ett gemensamt möte ska bokas")
    PROPOSE_TIMES = "propose_times", N_("Tider för gemensamt möte föreslogs")
    BOOK_MEETING = "book_meeting", N_("Gemensamt möte bokades")
    RESCHEDULE_MEETING = "reschedule_meeting", N_("Gemensamt möte flyttades")
    CHANGE_MEETING = "change_meeting", N_("Uppgifterna om gemensamt möte ändrades")
    CANCEL_MEETING = "cancel_meeting", N_("Gemensamt möte ställdes in")
    HOLD_MEETING = "hold_meeting", N_("Gemensamt möte genomfördes")
    MISS_MEETING = "miss_meeting", N_("Ingen kom till gemensamt möte")
    KEEP_COMMITMENT = "keep_commitment", N_("Ett åtagande blev klart")

    OFFER_HANDOVER = "offer_handover", N_("Överlämning erbjöds")
    ACCEPT_HANDOVER = "accept_handover", N_("Överlämningen togs emot")
    DECLINE_HANDOVER = "decline_handover", N_("Överlämningen avböjdes")
    WITHDRAW_HANDOVER = "withdraw_handover", N_("Överlämningen återtogs")

    REGISTER = "register", N_("Ungdomen skrevs in i KAA-registret")
    ATTACH = "attach", N_("En ny anmälan om ungdomen kom in")
    UPDATE_ENTRY = "update_entry", N_("Uppgifterna i registerposten ändrades")
    ASSIGN_ENTRY = "assign_entry", N_("Registerposten fick en handläggare")
    CLOSE_ENTRY = "close_entry", N_("Registerposten avslutades")
    REOPEN_ENTRY = "reopen_entry", N_("Registerposten öppnades igen")


class Role(Word):
    COUNSELLOR = "counsellor", N_("Anmälare på skolan")
    RECTOR = "rector", N_("Rektor")
    ORGANISER_ADMIN = "organiser_admin", N_("Huvudmannens administratör")
    CASEWORKER = "caseworker", N_("Handläggare")
    COORDINATOR = "coordinator", N_("Samordnare")
    PROTECTION_OFFICER = "protection_officer", N_("Skyddshandläggare")
    MUNICIPALITY_ADMIN = "municipality_admin", N_("Kommunens administratör")
    LOG_REVIEWER = "log_reviewer", N_("Logggranskare")
    PLATFORM_ADMIN = "platform_admin", N_("Portalens administratör")


SCHOOL_ROLES = frozenset({Role.COUNSELLOR, Role.RECTOR})
KAA_ROLES = frozenset({Role.CASEWORKER, Role.COORDINATOR})
MUNICIPALITY_ROLES = KAA_ROLES | {
    Role.PROTECTION_OFFICER,
    Role.MUNICIPALITY_ADMIN,
    Role.LOG_REVIEWER,
}
ADMIN_ROLES = frozenset({Role.ORGANISER_ADMIN, Role.MUNICIPALITY_ADMIN, Role.PLATFORM_ADMIN})


class Permission(Word):
    """What somebody may do, as `thing:action`. The table of who may is access/rules.py."""

    FILING_DRAFT = "filing:draft"
    FILING_FILE = "filing:file"
    FILING_READ = "filing:read"
    FILING_CHANGE = "filing:change"
    """Correct or withdraw what one has filed, answer a question, ask to reopen."""

    CASE_READ = "case:read"
    """See the whole case: identity, filings, timeline."""
    CASE_FOLLOW = "case:follow"
    """See one's own school's side of a case: status, next step, who has it, what was sent."""
    CASE_WORK = "case:work"
    """Take the municipality's steps with a case."""
    CASE_ASSIGN = "case:assign"
    """Give a case to a colleague or back to the queue."""
    QUEUE_LIST = "queue:list"

    MEETING_ARRANGE = "meeting:arrange"
    HANDOVER_ANSWER = "handover:answer"
    COMMITMENT_KEEP = "commitment:keep"

    ENTRY_LIST = "entry:list"
    ENTRY_READ = "entry:read"
    ENTRY_WORK = "entry:work"

    REPORT_SCHOOL = "report:school"
    """See the figures and the list of one's own school unit."""

    PEOPLE_MANAGE = "people:manage"
    MUNICIPALITY_MANAGE = "municipality:manage"
    ROUTINE_MANAGE = "routine:manage"
    SCHOOL_UNIT_MANAGE = "school_unit:manage"
    ACCESS_LOG_READ = "access_log:read"


class OrganiserKind(Word):
    """Who runs a school (huvudman); decides with the home municipality whether law demands a filing."""

    MUNICIPAL = "municipal", N_("Kommunal")
    ASSOCIATION = "association", N_("Kommunalförbund")
    REGION = "region", N_("Region")
    INDEPENDENT = "independent", N_("Enskild")


class SchoolForm(Word):
    UPPER_SECONDARY = "gymnasieskola", N_("Gymnasieskola")
    ADAPTED = "anpassad_gymnasieskola", N_("Anpassad gymnasieskola")


class HomeGround(Word):
    """On what ground the home municipality was chosen (skollagen 29 kap. 6 §)."""

    REGISTERED = "registered", N_("Folkbokförd i kommunen")
    STAYS = "stays", N_("Vistas i kommunen")
    PROTECTED = "protected", N_("Skyddad folkbokföring")
    STATED = "stated", N_("Uppgift från elev eller vårdnadshavare")


class LegalGround(Word):
    """The ground on which a school tells the home municipality; computed, stored and shown."""

    SKOLLAGEN_15_15 = "15:15", N_("Skollagen 15 kap. 15 §")
    SKOLLAGEN_18_15 = "18:15", N_("Skollagen 18 kap. 15 §")
    LOCAL_ROUTINE = "local_routine", N_("Lokal rutin")
    CONSENT = "consent", N_("Samtycke")


class SharingGround(Word):
    """What lets a school share without a statutory duty."""

    CONSENT = "consent", N_("Samtycke")
    NOT_SECRET = "not_secret", N_("Bara uppgifter som inte är sekretessbelagda")


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
    NEXT_STEP = "next_step", N_("Nästa steg i ärendet")


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
    FOLLOW_UP = "follow_up", N_("Följ upp")
    ANSWER_REOPEN = "answer_reopen", N_("Svara om ärendet ska öppnas igen")
    DECIDE = "decide", N_("Bestäm vad som ska hända nu")
    NOTHING = "nothing", N_("Inget mer att göra")


class DueWithin(Word):
    """How near a deadline is, when a list is narrowed to it."""

    OVERDUE = "overdue", N_("Försenade")
    TODAY = "today", N_("I dag")
    WEEK = "week", N_("Den här veckan")


class Outcome(Word):
    """How a joint meeting ended."""

    STAYS_WITH_SUPPORT = "stays_with_support", N_("Eleven stannar, med stöd")
    STAYS_WATCH = "stays_watch", N_("Eleven stannar, vi bevakar")
    LEAVES = "leaves", N_("Eleven slutar")
    OTHER = "other", N_("Annat")


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


class DeclineReason(Word):
    """Why the municipality does not take over."""

    OTHER_MUNICIPALITY = "other_municipality", N_("Eleven hör till en annan kommun")
    STILL_ENROLLED = "still_enrolled", N_("Eleven är fortfarande inskriven")
    AGE_20 = "age_20", N_("Eleven har fyllt 20")
    HAS_EXAMEN = "has_examen", N_("Eleven har examen")
    OTHER = "other", N_("Annat skäl")


class CodedAnswer(Word):
    """The outcome the school sees, in words that need no free text."""

    RECEIVED = "received", N_("Vi har tagit emot anmälan och börjar arbeta med den")
    CONTACTING = "contacting", N_("Vi kontaktar eleven")
    MEETING = "meeting", N_("Vi vill ha ett gemensamt möte")
    SCHOOL_CONTINUES = "school_continues", N_("Skolan fortsätter med sitt stöd, vi bevakar")
    NO_ACTION = "no_action", N_("Vi gör inget mer nu")


class ParticipantKind(Word):
    PUPIL = "pupil", N_("Eleven")
    GUARDIAN = "guardian", N_("Vårdnadshavare")
    SCHOOL = "school", N_("Skolan")
    KAA = "kaa", N_("KAA")
    OTHER = "other", N_("Annan")


class Attendance(Word):
    PRESENT = "present", N_("Var med")
    REMOTE = "remote", N_("Var med på distans")
    ABSENT = "absent", N_("Kom inte")


class Side(Word):
    """Which side of the handover somebody stands on."""

    SCHOOL = "school", N_("Skolan")
    KAA = "kaa", N_("KAA")


class RescheduleAsker(Word):
    PUPIL = "pupil", N_("Eleven")
    GUARDIAN = "guardian", N_("Vårdnadshavaren")
    SCHOOL = "school", N_("Skolan")
    KAA = "kaa", N_("KAA")
    OTHER = "other", N_("Någon annan")


class RegistrationReason(Word):
    """Why a youth came into the register; the statistics ask for it."""

    DROPPED_OUT = "dropped_out", N_("Avbrutit gymnasiestudier")
    STUDIEBEVIS = "studiebevis", N_("Slutat med studiebevis")
    NEVER_STARTED = "never_started", N_("Aldrig börjat gymnasieskolan")


class EndGround(Word):
    """On what ground a pupil ended the education (gymnasieförordningen 12 kap.)."""

    OWN_REPORT = "own_report", N_("Eleven har själv anmält att hen slutar (12 kap. 4 §)")
    NO_SHOW = "no_show", N_("Eleven kom aldrig till utbildningen (12 kap. 3 §)")
    STAYED_AWAY = "stayed_away", N_("Eleven har uteblivit mer än en månad (12 kap. 4 a §)")
    CHANGED_SCHOOL = "changed_school", N_("Eleven byter skola")
    STUDIEBEVIS = "studiebevis", N_("Eleven slutar med studiebevis")
    OTHER = "other", N_("Annan grund")


class OccupationKind(Word):
    STUDIES = "studies", N_("Studier")
    WORK = "work", N_("Arbete")
    OTHER = "other", N_("Annan sysselsättning")
    NONE = "none", N_("Ingen sysselsättning")
    UNKNOWN = "unknown", N_("Okänd")


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
    MISTAKE = "mistake", N_("Inskriven av misstag")


class EntryReopenReason(Word):
    """Why a youth is in the register again; coded, since the register has no free text."""

    LEFT_STUDIES = "left_studies", N_("Har slutat utbildningen igen")
    MOVED_BACK = "moved_back", N_("Har flyttat tillbaka till kommunen")
    MISTAKE = "mistake", N_("Registerposten avslutades av misstag")


END_DEMANDS: dict[EntryEndReason, frozenset[str]] = {
    EntryEndReason.STARTED_STUDIES: frozenset({"what", "on"}),
    EntryEndReason.HAS_EXAMEN: frozenset({"what", "on"}),
    EntryEndReason.AGE_20: frozenset({"what"}),
    EntryEndReason.MOVED: frozenset({"what", "on"}),
    EntryEndReason.DECEASED: frozenset({"on"}),
    EntryEndReason.MISTAKE: frozenset({"what"}),
}
"""What each reason demands: `what` (school, examen, who takes over, municipality) and `on`."""


class AbsenceTrigger(Word):
    """When a municipality wants an absence filing; the law gives no number."""

    CSN_REPORTED = "csn_reported", N_("Eleven är rapporterad till CSN")
    INQUIRY_STARTED = "inquiry_started", N_("Skolan har inlett en frånvaroutredning")
    PERCENT = "percent", N_("Frånvaron är över en viss procent")


class Opened(Word):
    """What was opened, in the access log."""

    CASE = "case", N_("Ärende")
    FILING = "filing", N_("Anmälan")
    ENTRY = "entry", N_("Registerpost")
    DRAFT = "draft", N_("Utkast")
    RECEIPT = "receipt", N_("Kvittens")
    CONTACT = "contact", N_("Kontaktuppgifter")
    EXPORT = "export", N_("Export av en lista")


class OpeningReason(Word):
    """Why somebody opens a case that a colleague has."""

    COVERING = "covering", N_("Jag ersätter kollegan")
    ASKED = "asked", N_("Kollegan har bett mig titta")
    TEAM = "team", N_("Vi går igenom ärenden i arbetslaget")
    CONTACT = "contact", N_("Eleven, en vårdnadshavare eller skolan har hört av sig")


class Channel(Word):
    MAIL = "mail", N_("E-post")


class MessageState(Word):
    WAITING = "waiting", N_("Väntar")
    SENT = "sent", N_("Skickat")
    FAILED = "failed", N_("Misslyckat")
