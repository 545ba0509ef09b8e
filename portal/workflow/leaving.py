"""What is said when a youth leaves the register, and what keeps one from coming back."""

from dataclasses import dataclass

from portal.errors import Refused
from portal.vocabulary import N_, OccupationKind


@dataclass(frozen=True)
class Onward:
    """What a youth does after KAA."""

    kind: OccupationKind
    what: str = ""


class OnlyByMistake(Refused):
    sentence = N_(
        "Registerposten avslutades för att ungdomen har avlidit. Den öppnas igen bara om det var "
        "ett misstag."
    )
