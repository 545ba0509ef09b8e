"""What is erased, on what ground, and why something must wait."""

from portal.vocabulary.word import N_, Word


class ErasureSubject(Word):
    """What a municipality's document plan sets a time for; a case by the filings in it."""

    REGISTER = "register", N_("Avslutad registerpost")
    AT_RISK = "at_risk", N_("Anmälan om risk för avbrott")
    ABSENCE = "absence", N_("Anmälan om frånvaro")
    DROPOUT = "dropout", N_("Anmälan om avbrott")
    START = "start", N_("Anmälan om studiestart")


class ErasureGround(Word):
    LAW = "law", N_("Förordningens gräns")
    PLAN = "plan", N_("Dokumenthanteringsplanen")
    AGAIN = "again", N_("Raderad igen efter återställning")


class HoldReason(Word):
    """Why something may not be erased yet; coded, since the reason outlives its day."""

    DISPUTE = "dispute", N_("En tvist eller domstolsprocess pågår")
    REVIEW = "review", N_("En tillsyn eller granskning pågår")
    REQUEST = "request", N_("Någon har begärt ut uppgifterna")
    ARCHIVE = "archive", N_("Arkivmyndigheten har beslutat att de ska bevaras")
