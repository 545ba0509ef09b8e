"""Drafts that nobody has touched for long: those who may write in them are told before they go."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import Row, or_, select, update
from sqlalchemy.orm import Session, joinedload

from portal.clock import today, working_day
from portal.db import forget_session, transaction
from portal.models import Draft, Membership
from portal.vocabulary import Role
from portal.workflow.drafts import goes_soon, warning

log = structlog.get_logger(__name__)

BATCH = 200
"""Drafts of one transaction."""


def warn_writers(now: datetime) -> int:
    """Warn of every draft that goes soon, once; how many drafts. Never on a day off.

    Safe in many workers at once. A fault leaves the rest to the next round and holds up no mail.
    """
    if not working_day(today(now)):
        return 0
    seen = 0
    try:
        while batch := _warn_batch(now):
            seen += batch
    except Exception as error:  # noqa: BLE001 (mails must go out whatever is wrong here)
        log.warning("nobody warned of drafts", error=type(error).__name__)
    finally:
        forget_session()
    return seen


def _warn_batch(now: datetime) -> int:
    """One transaction, and one mail to each person, however many of the drafts are theirs."""
    with transaction() as session:
        drafts = _unwarned(session, now)
        if not drafts:
            return 0
        session.add_all(warning(one, at=now) for one in _writers(session, drafts))
        # Not through the rows: their version is for those who write, who must notice nothing.
        session.execute(
            update(Draft).where(Draft.id.in_([one.id for one in drafts])).values(warned_at=now),
            execution_options={"synchronize_session": False},
        )
    return len(drafts)


def _unwarned(session: Session, now: datetime) -> Sequence[Row[*tuple[object, ...]]]:
    """Drafts that go soon, locked. Who wrote in one after a warning is warned anew."""
    return session.execute(
        select(Draft.id, Draft.author_id, Draft.school_unit_code, Draft.shared)
        .where(
            Draft.changed_at <= goes_soon(at=now),
            or_(Draft.warned_at.is_(None), Draft.warned_at < Draft.changed_at),
        )
        .order_by(Draft.changed_at, Draft.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()


def _writers(session: Session, drafts: Iterable[Row[*tuple[object, ...]]]) -> Sequence[Membership]:
    """The authors, and where a draft is shared the school unit's counsellors, who still work."""
    authors = {one.author_id for one in drafts}
    shared = {one.school_unit_code for one in drafts if one.shared}
    return session.scalars(
        select(Membership)
        .where(
            or_(Membership.id.in_(authors), Membership.school_unit_code.in_(shared)),
            Membership.role == Role.COUNSELLOR,
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    ).all()
