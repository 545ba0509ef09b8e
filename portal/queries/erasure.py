"""What may be erased: found by the municipality's document plan and by the law's limit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    Date,
    Row,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from portal.access.rules import require
from portal.db import session
from portal.models import (
    Case,
    ErasureDecision,
    ErasureItem,
    ErasurePlan,
    Filing,
    Handover,
    LegalHold,
    Membership,
    RegisterEntry,
)
from portal.vocabulary import (
    CaseState,
    EntryState,
    ErasureGround,
    ErasureSubject,
    HandoverState,
    Permission,
)

PAGE = 50
ENDED = (CaseState.CLOSED, CaseState.HANDED_OVER)


@dataclass(frozen=True)
class Limits:
    """A day, and who is too old for the register on it and at the end of its year."""

    day: date
    born_too_early: date
    born_too_early_this_year: date


class Place(NamedTuple):
    """Where in the list a page ends."""

    ground: str
    since: date
    id: UUID

    @classmethod
    def read(cls, written: str) -> "Place | None":
        """A place from an address; None, and so the first page, when it is none."""
        try:
            ground, since, root_id = written.split("_")
            return cls(ground, date.fromisoformat(since), UUID(root_id))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.ground}_{self.since.isoformat()}_{self.id}"


def _local_day(column: Any) -> Any:
    return cast(func.timezone("Europe/Stockholm", column), Date)


def _held(model: Any, day: date) -> Any:
    """Somebody has said that nothing about the youth may be erased yet."""
    return exists().where(
        LegalHold.number_hash == model.number_hash,
        LegalHold.municipality_code == model.municipality_code,
        LegalHold.until >= day,
    )


def _since(day: date, years: Any) -> Any:
    """What was closed on this day or before has been kept so many years; never a day too few."""
    return cast(literal(day) - func.make_interval(years), Date)


def _columns(model: Any, subject: Any, since: Any, ground: Any) -> list[Any]:
    return [
        cast(subject, String).label("subject"),
        model.id.label("id"),
        model.reference.label("reference"),
        model.given_name.label("given_name"),
        model.family_name.label("family_name"),
        model.municipality_code.label("municipality_code"),
        since.label("since"),
        ground.label("ground"),
        (cast(model.state, String) == EntryState.OPEN.value).label("open"),
    ]


def _entries(limits: Limits) -> Select[Any]:
    """Entries closed for as long as the plan says, and those that must go this year, even open."""
    plan = and_(
        ErasurePlan.municipality_code == RegisterEntry.municipality_code,
        ErasurePlan.subject == ErasureSubject.REGISTER,
    )
    by_law = RegisterEntry.birth_date <= limits.born_too_early_this_year
    by_plan = and_(
        RegisterEntry.state == EntryState.CLOSED,
        RegisterEntry.closed_on <= _since(limits.day, ErasurePlan.years),
    )
    since = func.coalesce(RegisterEntry.closed_on, _local_day(RegisterEntry.registered_at))
    ground = case((by_law, ErasureGround.LAW.value), else_=ErasureGround.PLAN.value)
    subject = literal(ErasureSubject.REGISTER.value)
    return (
        select(*_columns(RegisterEntry, subject, since, ground))
        .outerjoin(ErasurePlan, plan)
        .where(or_(by_law, by_plan), ~_held(RegisterEntry, limits.day))
    )


def _case_ended_on() -> Any:
    accepted = select(func.max(Handover.answered_at)).where(
        Handover.case_id == Case.id, Handover.state == HandoverState.ACCEPTED
    )
    ended_at = func.coalesce(Case.closed_at, accepted.scalar_subquery(), Case.latest_filed_at)
    return _local_day(ended_at)


def _kept_years() -> Any:
    """The longest time of any filing in the case; none while the plan lacks one of the kinds."""
    plan = and_(
        ErasurePlan.municipality_code == Case.municipality_code,
        cast(ErasurePlan.subject, String) == cast(Filing.kind, String),
    )
    whole = func.bool_and(ErasurePlan.years.is_not(None))
    return (
        select(case((whole, func.max(ErasurePlan.years))))
        .select_from(Filing)
        .outerjoin(ErasurePlan, plan)
        .where(Filing.case_id == Case.id)
        .correlate(Case)
        .scalar_subquery()
    )


def _cases(limits: Limits) -> Select[Any]:
    """Cases closed for as long as the plan says. A duplicate goes with its original.

    While the youth is in the register, what the schools have told of them is needed.
    """
    ended_on, twin = _case_ended_on(), aliased(Case)
    plan = literal(ErasureGround.PLAN.value)
    return select(*_columns(Case, Case.latest_kind, ended_on, plan)).where(
        Case.state.in_(ENDED),
        Case.duplicate_of_id.is_(None),
        ended_on <= _since(limits.day, _kept_years()),
        ~_held(Case, limits.day),
        ~exists().where(
            RegisterEntry.number_hash == Case.number_hash,
            RegisterEntry.municipality_code == Case.municipality_code,
            RegisterEntry.state == EntryState.OPEN,
        ),
        ~exists().where(twin.duplicate_of_id == Case.id, _held(twin, limits.day)),
    )


def _erasable(limits: Limits, **narrowed: Any) -> Subquery:
    code, ids = narrowed.get("municipality_code"), narrowed.get("ids")
    entries, cases = _entries(limits), _cases(limits)
    if code is not None:
        entries = entries.where(RegisterEntry.municipality_code == code)
        cases = cases.where(Case.municipality_code == code)
    if ids is not None:
        entries = entries.where(RegisterEntry.id.in_(ids))
        cases = cases.where(Case.id.in_(ids))
    both: CompoundSelect[Any] = union_all(entries, cases)
    return both.subquery("erasable")


def _decided(one: Subquery) -> Any:
    return exists().where(or_(ErasureItem.case_id == one.c.id, ErasureItem.entry_id == one.c.id))


def page(by: Membership, limits: Limits, *, after: Place | None = None) -> Sequence[Row[Any]]:
    """What the coordinator may decide about: one page and one row more, what the
    law says first, and of that the oldest."""
    one = _erasable(limits, municipality_code=own(by))
    order = (one.c.ground, one.c.since, one.c.id)
    wanted = select(one).where(~_decided(one)).order_by(*order)
    if after is not None:
        wanted = wanted.where(tuple_(*order) > tuple_(*after))
    return session().execute(wanted.limit(PAGE + 1)).all()


def chosen(by: Membership, limits: Limits, ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """Those of the chosen that may be erased and are not decided yet."""
    one = _erasable(limits, municipality_code=own(by), ids=ids)
    return session().execute(select(one).where(~_decided(one)).order_by(one.c.id)).all()


def still(limits: Limits, ids: Collection[UUID]) -> set[UUID]:
    """Those that may still be erased now that nobody else can change them."""
    return set(session().scalars(select(_erasable(limits, ids=ids).c.id)))


def totals(limits: Limits) -> Sequence[Row[Any]]:
    """How many of each municipality, kind and ground: the dry run. Nobody is in it."""
    one = _erasable(limits)
    columns = (one.c.municipality_code, one.c.subject, one.c.ground)
    return (
        session()
        .execute(
            select(*columns, func.count().label("number")).group_by(*columns).order_by(*columns)
        )
        .all()
    )


def waiting(by: Membership) -> int:
    """How many things are decided, and wait for the worker."""
    wanted = (
        select(func.count())
        .select_from(ErasureItem)
        .join(ErasureDecision, ErasureDecision.id == ErasureItem.decision_id)
        .where(ErasureDecision.municipality_code == own(by))
    )
    return session().scalar(wanted) or 0


def own(by: Membership) -> str:
    """The municipality whose erasure somebody decides about."""
    require(by, Permission.ERASURE_DECIDE, by)
    assert by.municipality_code is not None
    return by.municipality_code
