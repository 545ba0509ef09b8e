"""What was told, read from both ends: the outbox, and the register that heard it."""

import base64
import hashlib
import hmac
from datetime import timedelta

from sqlalchemy import select

from notifications.alarm import TEMPLATE as ALARM
from portal.db import session
from portal.models import Message
from portal.vocabulary import (
    Channel,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OK = (200, {"id": "KAA-7"}, {})


def messages(rows):
    rows.rollback()
    rows.expire_all()
    wanted = select(Message).where(Message.channel == Channel.EXTERNAL_REGISTER)
    return list(rows.scalars(wanted.order_by(Message.created_at, Message.id)))


def again(thing):
    """The same in the session of now: a round forgets its own."""
    return session().get_one(type(thing), thing.id)


def alarms(rows):
    rows.rollback()
    return list(rows.scalars(select(Message.recipient).where(Message.template == ALARM)))


def signed(secret, heard):
    """As a receiver checks it, written from the specification alone."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    head = f"{heard.headers['webhook-id']}.{heard.headers['webhook-timestamp']}."
    mac = hmac.new(key, head.encode() + heard.body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(mac).decode()}"
