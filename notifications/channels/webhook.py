"""A municipality's own register: signed after Standard Webhooks 1.0.0, the same id at every try."""

import base64
import hashlib
import hmac
import json
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request

from notifications.external_register import body
from notifications.faults import Fault, NotTaken
from portal import https
from portal.config import settings
from portal.db import session, transaction
from portal.models import Event, ExternalRegister, Message
from portal.queries import external_register
from portal.workflow.external_register import PREFIX, stopped

PATIENCE = 10
"""Seconds to wait for the register's next word."""
IN_ALL = 20
"""Seconds for all of it; shorter than a lease."""
LARGEST = 64 * 1024
"""Bytes of an answer: there is nothing in it but a number."""
LONGEST_NUMBER = 100
LONGEST_PAUSE = timedelta(hours=8)
"""However long the register asks us to wait: the longest of our own waits."""
GONE, TOO_MANY, SERVERS_FAULT = 410, 429, 500
STOPPED = "RegisterStopped"
"""Its administrators hear of it at once, whatever else they have heard of that day."""


@contextmanager
def sent(rows: Sequence[Message]) -> Iterator[str | None]:
    """The register has it; gives the number it answered with. `NotTaken` when it did not take it.

    It is read, sent and read again in this order: no transaction is open while somebody else's
    server thinks.
    """
    with transaction():
        request = _written(rows[0])
    answer = _posted(request, rows[0])
    yield number_in(answer)


def _written(message: Message) -> Request:
    """What is said now. Who is sealed or erased since then is not spoken of."""
    register = external_register.find(message.municipality_code or "")
    if register is None or not register.active:
        raise NotTaken(Fault.REFUSED, external_register.SWITCHED_OFF)
    event = session().get(Event, message.event_id, populate_existing=True)
    said = body(event, register.payload, session()) if event is not None else None
    if said is None:
        raise NotTaken(Fault.REFUSED, "EntryGone")
    content = json.dumps(said, ensure_ascii=False).encode()
    return Request(register.address, content, _headers(message, register, content))  # noqa: S310 (https, checked before it is sent)


def _headers(message: Message, register: ExternalRegister, content: bytes) -> dict[str, str]:
    assert message.leased_at is not None
    stamp = str(int(message.leased_at.timestamp()))
    return {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": "Overlamningen",
        "webhook-id": str(message.id),
        "webhook-timestamp": stamp,
        "webhook-signature": signature(register.secret, str(message.id), stamp, content),
    }


def signature(secret: str, message_id: str, stamp: str, content: bytes) -> str:
    """v1: HMAC-SHA256 over id, timestamp and what is sent, with dots between."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{stamp}.".encode() + content
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _posted(request: Request, message: Message) -> bytes:
    try:
        https.check(request.full_url, settings().webhook_hosts)
        talk = https.Talk(https.trusting(), patience=PATIENCE, in_all=IN_ALL, largest=LARGEST)
        return talk.ask(request)
    except (https.WrongAddress, https.ClosedHost):
        raise NotTaken(Fault.REFUSED, "RegisterClosed") from None
    except https.TooLarge:
        return b""  # it said yes, and then much that nobody asked for
    except https.TooSlow:
        raise NotTaken(Fault.LATER, "RegisterSlow") from None
    except HTTPError as error:
        error.close()
        raise _refusal(error, message) from None
    except URLError as error:
        raise NotTaken(Fault.LATER, _kind(error.reason)) from None
    except (OSError, HTTPException) as error:
        raise NotTaken(Fault.LATER, _kind(error)) from None


def _refusal(error: HTTPError, message: Message) -> NotTaken:
    """What a status means; of what the register said about it nothing is kept."""
    if error.code == GONE:
        _switch_off(message)
        return NotTaken(Fault.REFUSED, STOPPED)
    if error.code == TOO_MANY or error.code >= SERVERS_FAULT:
        kind = "RegisterBusy" if error.code == TOO_MANY else "RegisterFault"
        return NotTaken(Fault.LATER, kind, after=_asked_to_wait(error, message))
    return NotTaken(Fault.REFUSED, "RegisterRefuses")


def _switch_off(message: Message) -> None:
    assert message.municipality_code is not None
    assert message.leased_at is not None
    with transaction():
        register = external_register.find(message.municipality_code)
        if register is not None:
            stopped(register, at=message.leased_at)
            external_register.give_up_waiting(register.municipality_code)


def _asked_to_wait(error: HTTPError, message: Message) -> timedelta:
    """Retry-After, in seconds or as a date; what cannot be read asks for nothing."""
    said = (error.headers.get("Retry-After") or "").strip()
    try:
        if said.isascii() and said.isdigit():
            asked = timedelta(seconds=int(said[:9]))
        else:
            assert message.leased_at is not None
            asked = parsedate_to_datetime(said) - message.leased_at
    except (ValueError, TypeError):
        return timedelta()
    return min(max(asked, timedelta()), LONGEST_PAUSE)


def _kind(reason: object) -> str:
    if isinstance(reason, ssl.SSLError):
        return "RegisterCertificate"
    return "RegisterSlow" if isinstance(reason, TimeoutError) else "RegisterAway"


def number_in(answer: bytes) -> str | None:
    """The number by which the register knows what it was told; nothing when it says none."""
    try:
        said: Any = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    found = said.get("id") if isinstance(said, dict) else None
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str) or not found.isprintable():
        return None
    return found if 0 < len(found) <= LONGEST_NUMBER else None
