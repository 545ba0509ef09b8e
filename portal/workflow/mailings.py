"""What goes to a youth by post: which letter a task asks for, to whom, and that it was sent."""

from datetime import date

from portal.identity import age_on
from portal.vocabulary import MAILED_ACTIONS, Mailing
from portal.vocabulary.routines import ContactChannel, TaskAction
from portal.workflow.tasks import ADULT

_CARDS = {
    ContactChannel.POSTCARD: Mailing.POSTCARD,
    ContactChannel.VISIT_CARD: Mailing.VISIT_CARD,
}


def mailing(
    action: TaskAction, channel: ContactChannel | None, *, to_guardian: bool
) -> Mailing | None:
    """What a task asks to be sent by post, if anything."""
    way = channel or MAILED_ACTIONS.get(action)
    if way is not ContactChannel.LETTER:
        return _CARDS.get(way) if way else None
    if to_guardian:
        return Mailing.GUARDIAN_LETTER
    return Mailing.BEFORE_20 if action is TaskAction.WRITE_BEFORE_20 else Mailing.LETTER


def goes_to_guardian(birth_date: date, day: date, *, guardian_under_18: bool | None) -> bool:
    """Where the routine says so, a guardian is written to instead while the youth is under 18."""
    return bool(guardian_under_18) and age_on(birth_date, day) < ADULT
