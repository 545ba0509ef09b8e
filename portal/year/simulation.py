"""A year of one municipality: each morning's round, the day's work, the evening's look."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from notifications.measures import ask_providers
from notifications.rounds import make_round
from portal.clock import add_working_days, from_local, working_day
from portal.db import forget_session, transaction
from portal.models import ContactAttempt, Measure, MeasureReport, RegisterEntry, Task
from portal.queries import rounds
from portal.vocabulary import EntryEndReason, EntryState, ReportedAttendance
from portal.workflow import measure_reports
from portal.year import arrivals, place
from portal.year.agenda import Agenda, Item, drawn
from portal.year.lives import Life, lives
from portal.year.looks import Looks
from portal.year.work import Day

Row = TypeVar("Row", Task, ContactAttempt, Measure, MeasureReport)

FILED_AFTER = 40
"""Days after which a school files something about some who are in the register."""
FILED = 12
"""One of so many."""
ENDS_AFTER = (40, 150)
"""Days after which a measure has led to something."""


@dataclass
class Year:
    """Everything that happens in it."""

    preset: str
    youths: int
    seed: int
    first: date
    days: int = 365
    looks: Looks = field(default_factory=Looks)
    agenda: Agenda = field(default_factory=Agenda)
    lives: dict[int, Life] = field(default_factory=dict)
    numbers: dict[UUID, int] = field(default_factory=dict)
    """Which life an entry is about."""
    agreed: Counter[str] = field(default_factory=Counter)
    known: set[UUID] = field(default_factory=set)
    """Tasks, measures and reports whose day has been drawn."""

    def live(self) -> None:
        """From the first day to the last."""
        self._begin()
        for number in range(self.days):
            day = self.first + timedelta(number)
            midnight = from_local(day, time(0, 30))
            make_round(midnight)
            ask_providers(midnight)
            at = from_local(day, time(9))
            with transaction() as session:
                if working_day(day):
                    self.looks.look_at_the_list(session, day)
                    self._work(session, day, at)
            with transaction() as session:
                self._draw(session, day, midnight)
                self.looks.look(session, midnight)
            forget_session()

    def _begin(self) -> None:
        at = from_local(self.first - timedelta(1), time(9))
        with transaction() as session:
            place.settle(session, self.preset, at)
        for life in lives(self.youths, self.first, self.days, self.seed):
            self.lives[life.number] = life
            self.agenda.put(add_working_days(life.arrives, 0), life.number, "arrives")
            if life.leaves != "stays":
                self.agenda.put(add_working_days(life.leaves_on, 0), life.number, "leaves")
            if life.number % FILED == 0:
                day = add_working_days(life.arrives + timedelta(FILED_AFTER), 0)
                self.agenda.put(day, life.number, "filed")

    def _work(self, session: Session, day: date, at: datetime) -> None:
        items = self.agenda.take(day)
        here = place.visit(session, self.preset, self.agreed)
        for item in items:
            if item.what == "arrives":
                came = arrivals.bring_in(self.lives[item.life], here, at)
                session.add(came)
                session.flush()
                self.numbers[came.id] = item.life
        entries = self._entries(session, {item.life for item in items})
        for item in items:
            entry = entries.get(item.life)
            if entry is not None and entry.state is EntryState.OPEN:
                self._happen(item, Day(self.lives[item.life], entry, here, at))

    def _entries(self, session: Session, wanted: set[int]) -> dict[int, RegisterEntry]:
        """Those about whom something happens today, with all that the rules look at."""
        ids = [id for id, number in self.numbers.items() if number in wanted]
        measure = selectinload(RegisterEntry.measures)
        question = (
            select(RegisterEntry)
            .where(RegisterEntry.id.in_(ids))
            .options(
                *rounds.everything(),
                joinedload(RegisterEntry.caseworker),
                selectinload(RegisterEntry.occupations),
                selectinload(RegisterEntry.mapping),
                selectinload(RegisterEntry.plans),
                measure.joinedload(Measure.offer),
                measure.selectinload(Measure.reports),
            )
        )
        return {self.numbers[one.id]: one for one in session.scalars(question)}

    def _happen(self, item: Item, day: Day) -> None:
        _HAPPENS[item.what](self, item, day)

    def _task(self, item: Item, day: Day) -> None:
        task = _by_id(day.entry.tasks, item.about)
        if task is None or not task.open:
            return
        tries = len(day.entry.attempts)
        day.do(task)
        for attempt in day.entry.attempts[tries:]:
            answered_on = day.mail_is_answered_on() if attempt.waits_until else None
            if answered_on is not None:
                self.agenda.put(answered_on, item.life, "mail", attempt.id)
        if task.open and day.entry.state is EntryState.OPEN:
            again = add_working_days(day.on, day.life.chance.randrange(2, 9))
            self.agenda.put(again, item.life, "task", task.id)

    def _mail(self, item: Item, day: Day) -> None:
        attempt = _by_id(day.entry.attempts, item.about)
        if attempt is not None and attempt.answered_on is None:
            day.answers_mail(attempt)

    def _ends(self, item: Item, day: Day) -> None:
        measure = _by_id(day.entry.measures, item.about)
        if measure is not None and measure.runs:
            day.ends(measure)

    def _reports(self, item: Item, day: Day) -> None:
        for measure in day.entry.measures:
            report = _by_id(measure.reports, item.about)
            if report is not None and measure_reports.leads_somewhere(report, at=day.at):
                measure_reports.deliver(
                    report, ReportedAttendance.AS_AGREED, goes_on=True, words="", at=day.at
                )

    def _leaves(self, item: Item, day: Day) -> None:
        reason, what = _LEAVING[day.life.leaves]
        day.leaves(reason, what=what)

    def _filed(self, item: Item, day: Day) -> None:
        kind = arrivals.LATE[item.life // FILED % len(arrivals.LATE)]
        arrivals.filed(day.life, kind, day.place, day.entry, day.at)

    def _arrives(self, _: Item, day: Day) -> None:
        """Done before, so that all entries could be asked for at once."""

    def _draw(self, session: Session, day: date, since: datetime) -> None:
        """Put down when what has been begun today will be done."""
        self._draw_tasks(session, day, since)
        measures = select(Measure).where(Measure.agreed_on == day).order_by(Measure.id)
        for measure in session.scalars(measures):
            number = self.numbers[measure.entry_id]
            after = self.lives[number].chance.randrange(*ENDS_AFTER)
            self.agenda.put(add_working_days(day + timedelta(after), 0), number, "ends", measure.id)
        asked = (
            select(MeasureReport)
            .where(MeasureReport.asked_at >= since)
            .options(joinedload(MeasureReport.measure))
        )
        for report in session.scalars(asked):
            number = self.numbers[report.measure.entry_id]
            within = self.lives[number].chance.randrange(1, 8)
            self.agenda.put(add_working_days(day, within), number, "reports", report.id)

    def _draw_tasks(self, session: Session, day: date, since: datetime) -> None:
        begun = select(Task).where(Task.began_at >= since).options(joinedload(Task.routine))
        for task in sorted(session.scalars(begun), key=self._order):
            if task.open and task.id not in self.known:
                self.known.add(task.id)
                number = self.numbers[task.entry_id]
                chance = self.lives[number].chance
                planned = drawn(chance, task.earliest_on, task.due_on, day)
                self.agenda.put(planned, number, "task", task.id)

    def _order(self, task: Task) -> tuple[int, date, str, str]:
        """The same in every run of a seed, unlike ids."""
        key = task.routine.key if task.routine else ""
        return self.numbers[task.entry_id], task.due_on, key, task.action


_LEAVING = {
    "moves": (EntryEndReason.MOVED, "Gävle"),
    "starts": (EntryEndReason.STARTED_STUDIES, "Gymnasieskolan"),
    "examen": (EntryEndReason.HAS_EXAMEN, "Gymnasieexamen"),
}
_HAPPENS = {
    "arrives": Year._arrives,
    "task": Year._task,
    "mail": Year._mail,
    "ends": Year._ends,
    "reports": Year._reports,
    "leaves": Year._leaves,
    "filed": Year._filed,
}


def _by_id(rows: Iterable[Row], wanted: UUID | None) -> Row | None:
    return next((one for one in rows if one.id == wanted), None)
