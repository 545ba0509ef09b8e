"""One school has begun a list of pupils who leave with a studiebevis, and not sent it."""

from sqlalchemy import select

from portal.demo.town_people import NACKA_GYMNASIUM
from portal.demo.town_story import Stage
from portal.models import RollPupil
from portal.vocabulary import FormKind
from portal.workflow import batch as workflow

SIZE, LAST_YEAR, AGO = 6, 3, 1


def begin(stage: Stage) -> None:
    """Those of the last year who come first in the roll, marked yesterday."""
    leaving = (
        select(RollPupil)
        .where(
            RollPupil.school_unit_code == NACKA_GYMNASIUM,
            RollPupil.year == LAST_YEAR,
            RollPupil.left_at.is_(None),
            ~RollPupil.protected,
        )
        .order_by(RollPupil.search_name, RollPupil.id)
        .limit(SIZE)
    )
    at = stage.days.office_hour(stage.days.away(-AGO))
    by = stage.cast.counsellor(NACKA_GYMNASIUM)
    batch = workflow.begin(FormKind.DROPOUT, workflow.LEAVERS, by=by, at=at)
    workflow.add(batch, stage.session.scalars(leaving), at=stage.days.soon(at))
    stage.session.add(batch)
