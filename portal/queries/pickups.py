"""Pick-ups: which one a mail tells of, which one somebody has opened, which one's time has come."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import contains_eager, joinedload

from portal.config import settings
from portal.db import session
from portal.models import Case, Event, Filing, Membership, Pickup
from portal.vocabulary import FilingState


def told_by(event: Event | None) -> Pickup:
    """The latest pick-up of the case for the municipality that the step was told to.

    A mail that waited out a renewal has the new link; one about a municipality that has the case
    no longer never has another's.
    """
    if event is None:
        raise LookupError("a link for picking up needs a case")
    wanted = (
        select(Pickup)
        .where(Pickup.case_id == event.case_id, Pickup.municipality_code == event.municipality_code)
        .order_by(Pickup.created_at.desc(), Pickup.id.desc())
        .limit(1)
    )
    return session().scalars(wanted).one()


def opened(pickup_id: UUID, *, locked: bool = False) -> Pickup | None:
    """One by its id with its case; locked for a step, until it commits."""
    wanted = (
        select(Pickup)
        .join(Pickup.case)
        .where(Pickup.id == pickup_id)
        .options(
            contains_eager(Pickup.case).joinedload(Case.school_unit),
            joinedload(Pickup.municipality),
        )
        .execution_options(populate_existing=locked)
    )
    return session().scalar(wanted.with_for_update(of=(Pickup, Case)) if locked else wanted)


def latest(case: Case) -> Pickup | None:
    """The pick-up that the school follows: the last one, where the case is now."""
    return _latest([case.id]).get(case.id)


def of_cases(cases: Iterable[Case]) -> dict[UUID, Pickup]:
    """The same for a page of cases, by the case's id; only where nobody reads here."""
    return _latest([case.id for case in cases if not case.municipality.joined])


def _latest(case_ids: list[UUID]) -> dict[UUID, Pickup]:
    if not case_ids:
        return {}
    wanted = (
        select(Pickup)
        .join(Case, Case.id == Pickup.case_id)
        .where(Pickup.case_id.in_(case_ids), Pickup.municipality_code == Case.municipality_code)
        .ext(distinct_on(Pickup.case_id))
        .order_by(Pickup.case_id, Pickup.created_at.desc(), Pickup.id.desc())
    )
    return {one.case_id: one for one in session().scalars(wanted)}


def filings(case: Case) -> list[Filing]:
    """What stands of a case's filings, the latest first, for the one who receives it."""
    wanted = (
        select(Filing)
        .where(Filing.case_id == case.id, Filing.current, Filing.state == FilingState.FILED)
        .options(
            joinedload(Filing.author).joinedload(Membership.user), joinedload(Filing.municipality)
        )
        .order_by(Filing.ordinal.desc())
    )
    return list(session().scalars(wanted))


def purge(*, at: datetime) -> int:
    """Forget links, codes and when they were opened, so long after they ended; how many."""
    kept_since = at - timedelta(days=settings().pickup_kept_days)
    old = delete(Pickup).where(Pickup.ended_at < kept_since).returning(true())
    return len(session().execute(old).all())


def next_due(at: datetime) -> Pickup | None:
    """The one whose time has come the longest ago; two workers never get the same."""
    wanted = (
        select(Pickup)
        .where(Pickup.ended_at.is_(None), Pickup.next_at <= at)
        .order_by(Pickup.next_at, Pickup.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session().scalar(wanted)
