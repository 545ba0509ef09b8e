"""What is to happen on which day of the year, drawn when it is begun."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from portal.clock import add_working_days, working_days_between

LATE = 0.06
"""How often a task is not done in time."""
VERY_LATE = 12
"""Working days it may take then."""


@dataclass(frozen=True)
class Item:
    """Something that happens to a youth: a task that is seen to, mail that is answered."""

    life: int
    order: int
    """Within a youth's day, as it was put down."""
    what: str
    about: UUID | None = None


@dataclass
class Agenda:
    """Days with what happens on them; the same from the same seed."""

    days: dict[date, list[Item]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    def put(self, day: date, life: int, what: str, about: UUID | None = None) -> None:
        self.count += 1
        self.days[day].append(Item(life, self.count, what, about))

    def take(self, day: date) -> list[Item]:
        return sorted(self.days.pop(day, ()), key=lambda item: (item.life, item.order))


def drawn(chance: random.Random, earliest_on: date, due_on: date, day: date) -> date:
    """The working day on which somebody does it: in time, or now and then too late."""
    first = max(earliest_on, add_working_days(day, 1))
    if chance.random() < LATE or first > due_on:
        return add_working_days(max(due_on, day), chance.randrange(1, VERY_LATE))
    return add_working_days(first, chance.randrange(working_days_between(first, due_on) + 1))
