"""Pick-ups: how far one has come, and why one leads nowhere any more."""

from portal.vocabulary.word import N_, Word


class PickupState(Word):
    """How far a pick-up has come, as the school reads it."""

    SENT = "sent", N_("Skickat")
    OPENED = "opened", N_("Öppnat")
    ACKNOWLEDGED = "acknowledged", N_("Kvitterat")
    LAPSED = "lapsed", N_("Ej hämtat")


class PickupEnd(Word):
    REPLACED = "replaced", N_("En ny länk har ersatt den")
    EXPIRED = "expired", N_("Länkens tid gick ut")
    WRONG_CODES = "wrong_codes", N_("För många fel koder, länken är spärrad")
    NOT_NEEDED = "not_needed", N_("Länken behövs inte längre")
