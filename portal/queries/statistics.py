"""Everybody the register covered at some time in a half-year, with what is reported of them.

One statement for each kind of thing, however many youths there are.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from portal.access.scope import visible_cases, visible_entries
from portal.clock import HalfYear
from portal.db import session
from portal.models import (
    Case,
    ContactAttempt,
    Measure,
    MeasureOffer,
    Membership,
    Occupation,
    RegisterEntry,
    SealedRecord,
)
from portal.vocabulary import (
    ContactOutcome,
    EntryEndReason,
    FormKind,
    HomeGround,
    MeasureEndReason,
    MeasureKind,
    OccupationKind,
    RegistrationReason,
    Role,
    Tense,
)

SPOKEN_WITH = (ContactOutcome.REACHED, ContactOutcome.GUARDIAN_REACHED, ContactOutcome.DECLINED)
"""What counts as a contact: somebody has answered."""


Asked = Select[*tuple[Any, ...]]


class Entry(NamedTuple):
    """A register entry, as far as it is reported."""

    id: UUID
    reference: str
    number_hash: str
    number: str
    given_name: str
    family_name: str
    birth_date: date
    reason: RegistrationReason
    registered_at: datetime
    closed_on: date | None
    end_reason: EntryEndReason | None
    ended_to: str


class Contact(NamedTuple):
    """That somebody was reached, on a day."""

    entry_id: UUID
    on: date


class MeasureOf(NamedTuple):
    """A measure: when it starts and ends, and why."""

    entry_id: UUID
    kind: MeasureKind
    starts_on: date | None
    planned_end_on: date | None
    ended_on: date | None
    end_reason: MeasureEndReason | None
    occupation_after: OccupationKind | None


class Known(NamedTuple):
    """What a youth did or does, since when and until when it is known."""

    entry_id: UUID
    tense: Tense
    kind: OccupationKind
    since: date | None
    until: date | None
    known_on: date


class Told(NamedTuple):
    """What the schools' cases say: on what ground, and whether the youth has started."""

    number_hash: str
    ground: HomeGround
    kind: FormKind
    filed_at: datetime


@dataclass
class Youth:
    """One person in the half-year: entries in their order, and all that belongs to them."""

    entries: list[Entry]
    contacts: list[Contact] = field(default_factory=list)
    measures: list[MeasureOf] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    told: Told | None = None
    examen_on: date | None = None
    """When an earlier entry ended with an examen."""

    @property
    def first(self) -> Entry:
        return self.entries[0]

    @property
    def last(self) -> Entry:
        return self.entries[-1]

    def occupation_on(self, day: date) -> OccupationKind | None:
        """What the youth did on a day, by what was known last."""
        fitting = [
            one
            for one in self.known
            if (one.since or one.known_on) <= day <= (one.until or date.max)
            and (one.tense is Tense.PRESENT or one.since)
        ]
        return max(fitting, key=lambda one: one.known_on).kind if fitting else None


def covered(by: Membership, half: HalfYear) -> list[ColumnElement[bool]]:
    """Entries of the half-year. What was registered by mistake never was."""
    return [
        visible_entries(by),
        RegisterEntry.registered_at < half.until,
        or_(RegisterEntry.closed_on.is_(None), RegisterEntry.closed_on >= half.first),
        RegisterEntry.end_reason.is_distinct_from(EntryEndReason.MISTAKE),
    ]


def youths(by: Membership, half: HalfYear) -> list[Youth]:
    """Each person once, the first registered first."""
    columns = [getattr(RegisterEntry, name) for name in Entry._fields]
    wanted = select(*columns).where(*covered(by, half))
    found: dict[str, Youth] = {}
    order = (RegisterEntry.registered_at, RegisterEntry.id)
    for row in session().execute(wanted.order_by(*order)):
        entry = Entry(*row)
        found.setdefault(entry.number_hash, Youth([])).entries.append(entry)
    if found:
        _add_parts(by, half, list(found.values()))
    return list(found.values())


def _add_parts(by: Membership, half: HalfYear, every: list[Youth]) -> None:
    inside = select(RegisterEntry.id).where(*covered(by, half))
    contacts = _by_entry(Contact, _contacts(half, inside))
    measures = _by_entry(MeasureOf, _measures(half, inside))
    known = _by_entry(Known, _known(inside))
    hashes = select(RegisterEntry.number_hash).where(*covered(by, half))
    told = {row.number_hash: Told(*row) for row in session().execute(_told(by, half, hashes))}
    examens = {row[0]: row[1] for row in session().execute(_examens(by, hashes))}
    for youth in every:
        ids = [one.id for one in youth.entries]
        youth.contacts = [one for id_ in ids for one in contacts[id_]]
        youth.measures = [one for id_ in ids for one in measures[id_]]
        youth.known = [one for id_ in ids for one in known[id_]]
        youth.told = told.get(youth.first.number_hash)
        youth.examen_on = examens.get(youth.first.number_hash)


def _by_entry(make: Callable[..., Any], wanted: Asked) -> defaultdict[UUID, list[Any]]:
    found = defaultdict(list)
    for row in session().execute(wanted):
        found[row.entry_id].append(make(*row))
    return found


def _contacts(half: HalfYear, inside: Asked) -> Asked:
    """A letter that was answered counts on the day of the answer."""
    on = func.coalesce(ContactAttempt.answered_on, ContactAttempt.on).label("day")
    return (
        select(ContactAttempt.entry_id, on)
        .where(
            ContactAttempt.entry_id.in_(inside),
            ContactAttempt.outcome.in_(SPOKEN_WITH),
            on.between(half.first, half.last),
        )
        .distinct()
        .order_by(on, ContactAttempt.entry_id)
    )


def _measures(half: HalfYear, inside: Asked) -> Asked:
    names = ("starts_on", "planned_end_on", "ended_on", "end_reason", "occupation_after")
    columns = [getattr(Measure, name) for name in names]
    return (
        select(Measure.entry_id, MeasureOffer.kind, *columns)
        .join(MeasureOffer, MeasureOffer.id == Measure.offer_id)
        .where(Measure.entry_id.in_(inside), Measure.agreed_on <= half.last)
        .order_by(Measure.starts_on, Measure.agreed_on, Measure.id)
    )


def _known(inside: Asked) -> Asked:
    columns = [getattr(Occupation, name) for name in Known._fields]
    return (
        select(*columns)
        .where(Occupation.entry_id.in_(inside), Occupation.tense != Tense.FUTURE)
        .order_by(Occupation.known_on, Occupation.id)
    )


def _told(by: Membership, half: HalfYear, hashes: Asked) -> Asked:
    """The latest case about each youth."""
    columns = (Case.number_hash, Case.home_ground, Case.latest_kind, Case.latest_filed_at)
    return (
        select(*columns)
        .where(visible_cases(by), Case.number_hash.in_(hashes), Case.latest_filed_at < half.until)
        .ext(distinct_on(Case.number_hash))
        .order_by(Case.number_hash, Case.latest_filed_at.desc(), Case.id)
    )


def _examens(by: Membership, hashes: Asked) -> Asked:
    return (
        select(RegisterEntry.number_hash, func.min(RegisterEntry.closed_on))
        .where(
            visible_entries(by),
            RegisterEntry.number_hash.in_(hashes),
            RegisterEntry.end_reason == EntryEndReason.HAS_EXAMEN,
        )
        .group_by(RegisterEntry.number_hash)
    )


def sealed(by: Membership, half: HalfYear) -> int:
    """How many sealed records the municipality had: a number, and nothing that tells whose."""
    here = SealedRecord.municipality_code == by.municipality_code
    may_count = here if by.role is Role.COORDINATOR and by.ended_at is None else false()
    open_then = or_(SealedRecord.closed_at.is_(None), SealedRecord.closed_at >= half.since)
    wanted = and_(may_count, SealedRecord.opened_at < half.until, open_then)
    return session().scalar(select(func.count()).select_from(SealedRecord).where(wanted)) or 0
