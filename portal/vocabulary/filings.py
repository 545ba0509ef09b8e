"""What a school hands in, and on what ground."""

from portal.vocabulary.word import N_, Word


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


class EndGround(Word):
    """On what ground a pupil ended the education (gymnasieförordningen 12 kap.)."""

    OWN_REPORT = "own_report", N_("Eleven har själv anmält att hen slutar (12 kap. 4 §)")
    NO_SHOW = "no_show", N_("Eleven kom aldrig till utbildningen (12 kap. 3 §)")
    STAYED_AWAY = "stayed_away", N_("Eleven har uteblivit mer än en månad (12 kap. 4 a §)")
    CHANGED_SCHOOL = "changed_school", N_("Eleven byter skola")
    STUDIEBEVIS = "studiebevis", N_("Eleven slutar med studiebevis")
    OTHER = "other", N_("Annan grund")


class AbsenceTrigger(Word):
    """When a municipality wants an absence filing; the law gives no number."""

    CSN_REPORTED = "csn_reported", N_("Eleven är rapporterad till CSN")
    INQUIRY_STARTED = "inquiry_started", N_("Skolan har inlett en frånvaroutredning")
    PERCENT = "percent", N_("Frånvaron är över en viss procent")
