"""What most stories are made of: taken and answered, met and promised, closed."""

from collections.abc import Mapping
from datetime import date, timedelta

from portal.clock import add_working_days, today
from portal.demo import town_together as together
from portal.demo.town_story import Story
from portal.vocabulary import CloseReason, CodedAnswer, FormKind, Outcome, Side
from portal.workflow import closing, commitments
from portal.workflow.meetings import Promise

SUPPORT = (
    "Studieplanen görs om och eleven får hjälp med uppgifterna två eftermiddagar i veckan.",
    "Eleven läser färre kurser till jul och träffar sin mentor varje måndag.",
    "Byte till en annan inriktning från vårterminen. Skolan hör av sig om frånvaron ökar.",
)
SCHOOL_HEARS = (
    "Vi har pratat med eleven i dag och bokar en tid i nästa vecka.",
    "Eleven vill gärna träffa oss. Vi hör av oss när mötet är bokat.",
    "",
)


def taken(
    story: Story,
    kind: FormKind,
    answer: CodedAnswer,
    *,
    wants_meeting: bool = False,
    but: Mapping[str, str] | None = None,
) -> None:
    """Filed, read within days, taken and answered."""
    story.files(kind, wants_meeting=wants_meeting, but=but)
    story.wait(story.chance(1, 4))
    story.takes()
    story.replies(answer, SCHOOL_HEARS[story.chance(0, 2)])


def met(story: Story, outcome: Outcome, text: str, follow_up_on: date | None = None) -> None:
    """A meeting is booked and held; those who help a pupil to stay make promises."""
    story.wait(story.chance(1, 3))
    meeting = together.book(story, add_working_days(today(story.at), story.chance(4, 7)))
    promised = () if outcome is Outcome.LEAVES else promises(story)
    together.hold(story, meeting, outcome, text, *promised, follow_up_on=follow_up_on)


def promises(story: Story) -> tuple[Promise, ...]:
    """Who does what until when, counted from the meeting."""
    due = add_working_days(today(story.at), 12)
    school, kaa = story.counsellor.user.name, story.worker.user.name
    return (
        Promise(Side.SCHOOL, school, "Gör om studieplanen tillsammans med eleven", due),
        Promise(Side.KAA, kaa, "Ringer eleven och hör hur det går", due + timedelta(7)),
    )


def keep_promises(story: Story) -> None:
    """Both sides do what they had promised."""
    for commitment in [one for meeting in story.case.meetings for one in meeting.commitments]:
        if commitment.kept_at is None:
            story.wait(story.chance(2, 6))
            by = story.counsellor if commitment.side is Side.SCHOOL else story.worker
            commitments.keep(commitment, story.case, by=by, at=story.now())
            story.saved()


def closes(
    story: Story, reason: CloseReason, *, what: str = "", on: date | None = None, text: str = ""
) -> None:
    """The caseworker ends the case."""
    at = story.now()
    closing.close(story.case, reason, what=what, on=on, text=text, by=story.worker, at=at)
    story.saved()
