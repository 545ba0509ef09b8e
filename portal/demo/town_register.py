"""What becomes of youths in the register: reached or not, in measure, at work, and gone."""

from collections.abc import Callable
from datetime import timedelta

from portal.clock import add_working_days, today
from portal.demo import town_week
from portal.demo.town_story import Story
from portal.identity import age_on
from portal.vocabulary import (
    CloseReason,
    EntryEndReason,
    FormKind,
    OccupationKind,
    OccupationSource,
    Role,
    Tense,
    YouthStatus,
)
from portal.workflow import closing, register
from portal.workflow.leaving import Onward
from portal.workflow.legal import KAA_AGE

KAA = (Role.CASEWORKER, Role.COORDINATOR)


def goes_on(story: Story) -> None:
    """One of the lives below, each in turn."""
    LIVES[next(story.stage.turns) % len(LIVES)](story)


def seen(story: Story, status: YouthStatus, days: int) -> None:
    """Somebody has looked after the youth, and says when it is time again."""
    assert story.entry is not None
    at = story.now()
    due = add_working_days(today(at), days)
    town_week.keep_up(story, status, at)
    register.update_status(story.entry, status, due, by=story.worker, at=at)
    story.saved()


def followed(story: Story, status: YouthStatus, days: int) -> None:
    """The youth is looked after again and again, mostly on the day, until today or 20."""
    while age_on(story.pupil.birth_date, today(story.at)) < KAA_AGE:
        seen(story, status, days)
        story.wait(days + story.stage.chance.choice((-2, -1, 0, 0, 1, 3)))
    after = Onward(OccupationKind.OTHER, "Arbetsförmedlingens jobbgaranti")
    leaves(story, EntryEndReason.AGE_20, "Arbetsförmedlingen, efter ett gemensamt samtal", after)


def occupied(
    story: Story, kind: OccupationKind, what: str, *, tense: Tense = Tense.PRESENT
) -> None:
    """Write down what the youth does now, or will do."""
    assert story.entry is not None
    at = story.now()
    since = today(at) + timedelta(30 if tense is Tense.FUTURE else -7)
    register.add_occupation(
        story.entry, tense, kind, what, since=since, until=None, source=OccupationSource.YOUTH,
        by=story.worker, at=at,
    )  # fmt: skip
    story.saved()


def leaves(story: Story, reason: EntryEndReason, what: str, onward: Onward | None = None) -> None:
    assert story.entry is not None
    at = story.now()
    register.close(
        story.entry, reason, what=what, on=today(at), onward=onward, by=story.worker, at=at
    )
    story.saved()


def not_reached(story: Story) -> None:
    """Letters, calls and messages, and no answer yet."""
    story.wait(story.chance(4, 9))
    followed(story, YouthStatus.NOT_REACHED, 20)


def reached(story: Story) -> None:
    """Reached, with nothing to do yet."""
    story.wait(story.chance(3, 9))
    seen(story, YouthStatus.REACHED, 5)
    occupied(story, OccupationKind.NONE, "")
    story.wait(6)
    followed(story, YouthStatus.REACHED, 25)


def in_measure(story: Story) -> None:
    """A traineeship that the caseworker follows month by month."""
    story.wait(story.chance(3, 9))
    seen(story, YouthStatus.REACHED, 5)
    story.wait(5)
    occupied(story, OccupationKind.OTHER, "Studiemotiverande praktik")
    followed(story, YouthStatus.IN_MEASURE, 20)


def at_work(story: Story) -> None:
    """Found a job; called again after half a year."""
    story.wait(story.chance(3, 9))
    occupied(story, OccupationKind.WORK, "Butiksbiträde")
    followed(story, YouthStatus.OCCUPIED, 120)


def declines(story: Story) -> None:
    """Wants no contact, and is asked again."""
    story.wait(story.chance(3, 9))
    followed(story, YouthStatus.DECLINES, 60)


def back_to_studies(story: Story) -> None:
    """Reached, guided, and back in education."""
    story.wait(story.chance(3, 9))
    seen(story, YouthStatus.REACHED, 15)
    occupied(story, OccupationKind.STUDIES, "Introduktionsprogram", tense=Tense.FUTURE)
    story.wait(story.chance(14, 26))
    leaves(story, EntryEndReason.STARTED_STUDIES, "Introduktionsprogrammet, yrkesintroduktion")


def moves(story: Story) -> None:
    """Moves to another municipality."""
    story.wait(story.chance(3, 9))
    seen(story, YouthStatus.REACHED, 20)
    story.wait(story.chance(15, 20))
    leaves(story, EntryEndReason.MOVED, "Linköping")


def begins_school(story: Story) -> None:
    """A school tells that the youth begins there: entry and old cases close by themselves."""
    story.wait(story.chance(3, 9))
    seen(story, YouthStatus.REACHED, 20)
    story.wait(story.chance(12, 18))
    story.goes_elsewhere()
    story.files(FormKind.START)


def told_of_again(story: Story) -> None:
    """A new school tells of absence while the entry still runs: it becomes an event there."""
    story.wait(story.chance(3, 9))
    seen(story, YouthStatus.OCCUPIED, 30)
    story.wait(20)
    story.goes_elsewhere()
    story.files(FormKind.ABSENCE)
    story.wait(2)
    story.takes()
    assert story.entry is not None
    closing.close(
        story.case,
        CloseReason.ALREADY_IN_REGISTER,
        what=story.entry.reference,
        text="Vi har redan kontakt och tar upp det med ungdomen.",
        by=story.worker,
        at=story.now(),
    )
    story.wait(8)
    followed(story, YouthStatus.REACHED, 30)


LIVES: tuple[Callable[[Story], None], ...] = (
    not_reached,
    reached,
    in_measure,
    at_work,
    declines,
    back_to_studies,
    moves,
)
