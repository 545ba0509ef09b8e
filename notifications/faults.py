"""Why a message was not taken, and how long it is tried again.

*Away* blames no message: the server did not answer, or refuses us altogether. It is asked again
every minute, so that all mails are under way a minute after it is back. *Later* is the answer to
this message, for now (4xx): it is tried more and more seldom for at least 72 hours. *Never* is a
refusal for good (5xx), or a message that cannot be written. Servers say 5xx while a mailbox is
moved or a list of senders mended, so it is tried three times more, within some five hours. A wrong
address does not get better in 72 hours, and a human should know of it soon. *Refused* is not tried
again at all: a municipality's own register says so of what it will never take.
"""

from datetime import timedelta
from enum import Enum, auto


class Fault(Enum):
    """What a refusal says about the next try."""

    AWAY = auto()
    LATER = auto()
    NEVER = auto()
    REFUSED = auto()


class NotTaken(Exception):
    """A message that was not taken, by the kind of error: its text may name somebody."""

    def __init__(self, fault: Fault, kind: str, *, after: timedelta = timedelta()) -> None:
        super().__init__(kind)
        self.fault = fault
        self.kind = kind
        self.after = after
        """How long the receiver asks us to wait at least."""


SOON = timedelta(seconds=45)
WAITS = {
    Fault.LATER: (
        SOON,
        *(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240)),
        *[timedelta(hours=8)] * 9,
    ),
    Fault.NEVER: (SOON, timedelta(hours=1), timedelta(hours=4)),
    Fault.REFUSED: (),
}
"""How long to wait after each refusal; when there is no wait left, a human is told."""
PATIENCE = timedelta(hours=72)
"""How long a message waits for a server that is away."""
SPREAD = 0.2
"""By how much a wait is made longer at most, so that what failed together is not tried together."""


def wait(fault: Fault, attempts: int, waited: timedelta, chance: float) -> timedelta | None:
    """How long until the next try; None when there is none. `chance` lies between 0 and 1."""
    if fault is Fault.AWAY:
        base = SOON if waited < PATIENCE else None
    else:
        waits = WAITS[fault]
        base = waits[attempts - 1] if attempts <= len(waits) else None
    return base * (1 + SPREAD * chance) if base is not None else None
