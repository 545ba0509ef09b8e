"""Two schools have imported their roll twice: pupils of the stories and others; some have left."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.clock import today
from portal.demo.town_people import HUDDINGE, HUDDINGEGYMNASIET, NACKA, NACKA_GYMNASIUM, TYRESO
from portal.demo.town_pupils import Pupil
from portal.demo.town_story import Stage
from portal.identity import NumberKind, stored
from portal.models import Case, Municipality, RollPupil
from portal.rolls.rows import Reader
from portal.vocabulary import ImportStage, Role, RollField, RollSource
from portal.workflow import rolls, sought

ROLLS = (
    (NACKA_GYMNASIUM, (NACKA, NACKA, NACKA, TYRESO), ("SA", "EK", "NA")),
    (HUDDINGEGYMNASIET, (HUDDINGE, HUDDINGE, NACKA), ("SA", "TE", "ES")),
)
"""School, where its pupils live, and its programmes."""
SIZE = 42
LEFT = 3
ASKED = 2
ABSENT = ((2340, 14, 0), (960, 6, 0), (300, 3, 0), (120, 1, 0), (5400, 22, 41))
"""Minutes, occasions, and since how many days somebody has been away altogether."""
FIRST, LATEST = -45, -2
"""Working days since the two imports."""
Texts = dict[RollField, str]


def tell(stage: Stage) -> None:
    """Each school's two imports; between them some have left and one has got protected data."""
    for unit, homes, programmes in ROLLS:
        everybody = [*_of_stories(stage, unit), *_others(stage, homes, programmes)]
        roll: list[RollPupil] = []
        later = everybody[:-LEFT]
        later[-1] = later[-1] | {RollField.PROTECTION: "Sekretessmarkering"}
        _say_figures(stage, later)
        for ago, told in ((FIRST, everybody), (LATEST, later)):
            at = stage.days.office_hour(stage.days.away(ago))
            _import(stage, unit, roll, told, at)
        _ask(stage, [one for one in roll if one.left_at is not None][:ASKED])


def _say_figures(stage: Stage, told: list[Texts]) -> None:
    """A month's absence of some; one has been away altogether, for longer than that."""
    last = stage.days.away(LATEST)
    for place, (missed, occasions, away) in enumerate(ABSENT, len(told) - SIZE // 4):
        told[place] = told[place] | {
            RollField.ATTENDANCE_FROM: (last - timedelta(days=30)).isoformat(),
            RollField.ATTENDANCE_TO: (last - timedelta(days=1)).isoformat(),
            RollField.UNEXCUSED_MINUTES: str(missed),
            RollField.OFFERED_MINUTES: "5400",
            RollField.OCCASIONS: str(occasions),
            RollField.ABSENT_SINCE: (last - timedelta(days=away)).isoformat() if away else "",
        }


def _ask(stage: Stage, left: list[RollPupil]) -> None:
    """Their home municipality knows from its region that they have left, and asks the school."""
    at = stage.days.office_hour(stage.days.away(-1))
    for pupil in left:
        for by in stage.cast.at(pupil.home_municipality_code or "", Role.COORDINATOR)[:1]:
            stage.session.add(sought.ask(pupil, pupil.number or "", by=by, at=at))


def _import(
    stage: Stage, unit: str, roll: list[RollPupil], told: list[Texts], at: datetime
) -> None:
    places = stage.session.execute(select(Municipality.code, Municipality.name))
    reader = Reader(unit, ((code, name) for code, name in places), today(at))
    for number, texts in enumerate(told, 2):
        reader.take(number, texts)
    by = stage.cast.counsellor(unit)
    one = rolls.receive(b"", RollSource.CSV, digest="", by=by, at=at)
    one.stage, one.marks_left, one.counts = ImportStage.STORING, True, {}
    roll += rolls.store(one, roll, reader.rows, at=at + timedelta(minutes=4)).pupils
    stage.session.add_all((one, *roll))


def _of_stories(stage: Stage, unit: str) -> list[Texts]:
    """The pupils the school has told of already."""
    found = select(Case).where(Case.school_unit_code == unit).order_by(Case.opened_at, Case.id)
    cases = {case.number: case for case in stage.session.scalars(found)}
    return [
        {
            RollField.NUMBER: stored(case.number).formatted,
            RollField.BIRTH_DATE: case.birth_date.isoformat() if case.birth_date else "",
            RollField.GIVEN_NAME: case.given_name,
            RollField.FAMILY_NAME: case.family_name,
            RollField.PROTECTION: "Ingen",
            RollField.CLASS_NAME: f"{case.programme_code[:2] or 'SA'}{25 - (case.year or 1) + 1}A",
            RollField.PROGRAMME_CODE: case.programme_code,
            RollField.YEAR: str(case.year or ""),
            RollField.HOME_MUNICIPALITY: case.municipality_code,
        }
        for case in cases.values()
        if stored(case.number).kind is not NumberKind.INTERIM
    ]


def _others(stage: Stage, homes: tuple[str, ...], programmes: tuple[str, ...]) -> list[Texts]:
    """Pupils about whom there is nothing to tell."""
    day = today(stage.days.office_hour(stage.days.away(FIRST)))
    return [
        _texts(
            stage.pupils.schoolmate(16 + turn % 3, day, homes[turn % len(homes)]),
            programmes[turn % len(programmes)],
            1 + turn % 3,
        )
        for turn in range(SIZE)
    ]


def _texts(pupil: Pupil, programme: str, year: int) -> Texts:
    street, _, town = pupil.address.partition(", ")
    return {
        RollField.NUMBER: pupil.number.formatted,
        RollField.BIRTH_DATE: pupil.birth_date.isoformat(),
        RollField.GIVEN_NAME: pupil.given_name,
        RollField.FAMILY_NAME: pupil.family_name,
        RollField.PROTECTION: "Ingen",
        RollField.CLASS_NAME: f"{programme}{26 - year}{'AB'[len(pupil.given_name) % 2]}",
        RollField.PROGRAMME_CODE: f"{programme}25" if year < 3 else programme,
        RollField.YEAR: str(year),
        RollField.HOME_MUNICIPALITY: pupil.home,
        RollField.ADDRESS: street,
        RollField.POSTAL_CODE: town[:6],
        RollField.TOWN: town[7:],
        RollField.PHONE: pupil.phone,
        RollField.EMAIL: pupil.email,
        RollField.GUARDIAN_NAME: pupil.guardian,
        RollField.GUARDIAN_PHONE: pupil.guardian_phone,
    }
