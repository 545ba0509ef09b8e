"""Who has opened what: rows of the access log, never what they were about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import joinedload

from portal.access.scope import visible_openings
from portal.clock import end_of_local_day, start_of_local_day
from portal.db import session
from portal.models import AccessLogEntry, Membership

PAGE = 50


@dataclass(frozen=True)
class Place:
    """Where in the log a page ends: the next one begins after it."""

    at: datetime
    id: int

    @classmethod
    def parse(cls, text: str | None) -> "Place | None":
        """As it stood in the address; None when it is no place."""
        instant, _, number = (text or "").partition("_")
        try:
            at = datetime.fromisoformat(instant)
            return cls(at, int(number)) if at.tzinfo is not None else None
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"


@dataclass(frozen=True)
class Search:
    """What a reviewer looks for; what is left out matches everything."""

    reference: str = ""
    membership_id: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None


def own_openings(user_id: UUID, *, after: Place | None = None) -> Sequence[AccessLogEntry]:
    """What somebody has opened themselves, in any of their roles, the newest first."""
    own = select(Membership.id).where(Membership.user_id == user_id)
    return _page(_entries().where(AccessLogEntry.membership_id.in_(own)), after)


def openings_for(
    by: Membership, search: Search, *, after: Place | None = None
) -> Sequence[AccessLogEntry]:
    """What the people of a reviewer's municipality have opened, the newest first."""
    return _page(_entries().where(visible_openings(by), *_matches(search)), after)


def _entries() -> Select[AccessLogEntry]:
    with_person = joinedload(AccessLogEntry.membership).joinedload(Membership.user)
    return select(AccessLogEntry).options(with_person)


def _matches(search: Search) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.reference:
        found.append(AccessLogEntry.reference == search.reference.strip().upper())
    if search.membership_id:
        found.append(AccessLogEntry.membership_id == search.membership_id)
    if search.first_day:
        begins = start_of_local_day(search.first_day)
        found.append(AccessLogEntry.at >= begins)
    if search.last_day:
        found.append(AccessLogEntry.at <= end_of_local_day(search.last_day))
    return found


def _page(wanted: Select[AccessLogEntry], after: Place | None) -> Sequence[AccessLogEntry]:
    """One page and the first row of the next, which says that there is one."""
    order = tuple_(AccessLogEntry.at, AccessLogEntry.id)
    if after is not None:
        wanted = wanted.where(order < (after.at, after.id))
    newest_first = wanted.order_by(AccessLogEntry.at.desc(), AccessLogEntry.id.desc())
    return session().scalars(newest_first.limit(PAGE + 1)).all()
