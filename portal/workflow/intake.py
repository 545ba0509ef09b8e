"""Youths who come into the register without a handover: matched first, and never doubled."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.clock import today
from portal.errors import Conflict, KaaEndsAt20, OpenEntryExists
from portal.identity import age_on
from portal.models import Case, Membership, Municipality, Occupation, RegisterEntry
from portal.vocabulary import (
    N_,
    FormKind,
    OccupationKind,
    OccupationSource,
    RegistrationReason,
    Tense,
)
from portal.workflow.admission import Youth, admit
from portal.workflow.legal import covered_by_kaa


class KnownAlready(Conflict):
    """The same words whoever it is: they must not tell that somebody is protected."""

    sentence = N_("Ungdomen är redan känd i kommunen. Ingen ny registerpost behövs.")


class WasInTheRegister(Conflict):
    sentence = N_(
        "Ungdomen har funnits i registret. Öppna den registerposten igen i stället för att göra "
        "en ny."
    )


class HasAnOpenCase(Conflict):
    sentence = N_(
        "Det finns redan ett öppet ärende om ungdomen. Läs det först, och kryssa sedan i att du "
        "vill skriva in ungdomen ändå."
    )


@dataclass(frozen=True)
class Known:
    """What the municipality knows already of the one who is to come in."""

    running: RegisterEntry | None = None
    ended: RegisterEntry | None = None
    """The entry that was closed last."""
    case: Case | None = None
    """An open case about the same pupil."""
    in_other_hands: bool = False
    """Somebody sees to the youth where ordinary lists do not reach."""
    was_filed: bool = False
    """A school has told that the youth left."""


@dataclass(frozen=True)
class LastSchool:
    """Where the youth last went to school, as far as it is known."""

    name: str
    ended_on: date | None
    source: OccupationSource


def take_in(
    youth: Youth,
    known: Known,
    caseworker: Membership | None,
    last: LastSchool | None = None,
    *,
    despite_case: bool = False,
    by: Membership,
    at: datetime,
) -> RegisterEntry:
    """Enter a youth of whom no school has told, or raise what stands in the way."""
    if known.in_other_hands:
        raise KnownAlready
    if known.running is not None:
        raise OpenEntryExists
    if not covered_by_kaa(age_on(youth.birth_date, today(at))):
        raise KaaEndsAt20
    if known.ended is not None:
        raise WasInTheRegister
    if known.case is not None and not despite_case:
        raise HasAnOpenCase
    return enter(youth, caseworker, last, was_filed=known.was_filed, by=by, at=at)


def enter(
    youth: Youth,
    caseworker: Membership | None,
    last: LastSchool | None,
    *,
    was_filed: bool,
    by: Membership,
    at: datetime,
) -> RegisterEntry:
    """Into the register of the one who enters the youth. A dropout nobody filed is looked into."""
    municipality = by.municipality
    assert municipality is not None
    dropped_out = youth.reason is RegistrationReason.DROPPED_OUT
    entry = admit(
        youth,
        municipality,
        caseworker,
        without_filing=dropped_out and not was_filed,
        begins_in=begins_in(municipality),
        by=by,
        at=at,
    )
    if last is not None:
        entry.occupations.append(
            Occupation(
                tense=Tense.PAST,
                kind=OccupationKind.STUDIES,
                what=last.name,
                until=last.ended_on,
                source=last.source,
                known_on=today(at),
            )
        )
    return entry


def begins_in(municipality: Municipality) -> int:
    """Working days until the first contact, as the municipality has it for dropouts."""
    routine = next(one for one in municipality.routines if one.kind is FormKind.DROPOUT)
    return routine.first_contact_days
