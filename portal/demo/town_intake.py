"""Youths who came into the register without a filing: by hand, in the summer, and by moving."""

from datetime import date, datetime, timedelta

from portal.clock import today
from portal.demo.town_people import NACKA, NORRKOPING
from portal.demo.town_pupils import Pupil
from portal.demo.town_story import Stage
from portal.models import Membership, Municipality, Reconciliation, RegisterEntry
from portal.vocabulary import EntryOrigin, OccupationSource, Reconciled, RegistrationReason
from portal.workflow import intake, moving
from portal.workflow.admission import Youth
from portal.workflow.intake import LastSchool

BY_HAND = (
    (RegistrationReason.MOVED_IN, EntryOrigin.YOUTH, 3),
    (RegistrationReason.NEWLY_ARRIVED, EntryOrigin.OTHER, 12),
    (RegistrationReason.STUDIEBEVIS, EntryOrigin.GUARDIAN, 30),
)
"""Why they came in, who told, and how many working days ago."""
SUMMER = (
    (
        RegistrationReason.NEVER_STARTED,
        EntryOrigin.ADMISSION,
        Reconciled.STARTED,
        "Nacka gymnasium",
    ),
    (RegistrationReason.DROPPED_OUT, EntryOrigin.GUARDIAN, Reconciled.ASK_SCHOOL, ""),
    (RegistrationReason.NEVER_STARTED, EntryOrigin.ADMISSION, Reconciled.NOT_ON_LIST, ""),
)
"""The same of those who came in July, with what the reconciliation suggests."""


def tell(stage: Stage) -> None:
    """Enter them as somebody at KAA would."""
    for turn, (reason, origin, ago) in enumerate(BY_HAND):
        at = stage.days.office_hour(stage.days.away(-ago))
        _enter(stage, reason, origin, stage.cast.kaa(NACKA, turn), at)
    _came_in_july(stage)
    _moves(stage)
    stage.session.flush()


def _enter(
    stage: Stage,
    reason: RegistrationReason,
    origin: EntryOrigin,
    by: Membership,
    at: datetime,
) -> RegisterEntry:
    assert by.municipality_code is not None
    pupil = stage.pupils.schoolmate(17, today(at), by.municipality_code)
    last = LastSchool("Introduktionsprogrammet", None, OccupationSource.YOUTH)
    entry = intake.enter(_youth(pupil, reason, origin), by, last, was_filed=False, by=by, at=at)
    stage.session.add(entry)
    stage.session.flush()
    return entry


def _youth(pupil: Pupil, reason: RegistrationReason, origin: EntryOrigin) -> Youth:
    return Youth(
        given_name=pupil.given_name,
        family_name=pupil.family_name,
        number=pupil.number.value,
        birth_date=pupil.birth_date,
        reason=reason,
        origin=origin,
        address=pupil.address,
        phone=pupil.phone,
    )


def _came_in_july(stage: Stage) -> None:
    now = stage.days.office_hour(stage.days.away(-1))
    july = date(today(now).year, 7, 6)
    if july > today(now):
        july = july.replace(year=july.year - 1)
    for turn, (reason, origin, suggested, school) in enumerate(SUMMER):
        at = stage.days.office_hour(july + timedelta(turn))
        entry = _enter(stage, reason, origin, stage.cast.kaa(NACKA, turn), at)
        stage.session.add(
            Reconciliation(
                entry=entry,
                municipality_code=NACKA,
                year=today(now).year,
                suggested=suggested,
                school=school,
                compared_at=now,
            )
        )


def _moves(stage: Stage) -> None:
    """Somebody has moved from Norrköping to Nacka, which has not answered yet."""
    entered, offered = (stage.days.office_hour(stage.days.away(-ago)) for ago in (60, 2))
    by = stage.cast.kaa(NORRKOPING)
    entry = _enter(stage, RegistrationReason.MOVED_IN, EntryOrigin.YOUTH, by, entered)
    nacka = stage.session.get_one(Municipality, NACKA)
    moving.offer(entry, nacka, today(offered) - timedelta(7), by=by, at=offered)
