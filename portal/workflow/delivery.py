"""What was sent and did not arrive goes out again, and the case remembers that it did."""

from datetime import datetime

from portal.access.rules import require
from portal.errors import NotAllowed, WrongState
from portal.models import Membership, Message
from portal.vocabulary import UNDELIVERED, Permission, Step
from portal.workflow.steps import take


def resend(message: Message, *, by: Membership, at: datetime) -> None:
    """Let a message that was given up, or came back, begin anew.

    Those about an account have a button of their own where the account is: their links grow old.
    """
    thing = message.case or message.entry
    if thing is None:
        raise NotAllowed
    require(by, Permission.DELIVERY_RESEND, message)
    if message.state not in UNDELIVERED:
        raise WrongState
    if message.municipality_code != thing.municipality_code:
        raise WrongState  # the case has been sent on: there is nothing for them to read
    take(thing, Step.RESEND, by=by, at=at, message=str(message.id))
    message.wait_again(at=at)
