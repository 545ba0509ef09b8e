"""What has happened in a case, and what else the municipality knows about the same pupil."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, literal, null, or_, select, type_coerce, union_all
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.access.scope import visible_cases, visible_entries
from portal.db import session
from portal.models import (
    Case,
    Event,
    Filing,
    Membership,
    Municipality,
    RegisterEntry,
    Rerouting,
    SchoolUnit,
)
from portal.queries import handover, meetings
from portal.queries.queue import Rows
from portal.queries.school_case import load_clocks, versions
from portal.vocabulary import CaseState, EntryState, FormKind, Step

TRAVELS = (Step.FILE, Step.CORRECT, Step.WITHDRAW, Step.INFORM, Step.REROUTE)
"""What follows a case to another municipality. Notes, questions and answers stay behind."""


@dataclass(frozen=True)
class Story:
    """All that is shown of a case but its related ones, read in as few statements as it takes."""

    events: Sequence[Event]
    """The latest first."""
    filings: Sequence[Filing]
    reroutings: Rows
    names: Mapping[str, str]
    """What the municipalities that had the case before are called, by code."""


def story(case: Case) -> Story:
    """Load a case with its filings, clocks, meetings, handovers and steps."""
    filings, events = versions(case), events_of(case)
    load_clocks(case)
    meetings.load(case)
    if any(filing.kind is FormKind.DROPOUT for filing in filings):
        handover.load(case)
    else:
        set_committed_value(case, "handovers", [])
    came_here = any(event.step is Step.REROUTE for event in events)
    reroutings = reroutings_of(case) if came_here else []
    return Story(events, filings, reroutings, {one.code: one.name for one in reroutings})


def events_of(case: Case) -> list[Event]:
    """The steps of a case, the latest first; an earlier municipality's own stay behind."""
    own = Event.municipality_code == case.municipality_code
    wanted = (
        select(Event)
        .where(Event.case_id == case.id, or_(own, Event.step.in_(TRAVELS)))
        .options(joinedload(Event.actor).joinedload(Membership.user))
        .order_by(Event.at.desc(), Event.ordinal.desc())
    )
    return list(session().scalars(wanted))


def filings_of(case: Case) -> list[Filing]:
    """Every filing in every version, in the order they came, with their senders."""
    return versions(case)


def reroutings_of(case: Case) -> Rows:
    """How the case came here from other municipalities, the latest first."""
    wanted = (
        select(Rerouting.at, Rerouting.arrived_at, Municipality.code, Municipality.name)
        .join(Municipality, Municipality.code == Rerouting.from_code)
        .where(Rerouting.case_id == case.id)
        .order_by(Rerouting.at.desc(), Rerouting.id.desc())
    )
    return session().execute(wanted).all()


@dataclass(frozen=True)
class Related:
    """Another case or a register entry about the same pupil."""

    reference: str
    state: CaseState | EntryState
    school: str
    kind: FormKind | None
    at: datetime
    duplicate_of_id: UUID | None

    @property
    def is_case(self) -> bool:
        return isinstance(self.state, CaseState)


def related(by: Membership, case: Case) -> list[Related]:
    """Other cases and the register entries about the same pupil here, from whatever school."""
    same = or_(
        Case.number_hash == case.number_hash,
        Case.duplicate_of_id == case.id,
        Case.id == case.duplicate_of_id,
    )
    others = (
        select(
            literal("case").label("what"),
            Case.reference.label("reference"),
            type_coerce(Case.state, String).label("state"),
            SchoolUnit.name.label("school"),
            Case.latest_kind.label("kind"),
            Case.latest_filed_at.label("at"),
            Case.duplicate_of_id.label("duplicate_of_id"),
        )
        .join(SchoolUnit, SchoolUnit.code == Case.school_unit_code)
        .where(visible_cases(by), same, Case.id != case.id)
    )
    entries = select(
        literal("entry"),
        RegisterEntry.reference,
        type_coerce(RegisterEntry.state, String),
        null(),
        null(),
        RegisterEntry.registered_at,
        null(),
    ).where(visible_entries(by), RegisterEntry.number_hash == case.number_hash)
    both = union_all(others, entries).subquery()
    rows = session().execute(select(both).order_by(both.c.at.desc(), both.c.reference))
    return [
        Related(
            reference=row.reference,
            state=CaseState(row.state) if row.what == "case" else EntryState(row.state),
            school=row.school or "",
            kind=row.kind,
            at=row.at,
            duplicate_of_id=row.duplicate_of_id,
        )
        for row in rows
    ]
