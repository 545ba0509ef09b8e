"""Files that are wrong, handed in as a school's roll: each is explained, none changes anything."""

from portal.bench.rows import UNIT
from portal.clock import now
from portal.db import forget_session, session, transaction
from portal.drills import school
from portal.drills.faulty_files import FAULTY, HEAD, OTHER, ROW
from portal.drills.figures import Figure
from portal.drills.ground import ask
from portal.models import Membership, RollImport
from portal.rolls import importing
from portal.vocabulary import ImportStage, Role
from portal.workflow import rolls

WHOLE = f"{HEAD}\n{ROW}\n{OTHER}\n200601072382;Bo;Ek;Ja".encode()
ROLL = (
    "SELECT count(*), count(*) FILTER (WHERE protected), "
    "md5(string_agg(t::text, '|' ORDER BY id)) FROM roll_pupil t"
)
ENDED = (ImportStage.REFUSED, ImportStage.ABORTED, ImportStage.COLUMNS, ImportStage.CHECKED)


def drill() -> Figure:
    """Store a roll with a flag, then hand in every faulty file."""
    school.settle(0)
    (counsellor,) = school.hire("colleague", Role.COUNSELLOR, 1, unit=UNIT)
    by = session().get_one(Membership, counsellor)
    one = importing.begin(WHOLE, by=by, at=now())
    with transaction():
        rolls.confirm(one, marks_left=True)
        importing.go_on(one, now=now)
    before, changed, silent = ask(ROLL), 0, 0
    for make, _said in FAULTY.values():
        one = importing.begin(make(), by=by, at=now())
        if one.stage is ImportStage.READING:
            importing.read(one, at=now(), progress=_unheard)
        changed += ask(ROLL) != before
        silent += not _explained(one)
    forget_session()
    return Figure(
        f"{len(FAULTY)} faulty files: {changed} changed the roll or a flag, {silent} not explained",
        "at least 50 files, 0, 0",
        len(FAULTY) >= 50 and not changed and not silent,  # noqa: PLR2004 (the issue's number)
    )


def _unheard(_row: int) -> None:
    """Nobody waits for it."""


def _explained(one: RollImport) -> bool:
    """It was refused with a reason, has rows with a reason, or asks what its columns are."""
    return one.stage is ImportStage.COLUMNS or bool(one.faults)
