"""The town's clock: every story is told in office hours, and none reaches beyond yesterday."""

from datetime import date, datetime, time, timedelta
from random import Random

from portal.clock import add_working_days, from_local, today

OPENS, CLOSES = 8 * 60 + 5, 16 * 60 + 10
"""Minutes after midnight between which somebody begins something."""


class Days:
    """Working days counted from the day the demo is started."""

    def __init__(self, day: date, chance: Random) -> None:
        self.today = day
        self._chance = chance

    def away(self, count: int) -> date:
        """The day so many working days from today; negative lies behind us."""
        return add_working_days(self.today, count)

    def office_hour(self, day: date) -> datetime:
        """Some minute of a working day when people are at work."""
        minute = self._chance.randint(OPENS, CLOSES)
        return from_local(day, time(minute // 60, minute % 60, self._chance.randint(0, 59)))

    def later(self, at: datetime, count: int) -> datetime:
        """Some minute so many working days after an instant."""
        return self.office_hour(add_working_days(today(at), count))

    def soon(self, at: datetime) -> datetime:
        """A little later the same day."""
        return at + timedelta(
            minutes=self._chance.randint(4, 24), seconds=self._chance.randint(0, 59)
        )

    def has_come(self, at: datetime) -> bool:
        """Whether the instant lies behind us: today has only begun."""
        return today(at) < self.today
