"""Pupils the school need not file about: it says why, and nothing is ever filed by itself."""

from collections.abc import Iterable
from datetime import date, datetime

from portal.access.rules import require
from portal.clock import today
from portal.errors import SaysTooLittle
from portal.models import Handled, Membership, RollPupil
from portal.vocabulary import HANDLED_REASONS, FormKind, HandledReason, Permission


def handle(
    pupils: Iterable[RollPupil],
    kind: FormKind,
    reason: HandledReason,
    words: str,
    *,
    by: Membership,
    at: datetime,
) -> list[Handled]:
    """Say for each why no filing is made. What happens after this is asked anew."""
    if reason not in HANDLED_REASONS[kind] or (reason is HandledReason.OTHER and not words):
        raise SaysTooLittle
    said = []
    for pupil in pupils:
        require(by, Permission.ROLL_READ, pupil)
        said.append(
            Handled(
                pupil_id=pupil.id,
                kind=kind,
                reason=reason,
                words=words,
                until=happened_on(pupil, kind, today(at)),
                by_id=by.id,
                at=at,
            )
        )
    return said


def happened_on(pupil: RollPupil, kind: FormKind, day: date) -> date:
    """The day of what the roll tells: the end of the figures, or when somebody was last there."""
    if kind is FormKind.ABSENCE:
        return pupil.attendance_to or day
    if pupil.ended_on is not None and pupil.ended_on < day:
        return pupil.ended_on
    if pupil.left_at is not None:
        return today(pupil.left_at)
    return pupil.absent_since or day
