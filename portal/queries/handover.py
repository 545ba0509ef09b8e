"""The handovers of a case, and the register entry a youth may already have."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.db import keyed_hash, session
from portal.models import Case, Handover, Membership, RegisterEntry
from portal.vocabulary import EntryState


def load(case: Case) -> list[Handover]:
    """All handovers of a case with what their card shows, in one statement."""
    wanted = (
        select(Handover)
        .where(Handover.case_id == case.id)
        .order_by(Handover.offered_at, Handover.id)
        .options(
            joinedload(Handover.filing),
            joinedload(Handover.answered_by).joinedload(Membership.user),
            joinedload(Handover.entry),
        )
    )
    set_committed_value(case, "handovers", list(session().scalars(wanted)))
    return case.handovers


def open_entry(
    number: str, municipality_code: str, *, locked: bool = False
) -> RegisterEntry | None:
    """The open register entry of a youth in a municipality, if there is one."""
    wanted = (
        select(RegisterEntry)
        .where(
            RegisterEntry.number_hash == keyed_hash(number),
            RegisterEntry.municipality_code == municipality_code,
            RegisterEntry.state == EntryState.OPEN,
        )
        .options(joinedload(RegisterEntry.caseworker).joinedload(Membership.user))
    )
    if locked:
        wanted = wanted.with_for_update(of=RegisterEntry)
    return session().scalar(wanted)
