"""Municipalities, organisers and school units: how they are reached, how they want things done."""

from datetime import date, datetime
from uuid import UUID, uuid4

from portal.access.rules import require
from portal.errors import (
    ContactMissing,
    DaysAlreadyGiven,
    EndsBeforeItBegins,
    NotGivenHere,
    PercentMissing,
)
from portal.models import Membership, Municipality, Organiser, Routine, SchoolBreak, SchoolUnit
from portal.vocabulary import AbsenceTrigger, OrganiserKind, Permission, Role, SchoolForm


def set_contact(
    municipality: Municipality,
    *,
    kaa_name: str,
    email: str,
    phone: str,
    phone_hours: str,
    protected_phone: str,
    by: Membership,
) -> None:
    """How schools reach the municipality. One that has joined can always be reached."""
    require(by, Permission.MUNICIPALITY_MANAGE, municipality)
    if municipality.joined and not all((kaa_name, email, phone, protected_phone)):
        raise ContactMissing
    municipality.kaa_name = kaa_name
    municipality.email, municipality.phone = email, phone
    municipality.phone_hours, municipality.protected_phone = phone_hours, protected_phone


def set_mailbox(municipality: Municipality, email: str, phone: str, *, by: Membership) -> bool:
    """Where one that has not joined is told of filings; whether anything was set.

    One that has joined sees to it itself. An empty telephone leaves the number that is known.
    """
    _is_the_portals(by)
    if municipality.joined:
        return False
    municipality.email = email
    municipality.phone = phone or municipality.phone
    return True


def join(municipality: Municipality, on: date, *, by: Membership) -> None:
    """From now on the municipality works in the portal. There is no way back."""
    _is_the_portals(by)
    reached_by = (municipality.kaa_name, municipality.email, municipality.phone)
    if not all((*reached_by, municipality.protected_phone)):
        raise ContactMissing
    municipality.joined_on = municipality.joined_on or on


def set_routine(
    routine: Routine,
    *,
    opens_meeting: bool,
    absence_trigger: AbsenceTrigger | None = None,
    absence_percent: int | None = None,
    by: Membership,
    at: datetime,
    **days: int,
) -> None:
    """How the municipality wants a kind of filing handled, from the next filing on."""
    require(by, Permission.ROUTINE_MANAGE, routine)
    if absence_trigger is AbsenceTrigger.PERCENT and absence_percent is None:
        raise PercentMissing
    routine.opens_meeting = opens_meeting
    routine.absence_trigger = absence_trigger
    routine.absence_percent = absence_percent if absence_trigger is AbsenceTrigger.PERCENT else None
    for name, count in days.items():
        if name not in DAYS:
            raise TypeError(f"a routine has no {name}")
        setattr(routine, name, count)
    routine.changed_at = at


DAYS = (
    "acknowledge_days",
    "first_answer_days",
    "question_days",
    "next_step_days",
    "meeting_days",
    "handover_days",
    "first_contact_days",
    "first_follow_up_days",
    "second_follow_up_days",
    "renew_months",
    "ask_again_weeks",
    "ask_again_spring_week",
    "ask_again_autumn_week",
    "remind_before_days",
    "remind_coordinator_days",
    "remind_leader_days",
    "chase_days",
    "absence_hours",
    "absence_occasions",
)
"""The numbers of a routine, in the order of a case."""


def new_unit(code: str, *, by: Membership) -> SchoolUnit:
    """A school unit of which only the code is known."""
    _is_the_portals(by)
    return SchoolUnit(code=code, name="", complete=False, shares_filings=False, edited=True)


def complete_unit(
    unit: SchoolUnit,
    name: str,
    form: SchoolForm,
    town: str,
    municipality: Municipality | None,
    *,
    by: Membership,
) -> None:
    """What a school is called and where it lies. Who runs it is the portal's to say."""
    require(by, Permission.SCHOOL_UNIT_MANAGE, unit)
    unit.name, unit.form, unit.town = name, form, town
    unit.municipality = municipality
    unit.municipality_code = municipality.code if municipality else None
    _settle(unit)


def set_organiser(
    unit: SchoolUnit, kind: OrganiserKind | None, organiser: Organiser | None, *, by: Membership
) -> None:
    """Who runs a school. That decides who administers its people, so no organiser sets it."""
    _is_the_portals(by)
    unit.organiser = organiser
    unit.organiser_id = organiser.id if organiser else None
    unit.organiser_kind = organiser.kind if organiser else kind
    _settle(unit)


def _settle(unit: SchoolUnit) -> None:
    unit.complete = bool(unit.name and unit.municipality_code and unit.organiser_kind)
    unit.edited = True


def share_filings(unit: SchoolUnit, *, shares: bool, by: Membership) -> None:
    """Whether a unit's counsellors see each other's filings; decided in writing at the school."""
    require(by, Permission.SCHOOL_UNIT_MANAGE, unit)
    unit.shares_filings = shares
    unit.edited = True


def give_break(unit: SchoolUnit, first_on: date, last_on: date, *, by: Membership) -> None:
    """Days on which the school is closed: its own clocks that start from now on rest then."""
    require(by, Permission.SCHOOL_UNIT_MANAGE, unit)
    if last_on < first_on:
        raise EndsBeforeItBegins
    if any((one.first_on, one.last_on) == (first_on, last_on) for one in unit.breaks):
        raise DaysAlreadyGiven
    unit.breaks.append(SchoolBreak(first_on=first_on, last_on=last_on))


def remove_break(unit: SchoolUnit, break_id: UUID, *, by: Membership) -> None:
    """The school is open then after all. One that is gone already is gone."""
    require(by, Permission.SCHOOL_UNIT_MANAGE, unit)
    unit.breaks = [one for one in unit.breaks if one.id != break_id]


def new_organiser(
    name: str, kind: OrganiserKind, municipality: Municipality | None, *, by: Membership
) -> Organiser:
    """Somebody who runs schools."""
    _is_the_portals(by)
    return Organiser(
        id=uuid4(),
        name=name,
        kind=kind,
        municipality_code=municipality.code if municipality else None,
    )


def _is_the_portals(by: Membership) -> None:
    if by.role is not Role.PLATFORM_ADMIN or by.ended_at is not None:
        raise NotGivenHere
