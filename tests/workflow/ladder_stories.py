"""How far youths have come up the ladder, as tests tell it: each story ends where a row begins."""

from datetime import date

from portal.vocabulary import ContactChannel, ContactOutcome
from tests.workflow.ladder import ADULT, Ladder

LETTER, POSTCARD, VISIT_CARD = (
    ContactChannel.LETTER,
    ContactChannel.POSTCARD,
    ContactChannel.VISIT_CARD,
)
PHONE, SMS, EMAIL, VISIT = (
    ContactChannel.PHONE,
    ContactChannel.SMS,
    ContactChannel.EMAIL,
    ContactChannel.HOME_VISIT,
)
REACHED, DECLINED, RETURNED, CARD_LEFT = (
    ContactOutcome.REACHED,
    ContactOutcome.DECLINED,
    ContactOutcome.RETURNED,
    ContactOutcome.CARD_LEFT,
)


def nacka(born: date = ADULT) -> Ladder:
    return Ladder("nacka", born)


def norrkoping(born: date = ADULT, *, assigned: bool = True) -> Ladder:
    return Ladder("norrkoping", born, assigned=assigned)


def letter() -> Ladder:
    ladder = nacka()
    ladder.posts(LETTER)
    return ladder


def lettered() -> Ladder:
    return letter().until(date(2026, 12, 18))


def postcarded() -> Ladder:
    ladder = lettered()
    ladder.posts(POSTCARD)
    return ladder


def called() -> Ladder:
    ladder = nacka()
    ladder.tries(PHONE)
    return ladder


def exhausted(born: date = ADULT) -> Ladder:
    """A letter, a call and a postcard without an answer."""
    ladder = nacka(born)
    ladder.posts(LETTER)
    ladder.tries(PHONE)
    ladder.until(date(2026, 12, 18)).posts(POSTCARD)
    return ladder.wait(31)


def carded(born: date = ADULT) -> Ladder:
    ladder = exhausted(born).until(date(2027, 1, 18))
    ladder.tries(SMS)
    ladder.until(date(2027, 3, 1)).posts(VISIT_CARD)
    return ladder


def visited(born: date = ADULT) -> Ladder:
    ladder = carded(born).until(date(2027, 3, 9))
    ladder.tries(VISIT, CARD_LEFT)
    return ladder


def first_call() -> Ladder:
    ladder = norrkoping().until(date(2026, 12, 2))
    ladder.tries(PHONE)
    return ladder


def second_call() -> Ladder:
    ladder = norrkoping()
    ladder.posts(POSTCARD)
    ladder.until(date(2026, 12, 2)).tries(PHONE)
    ladder.until(date(2026, 12, 30))
    ladder.tries(SMS, ContactOutcome.NO_ANSWER)
    return ladder


def returned() -> Ladder:
    ladder = norrkoping()
    for channel in (POSTCARD, LETTER):
        ladder.answered(ladder.posts(channel), RETURNED)
    return ladder


def declined() -> Ladder:
    ladder = norrkoping().until(date(2026, 12, 2))
    ladder.tries(PHONE, DECLINED)
    return ladder
