"""What leaves the house: the outbox as it is read, never whom a message was about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_

from portal.access.scope import visible_cases, visible_messages
from portal.clock import end_of_local_day, start_of_local_day
from portal.db import AWAY, session
from portal.errors import NotFound
from portal.models import Case, Membership, Message, Municipality, SchoolUnit
from portal.queries.queue import Rows
from portal.vocabulary import UNDELIVERED, Channel, MessageState

PAGE = 50


@dataclass(frozen=True)
class Waits:
    """Since when something that is due has waited; the instant asked about when nothing has."""

    for_hours: datetime
    """Of what goes out in the hours for mails."""
    at_once: datetime
    """Of what goes out at any time."""


def waits_since(at_once: Collection[str], *, at: datetime) -> Waits | None:
    """The messages that have waited the longest; None: no answer. `at_once` are letters' names."""
    oldest, at_any_time = func.min(Message.due_at), Message.template.in_(at_once)
    due = select(
        func.coalesce(oldest.filter(~at_any_time), at),
        func.coalesce(oldest.filter(at_any_time), at),
    ).where(Message.state == MessageState.WAITING, Message.due_at <= at)
    try:
        return Waits(*session().execute(due).one())
    except AWAY:
        return None


@dataclass(frozen=True)
class Place:
    """Where in the list a page ends: the next one begins after it."""

    at: datetime
    id: UUID

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """As it stood in the address; None when it is no place."""
        instant, _, number = text.partition("_")
        try:
            at = datetime.fromisoformat(instant)
            return cls(at, UUID(number)) if at.tzinfo is not None else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"


@dataclass(frozen=True)
class Search:
    """What is looked for; what is left out matches everything."""

    state: MessageState | None = None
    first_day: date | None = None
    last_day: date | None = None


def page(by: Membership, search: Search, *, after: Place | None = None) -> Rows:
    """One page, the latest first, and the first row of the next, which says that there is one."""
    wanted = (
        select(
            Message,
            Municipality,
            SchoolUnit,
            _to_school().label("to_school"),
            func.coalesce(visible_cases(by), False).label("opens"),
            or_(
                Case.municipality_code == Message.municipality_code,
                Message.channel == Channel.EXTERNAL_REGISTER,
            ).label("stands"),
        )
        .outerjoin(Case, Case.reference == Message.reference)
        .outerjoin(Municipality, Municipality.code == Message.municipality_code)
        .outerjoin(SchoolUnit, SchoolUnit.code == Message.school_unit_code)
        .where(visible_messages(by), *_matches(search))
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        wanted = wanted.where(tuple_(Message.created_at, Message.id) < (after.at, after.id))
    return session().execute(wanted).all()


def _to_school() -> ColumnElement[bool]:
    """Whether it went to somebody at the school and not to the municipality."""
    return exists().where(
        and_(
            Membership.user_id == Message.user_id,
            Membership.school_unit_code == Message.school_unit_code,
        )
    )


def _matches(search: Search) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.state is MessageState.FAILED:
        found.append(Message.state.in_(UNDELIVERED))
    elif search.state:
        found.append(Message.state == search.state)
    if search.first_day:
        begins = start_of_local_day(search.first_day)
        found.append(Message.created_at >= begins)
    if search.last_day:
        found.append(Message.created_at <= end_of_local_day(search.last_day))
    return found


def message_for(by: Membership, message_id: UUID) -> Message:
    """One message, locked until commit: pressed twice, it goes out once."""
    wanted = select(Message).where(Message.id == message_id, visible_messages(by))
    message = session().scalar(
        wanted.with_for_update(of=Message).execution_options(populate_existing=True)
    )
    if message is None:
        raise NotFound
    return message


def something_failed() -> ColumnElement[bool]:
    """Of each case selected: whether something told about it, where it is now, did not arrive."""
    return exists().where(
        Message.reference == Case.reference,
        Message.state.in_(UNDELIVERED),
        Message.municipality_code == Case.municipality_code,
    )
