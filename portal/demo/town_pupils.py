"""The town's pupils: invented names on identity numbers that nobody will ever have."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from portal.identity import IdentityNumber, NumberKind, age_on, stored, turns

ADULT_AGE = 18
AWHILE = timedelta(60)
"""So long a pupil has no birthday, so that a story of some weeks is about one age."""
_HERE = Path(__file__).parent
_STREETS = (
    "Provvägen", "Exempelgatan", "Påhittsvägen", "Övningsgränd", "Testtorget", "Låtsasstigen",
    "Mönstergatan", "Skissvägen",
)  # fmt: skip
_TOWNS = {
    "0182": ("131 30 Nacka", "132 37 Saltsjö-Boo", "138 34 Älta"),
    "0581": ("602 21 Norrköping", "603 60 Norrköping", "616 31 Åby"),
    "0126": ("141 30 Huddinge", "142 31 Skogås", "145 60 Norsborg"),
    "0138": ("135 40 Tyresö",),
}
_MOBILES = [f"070-174 06 {line:02}" for line in range(5, 100)]
_GUARDIANS = ("Anna", "Mikael", "Leyla", "Per-Olof", "Ewa", "Hassan", "Kristina", "José", "Åse")


@dataclass(frozen=True)
class Pupil:
    """Somebody who goes to school in the town."""

    number: IdentityNumber
    given_name: str
    family_name: str
    birth_date: date
    home: str
    """Code of the home municipality."""
    phone: str
    email: str
    address: str
    guardian: str
    guardian_phone: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    def is_child(self, day: date) -> bool:
        return age_on(self.birth_date, day) < ADULT_AGE


class Pupils:
    """Pupils on request, of an age on a day; no number and no name is given twice."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._names = _rows("names.csv")
        self._all_names = list(self._names)
        self._numbers = [(row["gender"], stored(row["number"])) for row in _rows("numbers.csv")]
        chance.shuffle(self._names)
        chance.shuffle(self._numbers)
        self._interim = 0

    def of_age(self, age: int, on: date, home: str) -> Pupil:
        """Somebody who is that old on the day and for some weeks after."""
        name = self._names.pop()
        return self._pupil(name, age, on, home, turn=len(self._names))

    def schoolmate(self, age: int, on: date, home: str) -> Pupil:
        """Somebody about whom there is nothing to tell; their name is made of two others'."""
        first, second = self._chance.sample(self._all_names, 2)
        turn = self._chance.randrange(len(self._all_names))
        return self._pupil(first | {"family": second["family"]}, age, on, home, turn=turn)

    def _pupil(self, name: dict[str, str], age: int, on: date, home: str, *, turn: int) -> Pupil:
        number, born = self._number(age, on, name["gender"])
        town = _TOWNS[home][turn % len(_TOWNS[home])]
        family = name["family"]
        return Pupil(
            number=number,
            given_name=name["given"],
            family_name=family,
            birth_date=born,
            home=home,
            phone=_MOBILES[turn % len(_MOBILES)],
            email=f"elev{turn + 1}@skolmejl.example",
            address=f"{_STREETS[turn % len(_STREETS)]} {turn % 70 + 1}, {town}",
            guardian=f"{_GUARDIANS[turn % len(_GUARDIANS)]} {family}",
            guardian_phone=_MOBILES[(turn + 40) % len(_MOBILES)],
        )

    def _number(self, age: int, on: date, gender: str) -> tuple[IdentityNumber, date]:
        """A number of the test series; once those born then are used up, an interim number."""
        for place, (whose, number) in enumerate(self._numbers):
            born = number.birth_date or _told_birth_date(number)
            if whose == gender and age_on(born, on) == age_on(born, on + AWHILE) == age:
                del self._numbers[place]
                return number, born
        self._interim += 1
        born = turns(on, -age) - timedelta(self._chance.randint(1, 300))
        value = f"{born:%Y%m%d}TF{self._interim:02}"
        return IdentityNumber(value, NumberKind.INTERIM, born), born


def _told_birth_date(number: IdentityNumber) -> date:
    """A number without a date: the school asks for the birth date and writes it down."""
    return date(int(number.value[:4]), 7, 15)


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
