"""One module per way out of the house."""

from collections.abc import Callable

from notifications.channels import mail
from portal.models import Message
from portal.vocabulary import Channel

SEND: dict[Channel, Callable[[Message], None]] = {Channel.MAIL: mail.send}
