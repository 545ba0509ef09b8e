"""What the receiver of a pick-up may do. It holds link and code, but is nobody the portal knows.

So its steps are taken with nobody as actor, and only those that `steps.py` allows the portal.
"""

import hmac
from datetime import datetime

from portal.errors import WrongState
from portal.models import Case, Pickup, Rerouting, Routine
from portal.vocabulary import CodedAnswer, DeadlineKind, PickupEnd, Step
from portal.workflow import casework, deadlines
from portal.workflow.pickups import end, lapse, leads_somewhere
from portal.workflow.steps import take


def try_code(pickup: Pickup, code: str, *, at: datetime) -> bool:
    """Open the case if the code is right. A wrong one is counted; the last one ends the link."""
    if not leads_somewhere(pickup, at=at):
        return False
    if not hmac.compare_digest(_plain(pickup.code), _plain(code)):
        pickup.tries_left -= 1
        if pickup.tries_left == 0:
            lapse(pickup, PickupEnd.WRONG_CODES, at=at)
        return False
    if pickup.opened_at is None:
        pickup.opened_at = at
        casework.opened(pickup.case, at=at)
        take(pickup.case, Step.PICK_UP, by=None, at=at)
    return True


def _plain(code: str) -> bytes:
    """As it is heard: capitals or not, with a space, a dash or nothing in between."""
    return "".join(sign for sign in code.upper() if sign.isalnum()).encode()


def acknowledge(pickup: Pickup, *, at: datetime) -> None:
    """The receiver has it: no more reminders. The link opens the case until it expires."""
    if pickup.acknowledged_at is not None:
        raise WrongState
    if deadlines.running(pickup.case, DeadlineKind.ACKNOWLEDGE) is None:
        take(pickup.case, Step.ACKNOWLEDGE, by=None, at=at)
    else:
        casework.acknowledge(pickup.case, by=None, at=at)
    _received(pickup, at)


def answer(pickup: Pickup, coded: CodedAnswer, text: str, *, at: datetime) -> None:
    """The receiver tells the school what happens; that acknowledges too."""
    casework.reply(pickup.case, coded, text, by=None, at=at)
    _received(pickup, at)


def _received(pickup: Pickup, at: datetime) -> None:
    pickup.acknowledged_at = pickup.acknowledged_at or at
    pickup.next_at = pickup.expires_at


def send_on(
    pickup: Pickup, routine: Routine, reason: str, *, standing_there: Case | None, at: datetime
) -> Rerouting:
    """The pupil belongs elsewhere: the case goes there, and this link ends."""
    trace = casework.reroute(
        pickup.case, routine, reason, standing_there=standing_there, by=None, at=at
    )
    end(pickup, PickupEnd.NOT_NEEDED, at=at)
    return trace
