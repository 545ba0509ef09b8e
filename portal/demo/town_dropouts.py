"""Stories of pupils who leave, or seem to, and of those who begin."""

from collections.abc import Callable
from datetime import timedelta

from portal.clock import today
from portal.demo import town_register
from portal.demo import town_together as together
from portal.demo.town_beats import closes, taken
from portal.demo.town_story import Story
from portal.vocabulary import CloseReason, CodedAnswer, DeclineReason, EndGround, FormKind
from portal.workflow import filing

Life = Callable[[Story], None]


def drops_out(story: Story, life: Life = town_register.goes_on) -> None:
    """A dropout nobody had told of before."""
    story.files(FormKind.DROPOUT)
    story.wait(story.chance(1, 2))
    story.takes()
    story.replies(CodedAnswer.CONTACTING)
    taken_over(story, life=life)


def taken_over(
    story: Story, *, met_youth: bool = False, life: Life = town_register.goes_on
) -> None:
    """KAA accepts the handover, and the register's work begins."""
    story.wait(story.chance(1, 4))
    together.accept(story, met_youth=met_youth)
    life(story)


def changes_school(story: Story) -> None:
    """A dropout that is a change of school: declined with the reason, and closed."""
    taken(
        story,
        FormKind.DROPOUT,
        CodedAnswer.RECEIVED,
        but={"end_ground": EndGround.CHANGED_SCHOOL.value, "plan_ahead": "other_school"},
    )
    story.wait(1)
    together.decline(story, DeclineReason.OTHER, "Eleven har redan börjat på en annan skola.")
    begins = today(story.at) - timedelta(3)
    closes(story, CloseReason.MOVED_SCHOOL, what="Fryshuset Gymnasium", on=begins)


def has_examen(story: Story) -> None:
    """Told of as a dropout, but the examen is there: KAA does not apply."""
    taken(story, FormKind.DROPOUT, CodedAnswer.RECEIVED)
    story.asks("Vi ser i elevregistret att eleven kan ha examen. Stämmer det?")
    story.wait(2)
    story.answers("Ja, det stämmer. Examensbeviset skrevs i juni.")
    together.decline(story, DeclineReason.HAS_EXAMEN)
    closes(story, CloseReason.NOT_COVERED, what="Har gymnasieexamen")


def turned_20(story: Story) -> None:
    """The pupil is 20: the school tells, KAA does not apply, no handover is offered."""
    story.files(FormKind.DROPOUT)
    story.wait(story.chance(1, 3))
    story.takes()
    closes(story, CloseReason.AGE_20, text="Vi har tipsat eleven om komvux och vägledning.")


def changes_mind(story: Story) -> None:
    """The pupil leaves, regrets it, and the school takes the dropout back in time."""
    handed_in = story.files(FormKind.DROPOUT)
    story.wait(1)
    story.acknowledges()
    story.wait(1)
    reason = "Eleven ångrade sig och går kvar."
    filing.withdraw(handed_in, reason=reason, by=story.counsellor, at=story.now())
    story.saved()


def begins(story: Story) -> None:
    """The pupil begins at the school: told, and closed at once."""
    story.files(FormKind.START)
