"""Whom the roll speaks of and the school has not filed about: over the line, or silently gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import joinedload, load_only

from portal.access.scope import visible_roll
from portal.db import session
from portal.models import (
    Case,
    Filing,
    Handled,
    Membership,
    Municipality,
    RollPupil,
    Routine,
    Sought,
)
from portal.vocabulary import (
    SCHOOL_ROLES,
    AbsenceTrigger,
    CaseState,
    FilingState,
    FormKind,
)

PAGE = 50
MONTH = timedelta(days=30)
"""What figures of a longer period are reckoned down to; a shorter one counts as a whole month."""
MINUTES = 60
MOST_MARKED = 200
ENDED = (CaseState.CLOSED, CaseState.HANDED_OVER)


@dataclass(frozen=True)
class Day:
    """The day that is asked about, and after which day those are born whom KAA covers."""

    today: date
    born_after: date


@dataclass(frozen=True)
class Unfiled:
    """One pupil, with the routine the figures were held against and who has asked."""

    pupil: RollPupil
    routine: Routine | None
    asked_by: str
    """Municipalities that have asked about the pupil."""


@dataclass(frozen=True)
class Counts:
    """How many there are of each sort."""

    absence: int
    dropout: int


def listing(by: Membership, kind: FormKind, after: UUID | None, day: Day) -> list[Unfiled]:
    """A page of those about whom such a filing is missing, by name, and one more if there is."""
    wanted = (
        select(RollPupil, Routine, _asked_by())
        .outerjoin(Routine, _of_home(_own_municipality(by)))
        .where(visible_roll(by), *_missing(kind, day))
        .options(load_only(*_SHOWN, raiseload=True), joinedload(RollPupil.home_municipality))
        .order_by(RollPupil.search_name, RollPupil.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        seen = select(RollPupil.search_name, RollPupil.id).where(
            RollPupil.id == after, visible_roll(by)
        )
        place = tuple_(RollPupil.search_name, RollPupil.id)
        wanted = wanted.where(place > seen.scalar_subquery())
    return [Unfiled(*row) for row in session().execute(wanted)]


_SHOWN = (
    # Nothing encrypted: a list has no use for numbers and addresses.
    *(RollPupil.school_unit_code, RollPupil.protected, RollPupil.origins),
    *(RollPupil.given_name, RollPupil.family_name, RollPupil.class_name),
    *(RollPupil.home_municipality_code, RollPupil.ended_on, RollPupil.left_at),
    *(RollPupil.attendance_from, RollPupil.attendance_to, RollPupil.unexcused_minutes),
    *(RollPupil.offered_minutes, RollPupil.occasions, RollPupil.absent_since),
)


def marked(by: Membership, kind: FormKind, ids: Sequence[UUID], day: Day) -> list[RollPupil]:
    """Those of the marked pupils about whom it still is missing."""
    wanted = (
        select(RollPupil)
        .outerjoin(Routine, _of_home(_own_municipality(by)))
        .where(visible_roll(by), RollPupil.id.in_(ids[:MOST_MARKED]), *_missing(kind, day))
        .order_by(RollPupil.id)
        .options(load_only(*_SHOWN, raiseload=True))
        .with_for_update(of=RollPupil)
    )
    return list(session().scalars(wanted))


def counts(by: Membership, day: Day) -> Counts:
    """Both numbers of one's own school unit in one statement, for the rector too."""
    if by.role not in SCHOOL_ROLES:
        return Counts(0, 0)
    asked = {
        "unit": by.school_unit_code,
        "home": _own_municipality(by),
        "today": day.today,
        "born_after": day.born_after,
    }
    return Counts(*session().execute(_counting(), asked).one())


@lru_cache(maxsize=1)
def _counting() -> Select[Any]:
    """Put together once: for a first page that takes longer than the answer."""
    today: Any = bindparam("today", type_=Date())
    born_after: Any = bindparam("born_after", type_=Date())
    day = Day(today, born_after)
    pupils = (
        select(func.count())
        .select_from(RollPupil)
        .outerjoin(Routine, _of_home(bindparam("home", type_=String())))
        .where(RollPupil.school_unit_code == bindparam("unit"), ~RollPupil.protected)
    )
    return select(
        pupils.where(*_missing(FormKind.ABSENCE, day)).scalar_subquery(),
        pupils.where(*_missing(FormKind.DROPOUT, day)).scalar_subquery(),
    )


def _own_municipality(by: Membership) -> str | None:
    return by.school_unit.municipality_code if by.school_unit else None


def _of_home(own: str | BindParameter[str] | None) -> ColumnElement[bool]:
    """The home municipality's routine; the school's own where the roll knows no home."""
    home = func.coalesce(RollPupil.home_municipality_code, own)
    return and_(Routine.kind == FormKind.ABSENCE, Routine.municipality_code == home)


def _missing(kind: FormKind, day: Day) -> tuple[ColumnElement[bool], ...]:
    young = or_(RollPupil.birth_date.is_(None), RollPupil.birth_date > day.born_after)
    if kind is FormKind.ABSENCE:
        is_new = or_(
            RollPupil.attendance_from.is_(None),
            Filing.filed_at >= RollPupil.attendance_from,
            Case.state.not_in(ENDED),
        )
        told = or_(_told(FormKind.ABSENCE, is_new), told_of_leaving())
        handled = _handled(kind, RollPupil.attendance_from)
        return young, ~_gone(day), ~_away_a_month(day), _over_the_line(), ~told, ~handled
    if kind is FormKind.DROPOUT:
        happened = and_(or_(_gone(day), _away_a_month(day)), ~_handled(kind, _happened_on(day)))
        return young, or_(happened, _is_asked()), ~told_of_leaving()
    return (false(),)


def _told(kind: FormKind, and_so: ColumnElement[bool]) -> ColumnElement[bool]:
    """The school has filed it, and the filing stands."""
    return exists(
        select(Filing.id)
        .join(Case, Case.id == Filing.case_id)
        .where(
            Case.school_unit_code == RollPupil.school_unit_code,
            Case.number_hash == RollPupil.number_hash,
            Filing.current,
            Filing.state == FilingState.FILED,
            Filing.kind == kind,
            and_so,
        )
        .correlate(RollPupil)
    )


def told_of_leaving() -> ColumnElement[bool]:
    """A filing of this time at the school stands: who has come back may leave again."""
    of_this_time = or_(RollPupil.started_on.is_(None), Filing.event_on >= RollPupil.started_on)
    return _told(FormKind.DROPOUT, of_this_time)


def _handled(kind: FormKind, since: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return exists(
        select(Handled.id)
        .where(Handled.pupil_id == RollPupil.id, Handled.kind == kind, Handled.until >= since)
        .correlate(RollPupil)
    )


def _gone(day: Day) -> ColumnElement[bool]:
    ended = func.coalesce(RollPupil.ended_on < day.today, false())
    return or_(RollPupil.left_at.is_not(None), ended)


def _away_a_month(day: Day) -> ColumnElement[bool]:
    """More than a month in a row: the day after it has gone (12 kap. 4 a §)."""
    month_gone = RollPupil.absent_since + func.make_interval(0, 1)
    return func.coalesce(month_gone < day.today, false())


def _happened_on(day: Day) -> ColumnElement[date]:
    """As workflow.unfiled.happened_on, for the database."""
    return case(
        (RollPupil.ended_on < day.today, RollPupil.ended_on),
        (
            RollPupil.left_at.is_not(None),
            cast(func.timezone("Europe/Stockholm", RollPupil.left_at), Date),
        ),
        else_=RollPupil.absent_since,
    )


def _over_the_line() -> ColumnElement[bool]:
    """By share where the routine says so, else by hours in a month."""
    missed = RollPupil.unexcused_minutes
    days = RollPupil.attendance_to - RollPupil.attendance_from + 1
    months = func.greatest(func.coalesce(days, 0), MONTH.days) / float(MONTH.days)
    repeated = func.coalesce(RollPupil.occasions, Routine.absence_occasions)
    by_hours = and_(
        missed >= Routine.absence_hours * MINUTES * months, repeated >= Routine.absence_occasions
    )
    by_share = missed * 100 > Routine.absence_percent * RollPupil.offered_minutes
    line = case((Routine.absence_trigger == AbsenceTrigger.PERCENT, by_share), else_=by_hours)
    return func.coalesce(line, false())


def _is_asked() -> ColumnElement[bool]:
    open_one = select(Sought.id).where(
        Sought.pupil_id == RollPupil.id, Sought.answered_at.is_(None)
    )
    return exists(open_one.correlate(RollPupil))


def _asked_by() -> ScalarSelect[str]:
    names = (
        select(func.coalesce(func.string_agg(Municipality.name, ", "), ""))
        .join(Sought, Sought.municipality_code == Municipality.code)
        .where(Sought.pupil_id == RollPupil.id, Sought.answered_at.is_(None))
    )
    return names.correlate(RollPupil).scalar_subquery()


def answer_sought(pupils: Sequence[RollPupil], at: object) -> None:
    """The school has said that it need not file: nobody waits for it any more."""
    waiting = update(Sought).where(
        Sought.pupil_id.in_([one.id for one in pupils]), Sought.answered_at.is_(None)
    )
    session().execute(waiting.values(answered_at=at))
