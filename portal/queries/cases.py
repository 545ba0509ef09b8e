"""The only ways to one case, one draft or one register entry. Out of sight is not there."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.access.rules import require
from portal.access.scope import visible_cases, visible_drafts, visible_entries
from portal.db import session
from portal.errors import NotFound
from portal.models import AccessLogEntry, Case, Draft, Membership, RegisterEntry, SchoolUnit
from portal.queries.delivery import something_failed
from portal.vocabulary import Opened, Permission

REASON_LASTS = timedelta(hours=10)
"""A reason given for opening a colleague's case holds for a working day."""


def case_for(
    by: Membership, reference: str, permission: Permission, *, locked: bool = False
) -> Case:
    """One case, with what every page about it shows. `locked` keeps others off until commit."""
    in_sight = (Case.reference == reference, visible_cases(by))
    if locked:
        _lock(select(Case.id).where(*in_sight))
    wanted = (
        select(Case, something_failed())
        .where(*in_sight)
        .execution_options(populate_existing=locked)
        .options(
            joinedload(Case.municipality),
            joinedload(Case.school_unit),
            joinedload(Case.routine),
            joinedload(Case.caseworker).joinedload(Membership.user),
        )
    )
    found = session().execute(wanted).one_or_none()
    if found is None:
        raise NotFound
    case: Case = found[0]
    case.undelivered = found[1]
    require(by, permission, case)
    return case


def entry_for(
    by: Membership, reference: str, permission: Permission, *, locked: bool = False
) -> RegisterEntry:
    """One register entry."""
    in_sight = (RegisterEntry.reference == reference, visible_entries(by))
    if locked:
        _lock(select(RegisterEntry.id).where(*in_sight))
    wanted = (
        select(RegisterEntry)
        .where(*in_sight)
        .execution_options(populate_existing=locked)
        .options(joinedload(RegisterEntry.caseworker).joinedload(Membership.user))
    )
    entry = session().scalar(wanted)
    if entry is None:
        raise NotFound
    require(by, permission, entry)
    return entry


def _lock(rows: Select[UUID]) -> None:
    """Wait for whoever has the row, in a statement of its own.

    In one with joins, a row that had to be waited for comes back new but its joined rows as they
    were before: the case would say that it has a caseworker, and not who.
    """
    session().execute(rows.with_for_update())


def draft_for(by: Membership, draft_id: UUID, *, locked: bool = False) -> Draft:
    """One draft, own or shared; locked, with when its school is closed: clocks skip those days."""
    wanted = select(Draft).where(Draft.id == draft_id, visible_drafts(by))
    if locked:
        unit = joinedload(Draft.author).joinedload(Membership.school_unit)
        wanted = wanted.options(unit.joinedload(SchoolUnit.breaks))
        wanted = wanted.with_for_update(of=Draft).execution_options(populate_existing=True)
    draft = session().scalars(wanted).unique().one_or_none()
    if draft is None:
        raise NotFound
    require(by, Permission.FILING_DRAFT, draft)
    return draft


def has_said_why(by: Membership, case: Case, *, at: datetime) -> bool:
    """Whether a reason for opening a colleague's case was given today."""
    given = select(AccessLogEntry.id).where(
        AccessLogEntry.membership_id == by.id,
        AccessLogEntry.opened == Opened.CASE,
        AccessLogEntry.reference == case.reference,
        AccessLogEntry.reason.is_not(None),
        AccessLogEntry.at > at - REASON_LASTS,
    )
    return session().scalar(given.limit(1)) is not None
