"""The words of the register's routines: what begins a task, what is to be done, how and by whom."""

from portal.vocabulary.word import N_, Word


class RoutineArea(Word):
    """The part of a municipality's action plan that a routine stands in."""

    IDENTIFICATION = "identification", N_("Hitta ungdomarna")
    PREVENTION = "prevention", N_("Förebygga avbrott")
    CONTACT = "contact", N_("Kontakt")
    CASEWORK = "casework", N_("Handläggning")
    MAPPING = "mapping", N_("Kartläggning")
    MEASURES = "measures", N_("Åtgärder")


class Trigger(Word):
    """What begins a routine: something that happened, or a day that has come."""

    AT_RISK_FILED = "at_risk_filed", N_("En skola anmäler risk för studieavbrott")
    ABSENCE_FILED = "absence_filed", N_("En skola anmäler hög ogiltig frånvaro")
    DROPOUT_FILED = "dropout_filed", N_("En skola anmäler studieavbrott")
    FOUND_WITHOUT_FILING = "found_without_filing", N_("En ungdom hittas utan anmälan från skolan")
    REGISTERED = "registered", N_("Ungdomen skrivs in i registret")
    UNASSIGNED = "unassigned", N_("Ungdomen har ingen handläggare")
    ASSIGNED = "assigned", N_("Ungdomen får en handläggare")
    NO_ANSWER = "no_answer", N_("Ungdomen svarar inte")
    LETTER_UNANSWERED = "letter_unanswered", N_("Brevet får inget svar")
    CHANNELS_TRIED = "channels_tried", N_("Flera kontaktvägar har prövats utan svar")
    VISIT_CARD_SENT = "visit_card_sent", N_("Ett besökskort är skickat")
    RETURNED_TWICE = "returned_twice", N_("Två brev har kommit i retur")
    NEVER_ANSWERS = "never_answers", N_("Ungdomen svarar aldrig")
    REACHED = "reached", N_("Ungdomen nås")
    DECLINED = "declined", N_("Ungdomen tackar nej till vägledning")
    NO_OCCUPATION = "no_occupation", N_("Ungdomen uppger ingen sysselsättning")
    STUDYING = "studying", N_("Ungdomen uppger studier")
    WORKING = "working", N_("Ungdomen uppger arbete eller annan sysselsättning")
    SITUATION_MAPPED = "situation_mapped", N_("Nuläget är kartlagt")
    DEEPLY_MAPPED = "deeply_mapped", N_("Den djupare kartläggningen är klar")
    WANTS_MEASURE = "wants_measure", N_("Ungdomen vill ha en åtgärd")
    MEASURE_AGREED = "measure_agreed", N_("En åtgärd är överenskommen")
    SOON_20 = "soon_20", N_("Ungdomen fyller snart 20")
    NOT_COVERED = "not_covered", N_("Ungdomen omfattas inte längre")


OF_CASES = frozenset({Trigger.AT_RISK_FILED, Trigger.ABSENCE_FILED, Trigger.DROPOUT_FILED})
"""What happens before there is anybody in the register: the deadlines of the case see to it."""


class TaskAction(Word):
    """What a task asks for."""

    WRITE = "write", N_("Skicka brev")
    SEND_POSTCARD = "send_postcard", N_("Skicka vykort")
    SEND_VISIT_CARD = "send_visit_card", N_("Skicka besökskort")
    TRY_TO_REACH = "try_to_reach", N_("Försök nå ungdomen")
    VISIT = "visit", N_("Gör hembesök, två personer")
    REPORT_TO_SOCIAL_SERVICES = "report_to_social_services", N_("Anmäl till socialtjänsten")
    REPORT_TO_TAX_AGENCY = "report_to_tax_agency", N_("Anmäl adressen till Skatteverket")
    WRITE_BEFORE_20 = "write_before_20", N_("Skicka brev om vad som händer efter KAA")
    ASSIGN = "assign", N_("Utse handläggare")
    BEGIN_CONTACT = "begin_contact", N_("Börja ta kontakt")
    FOLLOW_UP = "follow_up", N_("Följ upp")
    MAP_SITUATION = "map_situation", N_("Kartlägg nuläget")
    MAP_DEEPLY = "map_deeply", N_("Fördjupa kartläggningen")
    MAKE_PLAN = "make_plan", N_("Gör en individuell plan")
    FOLLOW_UP_PLAN = "follow_up_plan", N_("Följ upp planen")
    AGREE_ON_MEASURE = "agree_on_measure", N_("Kom överens om en åtgärd")
    FIRST_MEETING = "first_meeting", N_("Första mötet i åtgärden")
    READ_REPORT = "read_report", N_("Läs månadsrapporten")
    ASK_FOR_REPORT = "ask_for_report", N_("Fråga efter månadsrapporten")
    ASK_SCHOOL = "ask_school", N_("Fråga den skola som ungdomen lämnade")
    ASK_OLD_MUNICIPALITY = "ask_old_municipality", N_("Be om överlämning från den förra kommunen")
    CLOSE_ENTRY = "close_entry", N_("Avsluta registerposten")
    HOLD_MEETING = "hold_meeting", N_("Håll gemensamt möte")
    TAKE_OVER = "take_over", N_("Ta över från skolan och planera kontakten")


CONTACT_ACTIONS = frozenset(
    {
        TaskAction.WRITE,
        TaskAction.SEND_POSTCARD,
        TaskAction.SEND_VISIT_CARD,
        TaskAction.TRY_TO_REACH,
        TaskAction.VISIT,
    }
)
"""The rungs of the contact ladder: done by an attempt."""
OUTREACH = CONTACT_ACTIONS | {
    TaskAction.BEGIN_CONTACT,
    TaskAction.REPORT_TO_SOCIAL_SERVICES,
    TaskAction.REPORT_TO_TAX_AGENCY,
}
"""Nobody asks for it any more once the youth is reached."""


class ContactChannel(Word):
    """How somebody tries to reach a youth."""

    LETTER = "letter", N_("Brev")
    POSTCARD = "postcard", N_("Vykort")
    VISIT_CARD = "visit_card", N_("Besökskort")
    PHONE = "phone", N_("Telefon")
    SMS = "sms", N_("Sms")
    EMAIL = "email", N_("E-post")
    SOCIAL_MEDIA = "social_media", N_("Meddelande i sociala medier")
    HOME_VISIT = "home_visit", N_("Hembesök")
    MEETING = "meeting", N_("Möte")


MAILED_CHANNELS = frozenset(
    {ContactChannel.LETTER, ContactChannel.POSTCARD, ContactChannel.VISIT_CARD}
)
"""What goes by post: printed many at once, and may come back."""
ASKED_BY = {
    ContactChannel.LETTER: TaskAction.WRITE,
    ContactChannel.POSTCARD: TaskAction.SEND_POSTCARD,
    ContactChannel.VISIT_CARD: TaskAction.SEND_VISIT_CARD,
    ContactChannel.PHONE: TaskAction.TRY_TO_REACH,
    ContactChannel.SMS: TaskAction.TRY_TO_REACH,
    ContactChannel.EMAIL: TaskAction.TRY_TO_REACH,
    ContactChannel.SOCIAL_MEDIA: TaskAction.TRY_TO_REACH,
    ContactChannel.HOME_VISIT: TaskAction.VISIT,
    ContactChannel.MEETING: TaskAction.TRY_TO_REACH,
}
"""The action that asks for an attempt in a channel."""


class Responsible(Word):
    """Whose a routine is in the municipality's plan."""

    STUDY_GUIDE = "study_guide", N_("Karriärvägledare, studier")
    WORK_GUIDE = "work_guide", N_("Karriärvägledare, arbete")
    COORDINATOR = "coordinator", N_("Samordnare")
    CASEWORKER = "caseworker", N_("Handläggare")
    TEAM = "team", N_("KAA-gruppen")
    SCHOOL = "school", N_("Skolan")
    YOUTH = "youth", N_("Ungdomen")
    THIRD_PARTY = "third_party", N_("Någon annan som stöder ungdomen")
    EMPLOYMENT_SERVICE = "employment_service", N_("Arbetsförmedlingen")


class TimeUnit(Word):
    """What a routine's time is counted in."""

    WORKING_DAY = "working_day", N_("arbetsdagar")
    WEEK = "week", N_("veckor")
    MONTH = "month", N_("månader")


class Season(Word):
    """The part of the year to which a routine belongs."""

    SPRING = "spring", N_("våren")
    TERM_END = "term_end", N_("slutet av terminen")
    SCHOOL_YEAR_END = "school_year_end", N_("slutet av läsåret")
