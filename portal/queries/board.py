"""The register's figures for a half-year, counted by the database. Numbers, never anybody.

Each function gives the parts of one whole, or of several that are counted in one statement.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, case, cast, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from portal.access.scope import visible_entries
from portal.clock import HalfYear
from portal.db import session
from portal.models import (
    ContactAttempt,
    Measure,
    MeasureOffer,
    Membership,
    Occupation,
    RegisterEntry,
)
from portal.queries.statistics import SPOKEN_WITH, covered
from portal.vocabulary import (
    BoardTable,
    Duration,
    EntryEndReason,
    Goal,
    InMeasure,
    LastKnown,
    MeasureEndReason,
    OccupationKind,
    Registered,
    RegistrationReason,
    Tense,
)

Counts = Mapping[BoardTable, Mapping[str, int]]
"""How many of each part, by its value."""
HALF, YEAR = 182, 365
"""Days."""


def figures(by: Membership, half: HalfYear) -> Counts:
    """The tables about the register."""
    return {
        **_stock(by, half),
        BoardTable.REGISTERED: _registered(by, half),
        BoardTable.ENDED: _ended(by, half),
        BoardTable.STARTED: _started(by, half),
        **_measure_ends(by, half),
        BoardTable.GOAL: _goal(by, half),
    }


def covered_in(by: Membership, first: HalfYear, last: HalfYear) -> int:
    """How many persons there were from the beginning of one half-year to the end of another."""
    wanted = select(func.count(RegisterEntry.number_hash.distinct())).where(
        visible_entries(by),
        RegisterEntry.registered_at < last.until,
        or_(RegisterEntry.closed_on.is_(None), RegisterEntry.closed_on >= first.first),
        RegisterEntry.end_reason.is_distinct_from(EntryEndReason.MISTAKE),
    )
    return session().scalar(wanted) or 0


def offers(by: Membership) -> list[tuple[str, Any]]:
    """What the municipality offers: name and kind."""
    here = MeasureOffer.municipality_code == by.municipality_code
    wanted = select(MeasureOffer.name, MeasureOffer.kind).where(here, MeasureOffer.active)
    rows = session().execute(wanted.order_by(MeasureOffer.kind, MeasureOffer.name, MeasureOffer.id))
    return [(name, kind) for name, kind in rows]


def _counted(rows: Any) -> dict[str, int]:
    return {str(key): count for key, count in rows}


def _stock(by: Membership, half: HalfYear) -> dict[BoardTable, Mapping[str, int]]:
    """Persons by their latest entry in the half-year, told apart in four ways at once."""
    person = (
        select(
            RegisterEntry.id,
            RegisterEntry.reason.label("reason"),
            _duration(half).label("duration"),
            _last_known(half).label("last_known"),
            _in_measure(half).label("in_measure"),
        )
        .where(*covered(by, half))
        .ext(distinct_on(RegisterEntry.number_hash))
        .order_by(RegisterEntry.number_hash, RegisterEntry.registered_at.desc(), RegisterEntry.id)
        .subquery()
    )
    columns = (person.c.reason, person.c.duration, person.c.last_known, person.c.in_measure)
    tables = (
        *(BoardTable.REASON, BoardTable.DURATION),
        *(BoardTable.OCCUPATION, BoardTable.IN_MEASURE),
    )
    found: dict[BoardTable, Counter[str]] = {table: Counter() for table in tables}
    for *parts, count in session().execute(select(*columns, func.count()).group_by(*columns)):
        for table, part in zip(tables, parts, strict=True):
            found[table][str(part)] += count
    return dict(found)


def local_day(at: Any) -> ColumnElement[date]:
    return cast(func.timezone("Europe/Stockholm", at), Date)


def _duration(half: HalfYear) -> ColumnElement[str]:
    until = func.least(func.coalesce(RegisterEntry.closed_on, half.last), half.last)
    days = until - local_day(RegisterEntry.registered_at)
    return case(
        (days < HALF, Duration.UNDER_HALF.value),
        (days < YEAR, Duration.UNDER_ONE.value),
        (days < 2 * YEAR, Duration.UNDER_TWO.value),
        else_=Duration.LONGER.value,
    )


def _last_known(half: HalfYear) -> ColumnElement[str]:
    on = func.coalesce(ContactAttempt.answered_on, ContactAttempt.on)
    reached = select(ContactAttempt.id).where(
        ContactAttempt.entry_id == RegisterEntry.id,
        ContactAttempt.outcome.in_(SPOKEN_WITH),
        on.between(half.first, half.last),
    )
    known = (
        select(Occupation.kind)
        .where(
            Occupation.entry_id == RegisterEntry.id,
            Occupation.tense == Tense.PRESENT,
            Occupation.known_on <= half.last,
        )
        .order_by(Occupation.known_on.desc(), Occupation.id.desc())
        .limit(1)
        .correlate(RegisterEntry)
        .scalar_subquery()
    )
    unknown = LastKnown.UNKNOWN.value
    kinds = {one: one.value for one in OccupationKind}
    return case(
        (~reached.correlate(RegisterEntry).exists(), LastKnown.NO_CONTACT.value),
        else_=func.coalesce(case(kinds, value=known), unknown),
    )


def _in_measure(half: HalfYear) -> ColumnElement[str]:
    runs = select(Measure.id).where(
        Measure.entry_id == RegisterEntry.id,
        Measure.starts_on <= half.last,
        or_(Measure.ended_on.is_(None), Measure.ended_on >= half.first),
        Measure.end_reason.is_distinct_from(MeasureEndReason.NEVER_STARTED),
    )
    has = runs.correlate(RegisterEntry).exists()
    return case((has, InMeasure.YES.value), else_=InMeasure.NO.value)


def _registered(by: Membership, half: HalfYear) -> dict[str, int]:
    earlier = aliased(RegisterEntry)
    before = select(earlier.id).where(
        earlier.number_hash == RegisterEntry.number_hash,
        earlier.municipality_code == RegisterEntry.municipality_code,
        earlier.registered_at < RegisterEntry.registered_at,
    )
    again = before.correlate(RegisterEntry).exists()
    which = case((again, Registered.AGAIN.value), else_=Registered.FIRST.value).label("which")
    wanted = select(which, func.count()).where(
        visible_entries(by),
        RegisterEntry.registered_at >= half.since,
        RegisterEntry.registered_at < half.until,
        RegisterEntry.end_reason.is_distinct_from(EntryEndReason.MISTAKE),
    )
    return _counted(session().execute(wanted.group_by(which)))


def _ended(by: Membership, half: HalfYear) -> dict[str, int]:
    wanted = select(RegisterEntry.end_reason, func.count()).where(
        visible_entries(by),
        RegisterEntry.closed_on.between(half.first, half.last),
        RegisterEntry.end_reason != EntryEndReason.MISTAKE,
    )
    return _counted(session().execute(wanted.group_by(RegisterEntry.end_reason)))


def _started(by: Membership, half: HalfYear) -> dict[str, int]:
    wanted = (
        select(MeasureOffer.kind, func.count())
        .select_from(Measure)
        .join(MeasureOffer, MeasureOffer.id == Measure.offer_id)
        .join(RegisterEntry, RegisterEntry.id == Measure.entry_id)
        .where(
            visible_entries(by),
            Measure.starts_on.between(half.first, half.last),
            Measure.end_reason.is_distinct_from(MeasureEndReason.NEVER_STARTED),
        )
    )
    return _counted(session().execute(wanted.group_by(MeasureOffer.kind)))


def _has_ended(by: Membership, half: HalfYear) -> ColumnElement[bool]:
    return and_(
        visible_entries(by),
        Measure.ended_on.between(half.first, half.last),
        Measure.end_reason != MeasureEndReason.NEVER_STARTED,
    )


def _after() -> ColumnElement[str]:
    return func.coalesce(Measure.occupation_after, OccupationKind.UNKNOWN)


def _measure_ends(by: Membership, half: HalfYear) -> dict[BoardTable, Mapping[str, int]]:
    after = _after().label("after")
    wanted = (
        select(Measure.end_reason, after, func.count())
        .join(RegisterEntry, RegisterEntry.id == Measure.entry_id)
        .where(_has_ended(by, half))
        .group_by(Measure.end_reason, after)
    )
    found: dict[BoardTable, Counter[str]] = defaultdict(Counter)
    for reason, then, count in session().execute(wanted):
        found[BoardTable.MEASURE_END][str(reason)] += count
        found[BoardTable.AFTER][str(then)] += count
    return {table: found[table] for table in (BoardTable.MEASURE_END, BoardTable.AFTER)}


def _goal(by: Membership, half: HalfYear) -> dict[str, int]:
    """Persons by their latest measure that ended; 20 is the end of KAA, 16 its beginning."""
    latest = (
        select(RegisterEntry.reason.label("reason"), _after().label("after"))
        .join(Measure, Measure.entry_id == RegisterEntry.id)
        .where(_has_ended(by, half))
        .ext(distinct_on(RegisterEntry.number_hash))
        .order_by(RegisterEntry.number_hash, Measure.ended_on.desc(), Measure.id)
        .subquery()
    )
    back = (OccupationKind.STUDIES, OccupationKind.WORK)
    which = case(
        (latest.c.reason != RegistrationReason.DROPPED_OUT, Goal.OTHERS.value),
        (latest.c.after.in_(back), Goal.BACK.value),
        (latest.c.after == OccupationKind.UNKNOWN, Goal.UNKNOWN.value),
        else_=Goal.NOT_BACK.value,
    ).label("which")
    return _counted(session().execute(select(which, func.count()).group_by(which)))
