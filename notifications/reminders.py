"""Clocks whose day has come become reminders, and those message rows: each stage of each once.

The rows are the truth. A round that is missed is made up for by the next one, which tells only of
the latest stage: what would have been said on the days between is stale.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from notifications.subscriptions import Receiver, reached, the_caseworker, the_desk, the_school
from portal.clock import today, working_day
from portal.db import forget_session, transaction
from portal.models import (
    Case,
    Deadline,
    Membership,
    Message,
    Municipality,
    Reminder,
    SchoolUnit,
    Substitute,
)
from portal.vocabulary import SCHOOL_CLOCKS, Channel, MessageState, ReminderStage, Role
from portal.workflow import reminders

log = structlog.get_logger(__name__)

BATCH = 200
"""Clocks of one transaction."""
TEMPLATES = {
    ReminderStage.BEFORE: "reminder_before",
    ReminderStage.ON_DAY: "reminder_on_day",
    ReminderStage.OVERDUE: "reminder_overdue",
}
"""The letter of each stage. What has been overdue for long stands in a list instead."""

Due = tuple[Deadline, ReminderStage]


def remind_due(now: datetime) -> int:
    """Tell of all clocks whose day has come; how many were looked at. Never on a day off.

    Safe in many workers at once. A fault leaves the rest to the next round and holds up no mail.
    """
    if not working_day(today(now)):
        return 0
    seen = 0
    try:
        while batch := _remind_batch(now):
            seen += batch
    except Exception as error:  # noqa: BLE001 (mails must go out whatever is wrong here)
        log.warning("not reminded", error=type(error).__name__)
    finally:
        forget_session()
    return seen


def _remind_batch(now: datetime) -> int:
    """One transaction. Each clock leaves it with a later day or none, so the work has an end."""
    day = today(now)
    with transaction() as session:
        clocks = session.scalars(_waiting(day)).all()
        due = _untold(clocks, day, session)
        session.add_all(Reminder(deadline_id=clock.id, stage=stage, at=now) for clock, stage in due)
        session.add_all(_messages(due, session, now))
        for clock in clocks:
            clock.remind_on = reminders.next_day(clock, day)
    return len(clocks)


def _waiting(day: date) -> Select[Deadline]:
    """Running clocks whose day has come and that no other worker holds, with all they touch."""
    case = selectinload(Deadline.case)
    caseworker = case.selectinload(Case.caseworker)
    return (
        select(Deadline)
        .where(Deadline.met_at.is_(None), Deadline.stopped_at.is_(None), Deadline.remind_on <= day)
        .order_by(Deadline.remind_on, Deadline.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
        .options(
            case.selectinload(Case.routine),
            case.selectinload(Case.school_unit).selectinload(SchoolUnit.breaks),
            caseworker.selectinload(Membership.user),
            caseworker.selectinload(Membership.leaves),
        )
    )


def _untold(clocks: Sequence[Deadline], day: date, session: Session) -> list[Due]:
    """The stage each clock has reached, where nobody was told of it yet."""
    ids = [clock.id for clock in clocks]
    known = select(Reminder.deadline_id, Reminder.stage).where(Reminder.deadline_id.in_(ids))
    told = {(deadline_id, stage) for deadline_id, stage in session.execute(known)}
    reached_now = ((clock, reminders.stage(clock, day)) for clock in clocks)
    return [
        (clock, stage)
        for clock, stage in reached_now
        if stage is not None and (clock.id, stage) not in told
    ]


def _messages(due: Sequence[Due], session: Session, now: datetime) -> Iterable[Message]:
    """One mail of each sort to each address, however many clocks it is about."""
    people = _People(due, session, today(now))
    letters: dict[tuple[str, str], tuple[Receiver, set[Case]]] = {}
    for clock, stage in due:
        template = TEMPLATES.get(stage)
        for receiver in people.told(clock, stage) if template else ():
            key = (str(template), receiver.address)
            letters.setdefault(key, (receiver, set()))[1].add(clock.case)
    for (template, address), (receiver, cases) in letters.items():
        yield Message(
            user=receiver.user,
            channel=Channel.MAIL,
            template=template,
            recipient=address,
            reference=_common(case.reference for case in cases) or "",
            municipality_code=_common(case.municipality_code for case in cases),
            school_unit_code=_common(case.school_unit_code for case in cases),
            locale=receiver.locale,
            state=MessageState.WAITING,
            created_at=now,
            due_at=now,
            attempts=0,
            last_error="",
        )


def _common(facts: Iterable[str]) -> str | None:
    """What all have in common, if they do."""
    found = set(facts)
    return found.pop() if len(found) == 1 else None


class _People:
    """Everybody a batch may be told to, read at once and kept while it is worked on."""

    def __init__(self, due: Sequence[Due], session: Session, day: date) -> None:
        self.session, self.day = session, day
        codes = {clock.municipality_code for clock, _ in due}
        deputy = selectinload(Municipality.substitute).selectinload(Substitute.membership)
        homes = select(Municipality).where(Municipality.code.in_(codes))
        self.homes = {
            home.code: home
            for home in session.scalars(
                homes.options(
                    deputy.selectinload(Membership.user), deputy.selectinload(Membership.leaves)
                )
            )
        }
        self.coordinators = self._memberships(
            Membership.role == Role.COORDINATOR,
            Membership.municipality_code.in_(codes),
            Membership.ended_at.is_(None),
        )
        self.authors = self._memberships(Membership.id.in_(_authors(due)))

    def _memberships(self, *which: Any) -> Sequence[Membership]:
        wanted = select(Membership).where(*which).order_by(Membership.started_at, Membership.id)
        with_all = wanted.options(selectinload(Membership.user), selectinload(Membership.leaves))
        return self.session.scalars(with_all).all()

    def told(self, clock: Deadline, stage: ReminderStage) -> Iterable[Receiver]:
        """Who is told: whose turn it is, and of what is overdue those who lead the work."""
        if stage is ReminderStage.OVERDUE:
            return self._leading(clock)
        find = the_school if clock.kind in SCHOOL_CLOCKS else the_caseworker
        return find(clock.case, self.session, self.day)

    def _leading(self, clock: Deadline) -> Iterable[Receiver]:
        """The coordinators, or who stands in for them; the desk where there are none."""
        home = self.homes[clock.municipality_code]
        here = [one for one in self.coordinators if one.municipality_code == home.code]
        found = [reached(one, home, self.day) for one in here]
        there = [receiver for receiver in found if receiver is not None]
        return there or the_desk(clock.case, self.session, self.day)


def _authors(due: Sequence[Due]) -> set[UUID]:
    """Memberships of those who filed, where it is the school's turn."""
    return {
        author
        for clock, _ in due
        if clock.kind in SCHOOL_CLOCKS
        for author in clock.case.author_ids
    }
