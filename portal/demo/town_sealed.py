"""Protected identity in the town: a school that asked to be rung, and a case sealed later."""

from functools import partial

from portal.clock import today
from portal.demo.town_beats import taken
from portal.demo.town_files import attach
from portal.demo.town_people import NACKA, NACKA_GYMNASIUM, RYTMUS
from portal.demo.town_schedule import lived
from portal.demo.town_story import Stage, Story
from portal.queries import sealed as queries
from portal.references import pseudonyms
from portal.sealing import seal_pupil
from portal.vocabulary import CodedAnswer, Flagged, FormKind, Role
from portal.workflow import sealed

AGO = 30
"""Working days since the case that was sealed began; it was sealed a fortnight later."""


def tell(stage: Stage) -> None:
    """Both of them, in Nacka."""
    _referred(stage)
    _sealed_later(stage)


def _referred(stage: Stage) -> None:
    """Asked yesterday to be rung tomorrow."""
    at = stage.days.office_hour(stage.days.away(-1))
    by = stage.cast.counsellor(NACKA_GYMNASIUM)
    record = sealed.refer(
        FormKind.DROPOUT,
        queries.free(pseudonyms(1))[0],
        by.user.phone,
        stage.days.office_hour(stage.days.away(1)),
        unit=stage.unit(NACKA_GYMNASIUM),
        routine=stage.routines[NACKA, FormKind.DROPOUT],
        by=by,
        at=at,
    )
    stage.session.add(record)
    stage.session.add_all(sealed.nudge(queries.officers(NACKA), at=at))
    stage.session.flush()


def _sealed_later(stage: Stage) -> None:
    """A flag came after the case had been taken; the officer has let the counsellor in."""
    begins = stage.days.office_hour(stage.days.away(-AGO))
    pupil = stage.pupils.of_age(17, today(begins), NACKA)
    story = Story(stage, pupil, RYTMUS, begins, turn=AGO)
    lived(story, partial(taken, kind=FormKind.ABSENCE, answer=CodedAnswer.RECEIVED))
    stage.session.flush()
    at = stage.days.later(begins, AGO // 2)
    by = story.counsellor
    attach(stage, story.case, by=by)
    (record,) = seal_pupil(story.case.number_hash, Flagged.GUARDIAN, by=by, at=at)
    (officer,) = stage.cast.at(NACKA, Role.PROTECTION_OFFICER)
    why = "Skolans kontakt med familjen går genom kuratorn."
    sealed.name(record, by, why, by=officer, at=stage.days.later(at, 1))
    stage.session.flush()
