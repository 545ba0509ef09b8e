"""How youths come in: by a school's filing and its handover, or found in another way."""

from datetime import datetime, timedelta
from uuid import uuid4

from portal.clock import today
from portal.identity import IdentityNumber, NumberKind
from portal.models import Filing, RegisterEntry
from portal.vocabulary import (
    FormKind,
    HomeGround,
    OccupationSource,
    RegistrationReason,
    SharingGround,
)
from portal.workflow import filing, handover, intake
from portal.workflow.admission import Youth
from portal.workflow.handover import Filled
from portal.year.lives import Life
from portal.year.place import Place

LATE = (FormKind.AT_RISK, FormKind.ABSENCE)
"""What a school may file about somebody who is in the register already."""


def bring_in(life: Life, place: Place, at: datetime) -> RegisterEntry:
    """The youth's entry, begun as its municipality's routines say."""
    entry = _handed_over(life, place, at) if life.by_filing else _found(life, place, at)
    entry.address = "Storgatan 1"
    entry.phone = "" if life.unknown else "070-000 00 34"
    entry.email = "" if life.unknown else "ungdom@year.example"
    return entry


def _found(life: Life, place: Place, at: datetime) -> RegisterEntry:
    youth = Youth(
        given_name="Kim",
        family_name=f"Ek{life.number}",
        number=life.personal_number,
        birth_date=life.born,
        reason=life.reason,
        origin=life.origin,
    )
    last = None
    if life.reason is RegistrationReason.DROPPED_OUT:
        left = today(at) - timedelta(days=10)
        last = intake.LastSchool("Gymnasieskolan", left, OccupationSource.YOUTH)
    by = life.chance.choice(place.staff)
    caseworker = by if life.assigned else None
    return intake.enter(youth, caseworker, last, was_filed=False, by=by, at=at)


def _handed_over(life: Life, place: Place, at: datetime) -> RegisterEntry:
    by = life.chance.choice(place.staff)
    offer = handover.offered(filed(life, FormKind.DROPOUT, place, None, at).case)
    assert offer is not None
    assert place.counsellor.school_unit is not None
    return handover.accept(
        offer,
        handover.passing(offer.filing, place.counsellor.school_unit.name),
        Filled(
            birth_date=life.born,
            address="Storgatan 1",
            email="",
            phone="",
            read_filing=True,
            called_school=True,
            met_youth=False,
        ),
        by,
        running=None,
        joins_running=False,
        by=by,
        at=at,
    )


def filed(
    life: Life, kind: FormKind, place: Place, entry: RegisterEntry | None, at: datetime
) -> Filing:
    """What a school tells about the youth, today."""
    unit = place.counsellor.school_unit
    assert unit is not None
    told = filing.Told(
        kind=kind,
        number=IdentityNumber(life.personal_number, NumberKind.PERSONNUMMER, life.born),
        given_name="Kim",
        family_name=f"Ek{life.number}",
        birth_date=life.born,
        home_ground=HomeGround.REGISTERED,
        event_on=today(at),
        programme_code="",
        year=1,
        sharing_ground=SharingGround.CONSENT if kind is FormKind.AT_RISK else None,
    )
    return filing.file(
        told,
        draft_id=uuid4(),
        unit=unit,
        routine=place.filing_routines[kind],
        thread=None,
        entry=entry,
        by=place.counsellor,
        at=at,
    )
