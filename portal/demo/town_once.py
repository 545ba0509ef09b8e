"""Stories that happen once in the town: sent on, told twice, grown up, from a school unknown."""

from functools import partial

from portal.clock import today
from portal.demo import town_dropouts as dropouts
from portal.demo import town_lives as lives
from portal.demo.town_beats import taken
from portal.demo.town_people import (
    FRYSHUSET,
    HUDDINGE,
    NACKA,
    NACKA_GYMNASIUM,
    NORRKOPING,
    RYTMUS,
    TYRESO,
    UNKNOWN_UNIT,
)
from portal.demo.town_schedule import lived
from portal.demo.town_story import Stage, Story
from portal.vocabulary import CodedAnswer, FormKind
from portal.workflow.paper import OnPaper

PAPER_AGO = 6
"""Working days since a form was handed over on paper, which was entered yesterday."""


def tell(stage: Stage) -> None:
    """Each of them, somewhere in the last months."""
    for ago, old, new in ((160, NACKA, NORRKOPING), (45, HUDDINGE, NACKA), (6, NACKA, TYRESO)):
        lived(_story(stage, old, FRYSHUSET, 17, ago), partial(lives.sent_on, home=new))
    for ago in (110, 4):
        lived(_story(stage, NACKA, FRYSHUSET, 20, ago), dropouts.turned_20)
    _told_by_two_schools(stage, 70)
    told = partial(taken, kind=FormKind.ABSENCE, answer=CodedAnswer.RECEIVED)
    lived(_story(stage, NACKA, UNKNOWN_UNIT, 16, 3), told)
    lived(_story(stage, NACKA, NACKA_GYMNASIUM, 17, 1), _entered_from_paper)


def _entered_from_paper(story: Story) -> None:
    """The portal was away for some days, and the school had handed a form over by hand."""
    handed_at = story.stage.days.office_hour(story.stage.days.away(-PAPER_AGO))
    worker = story.worker.user.name
    story.files(FormKind.AT_RISK, days_before=30, on_paper=OnPaper(handed_at, worker))


def _story(stage: Stage, home: str, unit: str, age: int, ago: int) -> Story:
    begins = stage.days.office_hour(stage.days.away(-ago))
    return Story(stage, stage.pupils.of_age(age, today(begins), home), unit, begins, turn=ago)


def _told_by_two_schools(stage: Stage, ago: int) -> None:
    """The pupil has changed school, and both tell of the same absence."""
    first = _story(stage, NACKA, NACKA_GYMNASIUM, 17, ago)
    begins = first.at
    lived(first, lives.school_goes_on)
    second = Story(stage, first.pupil, RYTMUS, stage.days.later(begins, 4), turn=ago)
    lived(second, partial(lives.marked_as_duplicate, original=first))
