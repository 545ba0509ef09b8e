"""One module per way out of the house."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from notifications.channels import mail
from portal.models import Message
from portal.vocabulary import Channel

SENT: dict[Channel, Callable[[Sequence[Message]], AbstractContextManager[None]]] = {
    Channel.MAIL: mail.sent
}
"""Each takes the rows that share one mail, and raises `NotTaken` when it was not taken."""
