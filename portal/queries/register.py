"""The KAA register as it is read: the list by next follow-up, one entry, and what led to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, text, tuple_
from sqlalchemy.orm import joinedload

from portal.access.scope import visible_cases, visible_entries
from portal.db import session
from portal.models import (
    Case,
    EntryOffer,
    Event,
    Filing,
    Handover,
    Membership,
    Occupation,
    RegisterEntry,
    SchoolUnit,
    User,
)
from portal.vocabulary import EntryState, HandoverState, YouthStatus

PAGE = 50
"""Rows on a page."""
PAST_20 = "20"

# Written out, not bound: only so does the planner know that the partial index fits.
OPEN = text("register_entry.state = 'open'")
CLOSED = text("register_entry.state = 'closed'")


class View(StrEnum):
    """The lists of the register."""

    OPEN = "open"
    OVERDUE = "overdue"
    SOON_20 = "soon-20"
    CLOSED = "closed"


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to."""

    view: View = View.OPEN
    status: YouthStatus | None = None
    day: date = date.min
    """Today: what was to be followed up before is overdue."""
    soon_20: date = date.min
    """Who was born on this day or before turns 20 soon, or has."""
    past_20: date = date.min
    """Who was born on this day or before has turned 20: first in every list of the open."""
    caseworker_id: UUID | None = None
    nobody: bool = False
    """Only entries that nobody has."""


class Place(NamedTuple):
    """Where in a list a page ends."""

    on: date
    id: UUID
    past_20: bool = False
    """Among those who have turned 20, who stand first, by birthday."""

    @classmethod
    def read(cls, written: str) -> "Place | None":
        """A place from an address; None, and so the first page, when it is none."""
        on, _, rest = written.partition("_")
        entry_id, _, past_20 = rest.partition("_")
        try:
            return cls(date.fromisoformat(on), UUID(entry_id), past_20 == PAST_20)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.on.isoformat()}_{self.id}" + (f"_{PAST_20}" if self.past_20 else "")


def page(by: Membership, wanted: Wanted, *, after: Place | None = None) -> Sequence[Row[Any]]:
    """One page and one row more, if there is more: who has turned 20, then the nearest day."""
    rows = _rows().where(visible_entries(by), *_narrowed(wanted))
    if wanted.view is View.CLOSED:
        rows = rows.order_by(RegisterEntry.closed_on.desc(), RegisterEntry.id.desc())
        place = tuple_(RegisterEntry.closed_on, RegisterEntry.id)
        rows = rows.where(place < tuple_(*after[:2])) if after else rows
        return session().execute(rows.limit(PAGE + 1)).all()
    first = _past_20(rows, wanted, after)
    if len(first) > PAGE:
        return first
    after = None if after and after.past_20 else after
    return [*first, *_by_day(rows, wanted, after, PAGE + 1 - len(first))]


def _past_20(
    rows: Select[*tuple[Any, ...]], wanted: Wanted, after: Place | None
) -> Sequence[Row[Any]]:
    """Those whom KAA no longer covers and nobody has closed: the oldest first."""
    if after is not None and not after.past_20:
        return []
    rows = rows.where(RegisterEntry.birth_date <= wanted.past_20)
    place = tuple_(RegisterEntry.birth_date, RegisterEntry.id)
    rows = rows.where(place > tuple_(*after[:2])) if after else rows
    ordered = rows.order_by(RegisterEntry.birth_date, RegisterEntry.id)
    return session().execute(ordered.limit(PAGE + 1)).all()


def _by_day(
    rows: Select[*tuple[Any, ...]], wanted: Wanted, after: Place | None, most: int
) -> Sequence[Row[Any]]:
    rows = rows.where(RegisterEntry.birth_date > wanted.past_20)
    place = tuple_(RegisterEntry.next_follow_up_on, RegisterEntry.id)
    rows = rows.where(place > tuple_(*after[:2])) if after else rows
    ordered = rows.order_by(RegisterEntry.next_follow_up_on, RegisterEntry.id)
    return session().execute(ordered.limit(most)).all()


def place_of(row: Row[Any], wanted: Wanted) -> Place:
    """Where the list goes on after this row."""
    if row.state is EntryState.CLOSED:
        return Place(row.closed_on, row.id)
    if row.birth_date <= wanted.past_20:
        return Place(row.birth_date, row.id, past_20=True)
    return Place(row.next_follow_up_on, row.id)


def counts(by: Membership, wanted: Wanted) -> tuple[dict[View, int], int]:
    """How many open entries there are in each list, and how many are offered from elsewhere.

    The closed are not counted: they only grow.
    """
    lists = [View.OPEN, View.OVERDUE, View.SOON_20]
    offered = select(func.count()).where(
        EntryOffer.municipality_code == by.municipality_code,
        EntryOffer.state == HandoverState.OFFERED,
    )
    numbers = session().execute(
        select(
            *(func.count().filter(*_in(view, wanted)) for view in lists),
            offered.scalar_subquery(),
        ).where(visible_entries(by), OPEN)
    )
    *counted, waiting = numbers.one()
    return dict(zip(lists, counted, strict=True)), waiting


def found(by: Membership, words: str) -> Sequence[Row[Any]]:
    """Entries by reference or by the start of a name, open or closed, the open first."""
    rows = _rows().where(visible_entries(by), _fits(words))
    order = (RegisterEntry.state.desc(), RegisterEntry.search_name, RegisterEntry.id)
    return session().execute(rows.order_by(*order).limit(PAGE + 1)).all()


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            RegisterEntry.id,
            RegisterEntry.reference,
            RegisterEntry.state,
            RegisterEntry.status,
            RegisterEntry.given_name,
            RegisterEntry.family_name,
            RegisterEntry.birth_date,
            RegisterEntry.next_follow_up_on,
            RegisterEntry.closed_on,
            RegisterEntry.end_reason,
            User.name.label("caseworker"),
        )
        .outerjoin(Membership, Membership.id == RegisterEntry.caseworker_id)
        .outerjoin(User, User.id == Membership.user_id)
    )


def _in(view: View, wanted: Wanted) -> list[ColumnElement[bool]]:
    if view is View.OVERDUE:
        return [RegisterEntry.next_follow_up_on < wanted.day]
    if view is View.SOON_20:
        return [RegisterEntry.birth_date <= wanted.soon_20]
    return []


def _narrowed(wanted: Wanted) -> list[Any]:
    conditions: list[Any] = [CLOSED if wanted.view is View.CLOSED else OPEN]
    conditions += _in(wanted.view, wanted)
    if wanted.status is not None:
        conditions.append(RegisterEntry.status == wanted.status)
    if wanted.nobody:
        conditions.append(RegisterEntry.caseworker_id.is_(None))
    elif wanted.caseworker_id is not None:
        conditions.append(RegisterEntry.caseworker_id == wanted.caseworker_id)
    return conditions


def _fits(words: str) -> ColumnElement[bool]:
    """No name has a digit in it and every reference has."""
    if any(char.isdigit() for char in words):
        reference = words.upper().replace(" ", "")
        return RegisterEntry.reference.contains(reference, autoescape=True)
    start = " ".join(words.casefold().split())
    begins = RegisterEntry.search_name.startswith(start, autoescape=True)
    return or_(begins, RegisterEntry.search_name.contains(f" {start}", autoescape=True))


# --- one entry -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Origin:
    """A case about the youth in the municipality, and whether it brought the youth here."""

    reference: str
    school: str
    handed_over_filing: int | None
    """The filing that was accepted, by its number in the case."""


def occupations(entry: RegisterEntry) -> list[Occupation]:
    """What the youth did, does and will do; the latest known first."""
    wanted = select(Occupation).where(Occupation.entry_id == entry.id)
    return list(
        session().scalars(wanted.order_by(Occupation.known_on.desc(), Occupation.id.desc()))
    )


def events(entry: RegisterEntry) -> list[Event]:
    """What has happened with the entry, the latest first."""
    wanted = (
        select(Event)
        .where(Event.entry_id == entry.id)
        .options(joinedload(Event.actor).joinedload(Membership.user))
        .order_by(Event.at.desc(), Event.ordinal.desc())
    )
    return list(session().scalars(wanted))


def origins(by: Membership, entry: RegisterEntry) -> list[Origin]:
    """The cases about the youth that the reader sees, with the filing that was handed over."""
    accepted = (Handover.case_id == Case.id) & (Handover.entry_id == entry.id)
    accepted &= Handover.state == HandoverState.ACCEPTED
    wanted = (
        select(Case.reference, SchoolUnit.name, SchoolUnit.code, Filing.ordinal)
        .join(SchoolUnit, SchoolUnit.code == Case.school_unit_code)
        .outerjoin(Handover, accepted)
        .outerjoin(Filing, Filing.id == Handover.filing_id)
        .where(visible_cases(by), Case.number_hash == entry.number_hash)
        .order_by(Case.opened_at.desc(), Case.id)
    )
    return [
        Origin(reference, name or code, ordinal)
        for reference, name, code, ordinal in session().execute(wanted)
    ]


def newer_open(entry: RegisterEntry) -> RegisterEntry | None:
    """Another open entry of the same youth in the municipality, if there is one."""
    wanted = select(RegisterEntry).where(
        RegisterEntry.number_hash == entry.number_hash,
        RegisterEntry.municipality_code == entry.municipality_code,
        RegisterEntry.state == EntryState.OPEN,
        RegisterEntry.id != entry.id,
    )
    return session().scalar(wanted)
