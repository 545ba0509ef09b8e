"""How a pupil was told what it means to leave, and in which language."""

from portal.vocabulary.word import N_, Word


class InformedHow(Word):
    PAPER = "paper", N_("På papper")
    READ_ALOUD = "read_aloud", N_("Uppläst")
    DIGITAL = "digital", N_("Digitalt")


class Language(Word):
    """The languages the information is in."""

    SV = "sv", N_("Svenska")
    EN = "en", N_("Engelska")
    AR = "ar", N_("Arabiska")
    SO = "so", N_("Somaliska")
    PRS = "prs", N_("Dari")
    UK = "uk", N_("Ukrainska")
    ES = "es", N_("Spanska")
    OTHER = "other", N_("Ett annat språk, med tolk")
