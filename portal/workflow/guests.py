"""What those without an account answer to a summons."""

from collections.abc import Sequence
from datetime import datetime

from portal.errors import NotFound
from portal.models import Participant
from portal.vocabulary import Reply, Step
from portal.workflow.steps import take
from portal.workflow.summonses import has_link


def answer(
    participant: Participant, reply: Reply, times: Sequence[datetime], words: str, *, at: datetime
) -> None:
    """Keep the answer, and tell KAA; an answer given again takes the place of the first."""
    meeting = participant.meeting
    if not has_link(meeting, participant, at=at):
        raise NotFound
    if reply is Reply.OTHER_TIME:
        take(meeting, Step.ASK_OTHER_TIME, by=None, at=at, who=participant.kind)
    else:
        take(meeting, Step.ANSWER_SUMMONS, by=None, at=at, who=participant.kind, reply=reply)
    participant.reply, participant.replied_at, participant.words = reply, at, words
    suiting = set(times) if reply is Reply.YES else set()
    participant.suiting_times = [time for time in meeting.proposed_times if time in suiting]
