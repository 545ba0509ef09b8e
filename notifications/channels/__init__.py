"""One module per way out of the house."""

from collections.abc import Callable, Sequence

from notifications.channels import mail
from portal.models import Message
from portal.vocabulary import Channel

SEND: dict[Channel, Callable[[Sequence[Message]], None]] = {Channel.MAIL: mail.send}
"""Each takes the rows that share one mail, and raises `NotTaken` when it was not taken."""
