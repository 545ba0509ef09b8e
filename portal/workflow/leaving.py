"""What is said when a youth leaves the register, and what keeps one from coming back."""

from dataclasses import dataclass
from datetime import date

from portal.errors import Refused
from portal.models import Occupation
from portal.vocabulary import N_, OccupationKind, OccupationSource, Tense


@dataclass(frozen=True)
class Onward:
    """What a youth does after KAA."""

    kind: OccupationKind
    what: str = ""

    def known_on(self, day: date) -> Occupation:
        """As it is written down; who leaves has said so."""
        return Occupation(
            tense=Tense.FUTURE,
            kind=self.kind,
            what=self.what,
            source=OccupationSource.YOUTH,
            known_on=day,
        )


class OnlyByMistake(Refused):
    sentence = N_(
        "Registerposten avslutades för att ungdomen har avlidit. Den öppnas igen bara om det var "
        "ett misstag."
    )
