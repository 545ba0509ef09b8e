"""The board's report: its tables, and the words of those that are counted nowhere else."""

from portal.vocabulary.word import N_, Word


class BoardTable(Word):
    """One table of figures; each tells a whole apart into parts."""

    REASON = "reason", N_("Orsak till registrering")
    DURATION = "duration", N_("Hur länge ungdomarna har omfattats")
    REGISTERED = "registered", N_("Nya i registret")
    ENDED = "ended", N_("Lämnade registret")
    OCCUPATION = "occupation", N_("Kontakt och sysselsättning")
    IN_MEASURE = "in_measure", N_("Ungdomar i åtgärd")
    STARTED = "started", N_("Påbörjade åtgärder")
    MEASURE_END = "measure_end", N_("Skäl till att åtgärder avslutades")
    AFTER = "after", N_("Sysselsättning efter åtgärd")
    GOAL = "goal", N_("Tillbaka i studier eller arbete efter åtgärd")
    FILINGS = "filings", N_("Anmälningar från skolor")
    TIMELY = "timely", N_("Hur fort skolorna anmälde")
    AT_RISK = "at_risk", N_("Elever i risk: hur det gick")
    MEETING = "meeting", N_("Elever i risk: gemensamt möte")
    ANSWERS = "answers", N_("Kommunens svar till skolorna")


BOARD_DEFINITIONS: dict[BoardTable, str] = {
    BoardTable.REASON: N_(
        "Alla som någon gång under halvåret har haft en öppen registerpost, var och en en gång. "
        "Inskrivna av misstag räknas inte."
    ),
    BoardTable.DURATION: N_(
        "Från registreringen till halvårets slut, eller till dess att registerposten avslutades."
    ),
    BoardTable.REGISTERED: N_(
        "Registerposter som öppnades under tiden. Första gången: ungdomen har inte haft någon "
        "registerpost i kommunen tidigare."
    ),
    BoardTable.ENDED: N_("Registerposter som avslutades under tiden, efter orsak."),
    BoardTable.OCCUPATION: N_(
        "Kontakt: ungdomen eller en vårdnadshavare har svarat minst en gång under halvåret. "
        "Sysselsättningen är den som senast var känd vid halvårets slut."
    ),
    BoardTable.IN_MEASURE: N_("Har haft minst en åtgärd som pågick någon dag under halvåret."),
    BoardTable.STARTED: N_("Åtgärder som började under tiden. En ungdom kan ha flera."),
    BoardTable.MEASURE_END: N_(
        "Åtgärder som avslutades under tiden. Åtgärder som aldrig kom i gång räknas inte."
    ),
    BoardTable.AFTER: N_("Samma avslutade åtgärder, efter vad ungdomen gjorde direkt efteråt."),
    BoardTable.GOAL: N_(
        "Ungdomar som avslutade minst en åtgärd under tiden, efter den senaste åtgärden. Målet "
        "gäller dem som har avbrutit gymnasiestudier."
    ),
    BoardTable.FILINGS: N_(
        "Anmälningar om risk, frånvaro och studieavbrott som gäller, efter dagen de lämnades. För "
        "studieavbrott också hur överlämningen till registret har gått."
    ),
    BoardTable.TIMELY: N_(
        "Samma anmälningar. I tid: högst 14 dagar från händelsen. Lagen säger snarast, utan antal "
        "dagar; gränsen är portalens egen."
    ),
    BoardTable.AT_RISK: N_(
        "Ärenden med en anmälan om risk under tiden, efter hur det har gått fram till i dag."
    ),
    BoardTable.MEETING: N_("Samma ärenden, efter om ett gemensamt möte har genomförts."),
    BoardTable.ANSWERS: N_(
        "Tidsfrister för att kvittera, ge ett första besked och svara på överlämningar, som "
        "började under tiden. Tidsfristen är kommunens egen."
    ),
}
"""What is counted, under each table."""


class Duration(Word):
    UNDER_HALF = "under_half", N_("Kortare än ett halvår")
    UNDER_ONE = "under_one", N_("Ett halvt till ett år")
    UNDER_TWO = "under_two", N_("Ett till två år")
    LONGER = "longer", N_("Två år eller längre")


class Registered(Word):
    FIRST = "first", N_("Första gången")
    AGAIN = "again", N_("Har funnits i registret förut")


class LastKnown(Word):
    """Whether somebody was reached, and what they did when last heard of."""

    NO_CONTACT = "no_contact", N_("Ingen kontakt")
    STUDIES = "studies", N_("Kontakt: studier")
    WORK = "work", N_("Kontakt: arbete")
    OTHER = "other", N_("Kontakt: annan sysselsättning")
    NONE = "none", N_("Kontakt: ingen sysselsättning")
    UNKNOWN = "unknown", N_("Kontakt: okänd sysselsättning")


class InMeasure(Word):
    YES = "yes", N_("I minst en åtgärd")
    NO = "no", N_("Inte i någon åtgärd")


class Goal(Word):
    BACK = "back", N_("Avbrutit: nu i studier eller arbete")
    NOT_BACK = "not_back", N_("Avbrutit: inte i studier eller arbete")
    UNKNOWN = "unknown", N_("Avbrutit: okänt")
    OTHERS = "others", N_("Registrerade av annan orsak")


class FilingFate(Word):
    """A filing by its kind, and for a dropout what came of the handover."""

    AT_RISK = "at_risk", N_("Risk för studieavbrott")
    ABSENCE = "absence", N_("Hög ogiltig frånvaro")
    ACCEPTED = "accepted", N_("Studieavbrott, mottaget i registret")
    DECLINED = "declined", N_("Studieavbrott, avböjt eller återtaget")
    WAITING = "waiting", N_("Studieavbrott, väntar på svar")


class Timely(Word):
    INDEPENDENT_SOON = "independent_soon", N_("Fristående skolor, i tid")
    INDEPENDENT_LATE = "independent_late", N_("Fristående skolor, senare")
    OTHER_SOON = "other_soon", N_("Övriga skolor, i tid")
    OTHER_LATE = "other_late", N_("Övriga skolor, senare")


class RiskOutcome(Word):
    STILL = "still", N_("Kvar i skolan")
    LEFT = "left", N_("Har slutat i skolan")
    OPEN = "open", N_("Ärendet pågår")
    OTHER = "other", N_("Avslutat av annan orsak")


class HeldMeeting(Word):
    HELD = "held", N_("Gemensamt möte genomfört")
    NOT_HELD = "not_held", N_("Inget gemensamt möte än")


class Answered(Word):
    IN_TIME = "in_time", N_("I tid")
    LATE = "late", N_("För sent")
    OVERDUE = "overdue", N_("Försenat, inte klart")
    WAITING = "waiting", N_("Inte framme än")
