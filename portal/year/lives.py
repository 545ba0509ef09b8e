"""The youths of the year: when they come in, how they are reached, and what becomes of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.vocabulary import EntryOrigin, OccupationKind, RegistrationReason

LEAP = date(2008, 2, 29)
"""Some are born on it, whatever the chances."""
ABSENT = 0.15
"""Who never answers."""
UNKNOWN = 0.05
"""Whose mail comes back, and whose number nobody has."""
DECLINES = 0.08
STOCK = 0.4
"""Who is there when the year begins."""


@dataclass
class Life:
    """One invented youth, and the chances of everything that happens to it."""

    number: int
    born: date
    arrives: date
    by_filing: bool
    """By a school's dropout filing and its handover; else found in another way."""
    reason: RegistrationReason
    origin: EntryOrigin
    assigned: bool
    answers: float
    """How likely one try is to reach the youth."""
    declines: bool
    unknown: bool
    """Whose mail comes back, and of whom nobody knows a number."""
    occupation: OccupationKind
    leaves: str
    """Moves, starts at a school, has an examen, or stays."""
    leaves_on: date
    chance: random.Random = field(repr=False)

    @property
    def personal_number(self) -> str:
        """Nobody's: the register asks for one, and looks it up by its hash."""
        return f"{self.born:%Y%m%d}Y{self.number:04}"


def lives(count: int, first: date, days: int, seed: int) -> Iterator[Life]:
    """So many youths whose year is drawn from the seed, each from its own."""
    for number in range(count):
        chance = random.Random(f"{seed}-{number}")
        yield _life(number, first, days, chance)


def _life(number: int, first: date, days: int, chance: random.Random) -> Life:
    arrives = first if chance.random() < STOCK else first + timedelta(chance.randrange(days))
    born = LEAP if number % 50 == 7 else _born(arrives, chance)
    kind = chance.random()
    unknown, absent = kind < UNKNOWN, UNKNOWN <= kind < UNKNOWN + ABSENT
    by_filing = chance.random() < 0.3
    reason = RegistrationReason.DROPPED_OUT if by_filing else chance.choice(_REASONS)
    return Life(
        number=number,
        born=born,
        arrives=arrives,
        by_filing=by_filing,
        reason=reason,
        origin=EntryOrigin.HANDOVER if by_filing else chance.choice(_ORIGINS),
        assigned=by_filing or chance.random() < 0.3,
        answers=0 if unknown or absent else chance.uniform(0.2, 0.7),
        declines=chance.random() < DECLINES,
        unknown=unknown,
        occupation=chance.choices(
            (OccupationKind.NONE, OccupationKind.STUDIES, OccupationKind.WORK), (60, 20, 20)
        )[0],
        leaves=chance.choices(("stays", "moves", "starts", "examen"), (75, 5, 15, 5))[0],
        leaves_on=arrives + timedelta(chance.randrange(30, 300)),
        chance=chance,
    )


_REASONS = tuple(RegistrationReason)
_ORIGINS = (
    EntryOrigin.DATABASE,
    EntryOrigin.YOUTH,
    EntryOrigin.GUARDIAN,
    EntryOrigin.ADMISSION,
    EntryOrigin.OTHER,
)


def _born(arrives: date, chance: random.Random) -> date:
    """Between 16 and almost 20 on the day of coming in."""
    return arrives - timedelta(chance.randrange(16 * 366, 20 * 365))
