"""What must wait with its erasure, how long things are kept, and what has been erased."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.db import session
from portal.errors import NotFound
from portal.models import (
    ErasedCount,
    ErasureDecision,
    ErasurePlan,
    LegalHold,
    Membership,
)
from portal.queries.erasure import PAGE, own
from portal.vocabulary import ErasureSubject


def holds(by: Membership, day: date) -> Sequence[LegalHold]:
    """What is held now, the first to end first."""
    wanted = select(LegalHold).where(LegalHold.municipality_code == own(by), LegalHold.until >= day)
    with_person = joinedload(LegalHold.by).joinedload(Membership.user)
    in_order = wanted.options(with_person).order_by(LegalHold.until, LegalHold.id)
    return session().scalars(in_order.limit(PAGE)).all()


def hold(by: Membership, hold_id: UUID) -> LegalHold:
    """One hold of one's own municipality."""
    wanted = select(LegalHold).where(
        LegalHold.id == hold_id, LegalHold.municipality_code == own(by)
    )
    found = session().scalar(wanted)
    if found is None:
        raise NotFound
    return found


def plan(municipality_code: str | None) -> dict[ErasureSubject, ErasurePlan]:
    """How long each kind is kept; what is missing is not decided."""
    wanted = select(ErasurePlan).where(ErasurePlan.municipality_code == municipality_code)
    return {one.subject: one for one in session().scalars(wanted)}


def log(
    by: Membership, *, after: UUID | None = None
) -> Sequence[Row[ErasedCount, ErasureDecision]]:
    """What has been erased, the latest first: numbers, and who decided."""
    wanted = (
        select(ErasedCount, ErasureDecision)
        .join(ErasureDecision, ErasureDecision.id == ErasedCount.decision_id)
        .where(ErasureDecision.municipality_code == own(by))
        .options(joinedload(ErasureDecision.by).joinedload(Membership.user))
        .order_by(ErasedCount.on.desc(), ErasedCount.id)
    )
    if after is not None:
        last = select(ErasedCount.on).where(ErasedCount.id == after).scalar_subquery()
        later = and_(ErasedCount.on == last, ErasedCount.id > after)
        wanted = wanted.where(or_(ErasedCount.on < last, later))
    return session().execute(wanted.limit(PAGE + 1)).all()
