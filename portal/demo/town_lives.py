"""How filings came, were answered and ended: stories that may have come any part of their way."""

from portal.clock import add_working_days, today
from portal.demo import town_dropouts
from portal.demo import town_together as together
from portal.demo.town_beats import SUPPORT, closes, keep_promises, met, taken
from portal.demo.town_register import KAA
from portal.demo.town_story import Story
from portal.vocabulary import CloseReason, CodedAnswer, FormKind, Outcome
from portal.workflow import closing, filing, meetings


def stays_with_support(story: Story) -> None:
    """Risk, a joint meeting, support, and the pupil is still there two months later."""
    taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)
    follow_up = add_working_days(today(story.at), 40)
    met(story, Outcome.STAYS_WITH_SUPPORT, SUPPORT[story.chance(0, 2)], follow_up)
    keep_promises(story)
    story.wait(story.chance(22, 32))
    closes(story, CloseReason.STAYS, what="Går kvar enligt skolan, närvaron är bättre")


def school_goes_on(story: Story) -> None:
    """Absence that the school handles itself, watched from a distance."""
    taken(story, FormKind.ABSENCE, CodedAnswer.SCHOOL_CONTINUES)
    until = add_working_days(today(story.at), 20)
    story.monitors(until, "Skolan har täta samtal med eleven. Vi hör oss för.")
    story.wait(story.chance(18, 24))
    closes(story, CloseReason.STAYS, what="Skolan beskriver att närvaron är god igen")


def leaves_after_meeting(story: Story) -> None:
    """Risk, a joint meeting, the pupil leaves, and KAA takes over."""
    taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)
    met(story, Outcome.LEAVES, "Eleven vill sluta och arbeta. Skolan anmäler studieavbrott.")
    held_on = today(story.at).isoformat()
    story.wait(story.chance(1, 4))
    story.files(FormKind.DROPOUT, but={"meeting_held": "yes", "meeting_held_on": held_on})
    town_dropouts.taken_over(story, met_youth=True)


def absence_that_grew(story: Story) -> None:
    """Absence, told again, and then the pupil is gone."""
    taken(story, FormKind.ABSENCE, CodedAnswer.SCHOOL_CONTINUES)
    story.wait(story.chance(18, 28))
    story.files(FormKind.ABSENCE, wants_meeting=True)
    story.wait(story.chance(1, 3))
    met(story, Outcome.STAYS_WATCH, "Eleven försöker igen. Skolan följer närvaron varje vecka.")
    keep_promises(story)
    story.wait(story.chance(8, 16))
    story.files(FormKind.DROPOUT)
    town_dropouts.taken_over(story, met_youth=True)


def withdrawn(story: Story) -> None:
    """The school told too soon and takes it back."""
    handed_in = story.files(FormKind.ABSENCE)
    story.wait(2)
    filing.withdraw(
        handed_in,
        reason="Frånvaron var felregistrerad, eleven har varit på praktik.",
        by=story.counsellor,
        at=story.now(),
    )
    story.saved()


def other_outcome(story: Story) -> None:
    """A meeting that ends with something else, and a case that closes for a reason of its own."""
    taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)
    text = "Familjen flyttar utomlands i vår. Skolan meddelar när det är klart."
    met(story, Outcome.OTHER, text)
    keep_promises(story)
    story.wait(5)
    closes(story, CloseReason.OTHER, what="Flyttar utomlands")


def corrected(story: Story) -> None:
    """The school mends a date, and the case goes its way."""
    handed_in = story.files(FormKind.ABSENCE, days_before=11)
    story.wait(1)
    story.corrects(handed_in, "Fel datum för första frånvarodagen.", days_before=19)
    story.wait(1)
    story.takes()
    story.asks("Har skolan inlett en frånvaroutredning?")
    story.wait(story.chance(2, 6))
    story.answers("Ja, den började i måndags. Vi återkommer med en plan.")
    story.notes("Ring mentorn om två veckor.")
    school_hears(story)


def school_hears(story: Story) -> None:
    """The school gets its answer, and the case is watched to its end."""
    story.replies(CodedAnswer.SCHOOL_CONTINUES)
    story.monitors(add_working_days(today(story.at), 25), "Frånvaroutredning pågår")
    story.wait(story.chance(25, 30))
    closes(story, CloseReason.STAYS, what="Utredningen är klar, eleven går kvar")


def meeting_that_moved(story: Story) -> None:
    """Times are proposed, one is booked, moved for the guardian, missed, and at last held."""
    taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)
    day = today(story.at)
    together.propose(story, [add_working_days(day, n) for n in (4, 5, 6)])
    story.wait(1)
    meeting = together.book(story, add_working_days(day, 5), 9)
    story.wait(1)
    moved = together.move(story, meeting, add_working_days(day, 9))
    together.miss(story, moved)
    met(story, Outcome.STAYS_WITH_SUPPORT, SUPPORT[0], add_working_days(day, 50))
    keep_promises(story)
    story.wait(story.chance(25, 30))
    closes(story, CloseReason.STAYS, what="Läser enligt den nya planen")


def meeting_called_off(story: Story) -> None:
    """The meeting is cancelled because the pupil has sorted it out with the school."""
    taken(story, FormKind.AT_RISK, CodedAnswer.MEETING)
    together.book(story, add_working_days(today(story.at), 6))
    story.wait(3)
    reason = "Eleven och skolan har kommit överens om en plan."
    meetings.cancel(together.arranged(story), reason, by=story.worker, at=story.now())
    story.saved()
    closes(story, CloseReason.STAYS, what="Byter till ett annat program i januari")


def sent_on(story: Story, home: str) -> None:
    """Filed to the wrong municipality, sent on, and handled where the pupil lives."""
    story.files(FormKind.ABSENCE)
    story.wait(2)
    story.takes()
    story.reroutes(home, "Eleven flyttade i somras och är folkbokförd hos er.")
    story.wait(2)
    if story.stage.cast.at(home, *KAA):
        story.takes()
        school_hears(story)


def opened_again(story: Story) -> None:
    """Closed, asked for again by the school, opened, and closed for good."""
    school_goes_on(story)
    story.wait(6)
    story.asks_to_reopen("Eleven har inte varit här på två veckor.")
    story.wait(2)
    closing.reopen(story.case, by=story.worker, at=story.now())
    story.saved()
    story.wait(10)
    closes(story, CloseReason.STARTED_STUDIES, what="Folkhögskola, allmän kurs", on=today(story.at))


def stays_closed(story: Story) -> None:
    """The school asks for it again, and is told why not."""
    school_goes_on(story)
    story.wait(15)
    story.asks_to_reopen("Vi vill ha ett nytt möte.")
    story.wait(3)
    reason = "Gör en ny anmälan, så att vi får dagens uppgifter."
    closing.refuse_reopen(story.case, reason, by=story.worker, at=story.now())
    story.saved()


def begins_elsewhere(story: Story) -> None:
    """Absent at one school, then told of as a beginner by another: the first case closes too."""
    taken(story, FormKind.ABSENCE, CodedAnswer.CONTACTING)
    story.wait(10)
    story.goes_elsewhere()
    story.files(FormKind.START)


def marked_as_duplicate(story: Story, original: Story) -> None:
    """Two schools tell of the same pupil; the later case points to the earlier."""
    story.files(FormKind.ABSENCE)
    story.wait(1)
    story.takes()
    closing.mark_duplicate(story.case, original.case, by=story.worker, at=story.now())
    story.saved()
