"""How a pupil was told what it means to leave, and in which language."""

from portal.vocabulary.word import N_, Word


class InformedHow(Word):
    PAPER = "paper", N_("På papper")
    READ_ALOUD = "read_aloud", N_("Uppläst")
    DIGITAL = "digital", N_("Digitalt")


class Language(Word):
    """The languages the information is in."""

    SV = "sv", N_("På svenska")
    EN = "en", N_("På engelska")
    AR = "ar", N_("På arabiska")
    SO = "so", N_("På somaliska")
    PRS = "prs", N_("På dari")
    UK = "uk", N_("På ukrainska")
    ES = "es", N_("På spanska")
    OTHER = "other", N_("På ett annat språk, med tolk")
