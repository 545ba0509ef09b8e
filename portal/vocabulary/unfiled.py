"""Pupils of whom the roll tells something that the school has not filed, and why it need not."""

from portal.vocabulary.filings import FormKind
from portal.vocabulary.word import N_, Word


class HandledReason(Word):
    """Why no filing is made, in the school's words; never a cause of absence."""

    GRADUATED = "graduated", N_("Eleven har fått examen")
    OTHER_SCHOOL = "other_school", N_("Eleven går på en annan skola")
    BACK = "back", N_("Eleven är tillbaka i skolan")
    VALID = "valid", N_("Frånvaron är giltig")
    EXCEPTION = (
        "exception",
        N_("Rektorn har beslutat att eleven inte ska anses ha slutat (12 kap. 4 a §)"),
    )
    FOLLOWED = "followed", N_("Skolan utreder och avvaktar")
    ABROAD = "abroad", N_("Eleven har flyttat från Sverige")
    DECEASED = "deceased", N_("Eleven har avlidit")
    WRONG = "wrong", N_("Uppgiften i elevlistan är fel")
    OTHER = "other", N_("Annat")


HANDLED_REASONS: dict[FormKind, tuple[HandledReason, ...]] = {
    FormKind.ABSENCE: (
        HandledReason.BACK,
        HandledReason.VALID,
        HandledReason.FOLLOWED,
        HandledReason.WRONG,
        HandledReason.OTHER,
    ),
    FormKind.DROPOUT: (
        HandledReason.GRADUATED,
        HandledReason.OTHER_SCHOOL,
        HandledReason.BACK,
        HandledReason.VALID,
        HandledReason.EXCEPTION,
        HandledReason.ABROAD,
        HandledReason.DECEASED,
        HandledReason.WRONG,
        HandledReason.OTHER,
    ),
}
"""Which filing was expected, and the reasons for which it need not be made."""
