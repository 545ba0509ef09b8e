"""What leaves the house."""

from portal.vocabulary.word import N_, Word


class Channel(Word):
    MAIL = "mail", N_("E-post")
    EXTERNAL_REGISTER = "external_register", N_("Kommunens eget register")


class Payload(Word):
    """How much a municipality's own register is told of a youth."""

    THIN = "thin", N_("Bara att något har hänt, och registerpostens nummer")
    FULL = "full", N_("Också ungdomens uppgifter")


class MessageState(Word):
    WAITING = "waiting", N_("Väntar")
    SENT = "sent", N_("Skickat")
    FAILED = "failed", N_("Misslyckat")
    BOUNCED = "bounced", N_("Kom tillbaka")


UNDELIVERED = frozenset({MessageState.FAILED, MessageState.BOUNCED})
"""It did not arrive: a server refused it, or took it and sent it back later."""


QUIET_TEMPLATES = frozenset({"protection", "protection_alarm"})
"""Nudges about sealed records: they name nothing, and no list of messages shows them."""
