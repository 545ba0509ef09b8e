"""Pupils of the journeys, by Skatteverket's test numbers, and what their school says of them."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from portal.clock import now, today

NUMBERS = Path(__file__).parents[1] / "data" / "testpersonnummer-ungdomar.csv"


class Pupil(NamedTuple):
    """Somebody under 18 with a test number."""

    number: str
    given_name: str = "Wilma"
    family_name: str = "Ek"

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


def pupils() -> list[Pupil]:
    """The youngest of the test numbers, the youngest first."""
    with NUMBERS.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["typ"] == "personnummer"]
    rows.sort(key=lambda row: row["fodelsedatum"], reverse=True)
    return [Pupil(row["nummer"]) for row in rows]


def day(days: int) -> date:
    """So many days from today; negative lies behind us."""
    return today(now()) + timedelta(days)


def working_day(days: int) -> date:
    """As day, and never a Saturday or Sunday."""
    found = day(days)
    return found + timedelta(max(0, 7 - found.weekday()) if found.weekday() > 4 else 0)
