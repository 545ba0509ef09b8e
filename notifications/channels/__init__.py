"""One module per way out of the house."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from notifications.channels import mail, webhook
from portal.models import Message
from portal.vocabulary import Channel

SENT: dict[Channel, Callable[[Sequence[Message]], AbstractContextManager[str | None]]] = {
    Channel.MAIL: mail.sent,
    Channel.EXTERNAL_REGISTER: webhook.sent,
}
"""Each takes the rows that share one mail, gives the number the receiver gave it if any, and raises
`NotTaken` when it was not taken."""
