"""How a pupil was told what it means to leave, and in which language."""

from portal.vocabulary.languages import GuestLanguage
from portal.vocabulary.word import N_, Word


class InformedHow(Word):
    PAPER = "paper", N_("På papper")
    READ_ALOUD = "read_aloud", N_("Uppläst")
    DIGITAL = "digital", N_("Digitalt")


class Language(Word):
    """Those that the information is written in, and any other with an interpreter."""

    SWEDISH = GuestLanguage.SWEDISH.value, GuestLanguage.SWEDISH.label
    ENGLISH = GuestLanguage.ENGLISH.value, GuestLanguage.ENGLISH.label
    ARABIC = GuestLanguage.ARABIC.value, GuestLanguage.ARABIC.label
    SOMALI = GuestLanguage.SOMALI.value, GuestLanguage.SOMALI.label
    DARI = GuestLanguage.DARI.value, GuestLanguage.DARI.label
    UKRAINIAN = GuestLanguage.UKRAINIAN.value, GuestLanguage.UKRAINIAN.label
    SPANISH = GuestLanguage.SPANISH.value, GuestLanguage.SPANISH.label
    OTHER = "other", N_("På ett annat språk, med tolk")
