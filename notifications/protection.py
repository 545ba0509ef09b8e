"""Sealed records whose day has come: the officers are asked to log in, in words that say no more.

One mail to each officer a round, however many records wait, so that mails cannot be counted.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.clock import add_working_days, today, working_day
from portal.db import forget_session, transaction
from portal.models import Membership, Routine, SealedRecord
from portal.vocabulary import Role
from portal.workflow.sealed import nudge

log = structlog.get_logger(__name__)

BATCH = 200


def remind_officers(now: datetime) -> int:
    """Ask the officers of every record that waits too long; how many records. Never on a day off.

    Safe in many workers at once. A fault leaves the rest to the next round and holds up no mail.
    """
    if not working_day(today(now)):
        return 0
    seen = 0
    try:
        while batch := _batch(now):
            seen += batch
    except Exception as error:  # noqa: BLE001 (mails must go out whatever is wrong here)
        log.warning("officers not reminded", error=type(error).__name__)
    finally:
        forget_session()
    return seen


def _batch(now: datetime) -> int:
    day = today(now)
    with transaction() as session:
        records = session.scalars(
            select(SealedRecord)
            .where(SealedRecord.remind_on <= day)
            .order_by(SealedRecord.remind_on, SealedRecord.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        codes = {record.municipality_code for record in records}
        days = _chase_days(session, codes)
        session.add_all(nudge(_officers(session, codes), at=now))
        for record in records:
            pause = days[record.municipality_code, record.kind]
            record.remind_on = add_working_days(day, max(pause, 1))
    return len(records)


def _chase_days(session: Session, codes: set[str]) -> dict[tuple[str, str], int]:
    routines = session.scalars(select(Routine).where(Routine.municipality_code.in_(codes)))
    return {(one.municipality_code, one.kind): one.chase_days for one in routines}


def _officers(session: Session, codes: set[str]) -> Sequence[Membership]:
    return session.scalars(
        select(Membership)
        .where(
            Membership.municipality_code.in_(codes),
            Membership.role == Role.PROTECTION_OFFICER,
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.user))
        .order_by(Membership.id)
    ).all()
