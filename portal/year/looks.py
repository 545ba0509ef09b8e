"""What is looked at every day: nobody without a next step, none on a day off, none hidden."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.clock import today, working_day
from portal.models import RegisterEntry, RegisterRoutine, Task
from portal.vocabulary import EntryState

_WAITS = and_(Task.done_at.is_(None), Task.skipped_at.is_(None), Task.called_off_at.is_(None))
_OPEN = RegisterEntry.state == EntryState.OPEN


@dataclass
class Looks:
    """What a year of evenings has shown."""

    evenings: int = 0
    youth_days: int = 0
    without_step: int = 0
    """Youth-days without a next step, or with another day than that of the nearest one."""
    steps: int = 0
    days_off: int = 0
    """Steps that begin or are due on a day that is not worked."""
    listed: set[UUID] = field(default_factory=set)
    """Tasks that the register's list has shown as overdue."""
    hidden: int = 0
    """Tasks that were late on a morning and did not stand there as overdue."""

    def look(self, session: Session, since: datetime) -> None:
        """One evening, when the day's work is done."""
        self.evenings += 1
        nearest = (
            select(func.min(Task.due_on))
            .where(Task.entry_id == RegisterEntry.id, _WAITS)
            .scalar_subquery()
        )
        rows = session.execute(select(RegisterEntry.next_follow_up_on, nearest).where(_OPEN)).all()
        self.youth_days += len(rows)
        self.without_step += sum(day is None or day != task for day, task in rows)
        begun = session.execute(
            select(Task.earliest_on, Task.due_on).where(Task.began_at >= since)
        ).all()
        self.steps += len(begun)
        self.days_off += sum(not (working_day(one) and working_day(two)) for one, two in begun)

    def look_at_the_list(self, session: Session, day: date) -> None:
        """One morning, before anybody has begun: what is late stands there as overdue."""
        late = (
            select(Task.id, RegisterEntry.next_follow_up_on)
            .join(RegisterEntry)
            .where(_OPEN, _WAITS, Task.due_on < day)
        )
        for task_id, shown in session.execute(late):
            if shown is not None and shown < day:
                self.listed.add(task_id)
            else:
                self.hidden += 1


@dataclass
class Fates:
    """How the steps of one row of a plan fared in the year."""

    begun: int = 0
    in_time: int = 0
    late: int = 0
    waiting: int = 0
    otherwise: int = 0
    """Skipped with a reason, or no longer asked for."""
    unlisted: int = 0
    """Late ones that no list had shown."""

    def count(self, task: Task, looks: Looks) -> None:
        self.begun += 1
        if task.done_at is not None:
            self.in_time += not _was_late(task)
            self.late += _was_late(task)
        elif task.open:
            self.waiting += 1
        else:
            self.otherwise += 1
        self.unlisted += _was_late(task) and task.id not in looks.listed


def _was_late(task: Task) -> bool:
    return task.done_at is not None and today(task.done_at) > task.due_on


def fates(session: Session, code: str, looks: Looks) -> dict[str, Fates]:
    """Each row that is in use, also one that never began; `+`: what follows it up."""
    routines = session.scalars(
        select(RegisterRoutine)
        .where(RegisterRoutine.municipality_code == code, RegisterRoutine.active)
        .order_by(RegisterRoutine.ordinal)
    ).all()
    found = {routine.key: Fates() for routine in routines}
    found |= {f"{routine.key}+": Fates() for routine in routines if routine.follow_up}
    steps = select(Task, RegisterRoutine.key).join(RegisterRoutine).where(RegisterRoutine.active)
    for task, key in session.execute(steps):
        found[key + "+" * task.follows_up].count(task, looks)
    return found
