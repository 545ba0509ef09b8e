"""A youth in a register with a preset's routines, and what happens to them day by day."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from portal.clock import STOCKHOLM
from portal.models import ContactAttempt, Membership, RegisterEntry, Task
from portal.routines.register import new_routines
from portal.vocabulary import (
    ContactChannel,
    ContactOutcome,
    EntryOrigin,
    EntryState,
    RegistrationReason,
    SkipReason,
    TaskAction,
    Trigger,
    YouthStatus,
)
from portal.workflow import contact, tasks
from tests.town import Town, town

ADULT = date(2008, 4, 18)
"""18 on the day below."""
MINOR = date(2010, 3, 29)
FIRST = date(2026, 11, 18)
"""A Wednesday: the day on which the youth is registered."""


class Ladder:
    """One youth's way through the routines; every method moves the clock to the day it names."""

    def __init__(self, preset: str, born: date = ADULT, *, assigned: bool = True) -> None:
        self.cast: Town = town()
        self.home = self.cast.nacka
        self.home.register_routines = new_routines(preset, self.home.code)
        self.by: Membership = self.cast.caseworker
        self.second: Membership = self.cast.second_caseworker
        self.today = FIRST
        self.entry = RegisterEntry(
            id=uuid4(),
            reference="26-TEST-0001",
            municipality=self.home,
            municipality_code=self.home.code,
            state=EntryState.OPEN,
            status=YouthStatus.NOT_REACHED,
            given_name="Wilma",
            family_name="Ek",
            search_name="ek wilma",
            number="",
            number_hash="",
            birth_date=born,
            address="Storgatan 1",
            email="wilma@example.se",
            phone="070-000 00 34",
            reason=RegistrationReason.DROPPED_OUT,
            registered_at=self.at,
            origin=EntryOrigin.HANDOVER,
            summer=False,
            caseworker=self.by if assigned else None,
            caseworker_id=self.by.id if assigned else None,
            ended_to="",
        )
        tasks.fire(self.entry, Trigger.REGISTERED, at=self.at)
        if assigned:
            tasks.fire(self.entry, Trigger.ASSIGNED, at=self.at)

    @property
    def at(self) -> datetime:
        return datetime.combine(self.today, time(9), STOCKHOLM)

    def wait(self, days: int) -> "Ladder":
        """So many days go by, with a round of the register each morning."""
        for _ in range(days):
            self.today += timedelta(days=1)
            for attempt in self.entry.attempts:
                if attempt.waits_until and attempt.waits_until <= self.today:
                    contact.give_up(attempt, at=self.at)
        return self

    def until(self, day: date) -> "Ladder":
        return self.wait((day - self.today).days)

    def tries(
        self,
        channel: ContactChannel,
        outcome: ContactOutcome = ContactOutcome.NO_ANSWER,
        **more: object,
    ) -> ContactAttempt:
        if channel is ContactChannel.HOME_VISIT:
            more.setdefault("second", self.second)
        return contact.try_to_reach(
            self.entry, channel, outcome, on=self.today, by=self.by, at=self.at, **more
        )

    def posts(self, channel: ContactChannel) -> ContactAttempt:
        return self.tries(channel, ContactOutcome.SENT)

    def answered(self, attempt: ContactAttempt, outcome: ContactOutcome) -> None:
        contact.answer(attempt, outcome, on=self.today, by=self.by, at=self.at)

    def skips(self, key: str, reason: SkipReason = SkipReason.NOT_SUITABLE) -> None:
        tasks.skip(self.task(key), reason, by=self.by, at=self.at)

    def task(self, key: str) -> Task:
        """The open task of a routine; `+` after the key means what follows it up."""
        (found,) = (task for task in self.open if _key(task) == key)
        return found

    @property
    def open(self) -> list[Task]:
        return [task for task in self.entry.tasks if task.open]

    @property
    def asked(self) -> set[str]:
        """The keys of what is to be done now."""
        return {_key(task) for task in self.open}

    @property
    def next_is(self) -> tuple[TaskAction, ContactChannel | None, bool, str]:
        step = contact.next_step(self.entry, on=self.today)
        assert step is not None
        return step.task.action, step.channel, step.to_guardian, step.why.key if step.why else ""


def _key(task: Task) -> str:
    if task.routine is None:
        return "look"
    return task.routine.key + ("+" if task.follows_up else "")
