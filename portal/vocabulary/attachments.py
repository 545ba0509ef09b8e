"""Attachments: what they are about, what sort of file, and whether they were looked through."""

from portal.vocabulary.word import N_, Word


class AttachmentKind(Word):
    """What a school may attach; anything else is told in the form's own words."""

    STUDY_PLAN = "study_plan", N_("Individuell studieplan")
    ACTION_PROGRAMME = "action_programme", N_("Åtgärdsprogram")


class FileType(Word):
    """The sorts of file that are taken, recognised by what is in them."""

    PDF = "pdf", N_("PDF")
    PNG = "png", N_("PNG")
    JPEG = "jpg", N_("JPEG")
    DOCX = "docx", N_("Word")


class ScanResult(Word):
    """What the search for malicious code has said of a file."""

    UNSCANNED = "unscanned", N_("Inte genomsökt")
    CLEAN = "clean", N_("Genomsökt")
    HARMFUL = "harmful", N_("Stoppad: skadlig kod")
