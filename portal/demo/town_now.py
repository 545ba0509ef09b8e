"""Stories that stand at a certain place today: what lists and start pages show first.

`due` is how many working days from today the nearest deadline lies; negative has passed.
"""

from portal.clock import add_working_days, today
from portal.demo import town_beats
from portal.demo import town_together as together
from portal.demo.town_story import Story
from portal.vocabulary import CloseReason, CodedAnswer, DeclineReason, FormKind, Outcome
from portal.workflow import casework, closing

QUESTIONS = (
    "Hur ofta har eleven varit på plats de senaste två veckorna?",
    "Vilka tider passar er och eleven för ett möte i nästa vecka?",
    "Har ni pratat med vårdnadshavarna om studieplanen?",
)


def unread(story: Story, kind: FormKind, due: int) -> None:
    """In the queue; nobody has opened it."""
    story.until(due - story.routine(kind).acknowledge_days)
    story.files(kind, wants_meeting=kind is FormKind.ABSENCE and due > 0)


def read(story: Story, kind: FormKind, due: int) -> None:
    """Opened, not acknowledged."""
    unread(story, kind, due)
    story.wait(1)
    story.opens()


def acknowledged(story: Story, kind: FormKind, due: int) -> None:
    """The school knows that it is read; nobody has taken it."""
    story.until(due - story.routine(kind).first_answer_days)
    story.files(kind)
    story.acknowledges()


def given_back(story: Story, kind: FormKind, due: int) -> None:
    """Taken and handed back to the queue."""
    story.until(due - story.routine(kind).first_answer_days)
    story.files(kind)
    story.takes()
    reason = "Jag känner familjen, någon annan bör ta det."
    casework.hand_back(story.case, reason, by=story.worker, at=story.now())


def meeting_to_book(story: Story, due: int) -> None:
    story.until(due - story.routine(FormKind.AT_RISK).meeting_days)
    town_beats.taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)


def times_proposed(story: Story, due: int) -> None:
    meeting_to_book(story, due)
    days = story.stage.days
    together.propose(story, [days.away(n) for n in (2, 3, 4)])


def booked(story: Story, day: int) -> None:
    """The joint meeting is so many working days from today; one behind us is not written down."""
    story.until(min(day, 0) - 9)
    town_beats.taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)
    together.book(story, story.stage.days.away(day), 9 + (story.stage.chance.randint(0, 3) * 2) % 7)


def dropout_awaited(story: Story, due: int) -> None:
    """The meeting ended with the pupil leaving; the school has not filed yet."""
    held_on = due - story.routine(FormKind.AT_RISK).question_days
    story.until(held_on - 9)
    town_beats.taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)
    meeting = together.book(story, story.stage.days.away(held_on))
    together.hold(story, meeting, Outcome.LEAVES, "Eleven slutar. Skolan anmäler studieavbrott.")


def promised(story: Story, due: int) -> None:
    """The meeting was held; what was promised waits on both sides."""
    story.until(due - 24)
    town_beats.taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)
    story.wait(1)
    held_on = story.stage.days.away(due - 15)
    meeting = together.book(story, held_on)
    follow_up = add_working_days(held_on, 30)
    promises = town_beats.promises(story)
    outcome, text = Outcome.STAYS_WITH_SUPPORT, town_beats.SUPPORT[0]
    together.hold(story, meeting, outcome, text, *promises, follow_up_on=follow_up)


def renewal_awaited(story: Story) -> None:
    """A risk told of half a year ago: within days the school renews it or takes it back."""
    story.until(-116)
    town_beats.taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)
    follow_up = add_working_days(today(story.at), 30)
    town_beats.met(story, Outcome.STAYS_WITH_SUPPORT, town_beats.SUPPORT[0], follow_up)
    story.wait(20)
    story.monitors(story.stage.days.away(30), "Stödet fortsätter, vi hör oss för.")


def asked(story: Story, due: int) -> None:
    """Answered once; now it waits for the school."""
    story.until(due - story.routine(FormKind.ABSENCE).question_days - 2)
    story.files(FormKind.ABSENCE)
    story.wait(1)
    story.takes()
    story.replies(CodedAnswer.RECEIVED)
    story.wait(1)
    story.asks(QUESTIONS[story.chance(0, 2)])


def monitored(story: Story, due: int) -> None:
    story.until(min(due, 0) - 18)
    story.files(FormKind.ABSENCE)
    story.wait(2)
    story.takes()
    story.replies(CodedAnswer.SCHOOL_CONTINUES)
    story.wait(1)
    story.monitors(story.stage.days.away(due), "Skolan följer närvaron, vi hör oss för.")


def resting(story: Story, due: int) -> None:
    """Taken and answered; only the next step is asked for."""
    story.until(due - story.routine(FormKind.ABSENCE).next_step_days - 1)
    story.files(FormKind.ABSENCE)
    story.wait(1)
    story.takes()
    story.replies(CodedAnswer.CONTACTING, town_beats.SCHOOL_HEARS[0])


def offered(story: Story, due: int) -> None:
    """The handover waits for its answer."""
    story.until(due - story.routine(FormKind.DROPOUT).handover_days)
    story.files(FormKind.DROPOUT)
    story.wait(1)
    story.takes()
    story.replies(CodedAnswer.CONTACTING)


def declined(story: Story, due: int) -> None:
    """Handover declined: the pupil is still enrolled, and the case goes on."""
    story.until(due - story.routine(FormKind.DROPOUT).next_step_days - 2)
    story.files(FormKind.DROPOUT)
    story.wait(1)
    story.takes()
    story.replies(CodedAnswer.CONTACTING)
    story.wait(1)
    together.decline(story, DeclineReason.STILL_ENROLLED)


def reopening(story: Story, due: int) -> None:
    """Closed; the school has asked to have it opened again."""
    ago = due - story.routine(FormKind.ABSENCE).first_answer_days
    story.until(ago - 30)
    town_beats.taken(story, FormKind.ABSENCE, CodedAnswer.SCHOOL_CONTINUES)
    story.until(ago - 8)
    closing.close(
        story.case, CloseReason.STAYS, what="Eleven är tillbaka", by=story.worker, at=story.now()
    )
    story.until(ago)
    story.asks_to_reopen("Eleven kom inte tillbaka efter lovet som vi trodde.")


def just_registered(story: Story, due: int) -> None:
    """In the register, first contact not yet made."""
    story.until(due - story.routine(FormKind.DROPOUT).first_contact_days - 3)
    story.files(FormKind.DROPOUT)
    story.wait(1)
    story.takes()
    story.replies(CodedAnswer.CONTACTING)
    story.wait(2)
    together.accept(story)
