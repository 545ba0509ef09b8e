"""One case as the school that filed sees it: never the municipality's notes or reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.db import session
from portal.errors import NotFound
from portal.models import (
    Case,
    Deadline,
    Event,
    Filing,
    Handover,
    Membership,
    Municipality,
    Rerouting,
)
from portal.queries import meetings
from portal.queries.school import SCHOOL_SEES
from portal.vocabulary import OPEN_CASE_STATES, SCHOOL_CLOCKS, STANDING_CLOCKS, FormKind, Step


@dataclass(frozen=True)
class Stay:
    """A municipality's time with a case: when it came there, and when and why it was sent on."""

    municipality: Municipality
    arrived_at: datetime
    sent_on_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Followed:
    """A case with everything the school may know of it."""

    case: Case
    filings: Sequence[Filing]
    """Every version, in order of ordinal and version."""
    stays: Sequence[Stay]
    """One for each municipality the case has been with; the last one has it now."""
    events: Sequence[Event]
    """The steps the school may see, the latest first."""

    @property
    def current(self) -> list[Filing]:
        """The version of each filing that counts."""
        return [filing for filing in self.filings if filing.current]

    @property
    def own_clock(self) -> Deadline | None:
        """The nearest deadline that is the school's own to keep."""
        kinds = SCHOOL_CLOCKS - STANDING_CLOCKS
        own = (clock for clock in self.case.deadlines if clock.runs and clock.kind in kinds)
        return min(own, key=lambda clock: clock.due_on, default=None)


def follow(case: Case) -> Followed:
    """Everything the school may see of a case that the reader may follow."""
    filings = versions(case)
    load_clocks(case)
    events = _events(case)
    sent_on = any(event.step is Step.REROUTE for event in events)
    if any(filing.kind is FormKind.DROPOUT for filing in filings):
        load_handovers(case)
    else:
        set_committed_value(case, "handovers", [])
    meetings.load(case)
    return Followed(
        case=case,
        filings=filings,
        stays=_stays(case, _reroutings(case) if sent_on else ()),
        events=events,
    )


def versions(case: Case) -> list[Filing]:
    """Every version of every filing in a case, with who filed it and where to."""
    wanted = (
        select(Filing)
        .where(Filing.case_id == case.id)
        .options(
            joinedload(Filing.author).joinedload(Membership.user),
            joinedload(Filing.municipality),
        )
        .order_by(Filing.ordinal, Filing.version)
    )
    found = list(session().scalars(wanted))
    set_committed_value(case, "filings", found)
    return found


def versions_of(case: Case, ordinal: int) -> list[Filing]:
    """The versions of one filing, the current one last. NotFound when there is no such filing."""
    found = [filing for filing in versions(case) if filing.ordinal == ordinal]
    if not found:
        raise NotFound
    return found


def load_clocks(case: Case) -> list[Deadline]:
    """The case's deadlines, kept on the case for the steps that move them."""
    wanted = select(Deadline).where(Deadline.case_id == case.id)
    found = list(session().scalars(wanted.order_by(Deadline.due_on, Deadline.id)))
    set_committed_value(case, "deadlines", found)
    return found


def load_handovers(case: Case) -> list[Handover]:
    """What was offered to the register and who answered; never the entry that came of it."""
    wanted = (
        select(Handover)
        .where(Handover.case_id == case.id)
        .options(joinedload(Handover.answered_by).joinedload(Membership.user))
        .order_by(Handover.offered_at, Handover.id)
    )
    found = list(session().scalars(wanted))
    set_committed_value(case, "handovers", found)
    return found


def _events(case: Case) -> list[Event]:
    wanted = (
        select(Event)
        .where(Event.case_id == case.id, Event.step.in_(SCHOOL_SEES))
        .options(joinedload(Event.actor).joinedload(Membership.user))
        .order_by(Event.at.desc(), Event.ordinal.desc())
    )
    return list(session().scalars(wanted))


def _reroutings(case: Case) -> list[Rerouting]:
    wanted = (
        select(Rerouting)
        .where(Rerouting.case_id == case.id)
        .options(joinedload(Rerouting.from_municipality))
        .order_by(Rerouting.at, Rerouting.id)
    )
    return list(session().scalars(wanted))


def _stays(case: Case, reroutings: Sequence[Rerouting]) -> list[Stay]:
    earlier = [
        Stay(one.from_municipality, one.arrived_at, one.at, one.reason) for one in reroutings
    ]
    return [*earlier, Stay(case.municipality, case.opened_at)]


def other_open_case(case: Case) -> Case | None:
    """A newer open case of the school's about the same pupil in the same municipality."""
    wanted = select(Case).where(
        Case.number_hash == case.number_hash,
        Case.school_unit_code == case.school_unit_code,
        Case.municipality_code == case.municipality_code,
        Case.state.in_(OPEN_CASE_STATES),
        Case.id != case.id,
    )
    return session().scalar(wanted.limit(1))
