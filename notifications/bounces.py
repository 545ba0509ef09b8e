"""A mail that a server took and later sent back: its report (RFC 3464), piped in by the operator.

Anybody can send such a report to our address. It counts only when it returns the headers of a mail
of ours, with the drawn number that only its receiver has seen. Nothing of it is kept but its class.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message as Mail
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from notifications.alarm import tell_a_human
from portal.config import settings
from portal.models import Message
from portal.vocabulary import MessageState

LARGEST = 2_000_000
"""Bytes that are read of a report; a mail of ours is a hundredth of it."""
CLASS = re.compile(r"([45])\.\d{1,3}\.\d{1,3}")
log = structlog.get_logger(__name__)


class Verdict(StrEnum):
    """What a report was good for."""

    BOUNCED = "bounced"
    BEFORE = "told of before"
    NO_REPORT = "no report of a failure"
    FOREIGN = "not a mail of ours"
    NOT_SENT = "not a mail that was sent"

    @property
    def counts(self) -> bool:
        return self in (Verdict.BOUNCED, Verdict.BEFORE)


@dataclass(frozen=True)
class Report:
    """That a mail failed, which one of ours it was, and whether for good (5) or by waiting (4)."""

    message_id: UUID | None
    status_class: str


def take_back(raw: bytes, session: Session, *, at: datetime) -> Verdict:
    """Mark the message that a report is about, and tell a human as of any failure."""
    verdict = _judge(read(raw), session, at=at)
    if not verdict.counts:
        log.warning("bounce ignored", why=verdict.value)
    return verdict


def read(raw: bytes) -> Report | None:
    """What a mail reports; None when it is no report, or one of something else than a failure."""
    mail = email.message_from_bytes(raw, policy=email.policy.compat32)
    if mail.get_content_type() != "multipart/report":
        return None
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            found = next(_failures(part), None)
            return Report(_original(mail), found) if found else None
    return None


def _failures(part: Mail) -> Iterator[str]:
    """The class of each receiver's failure; a delay or a delivery is none."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, Mail) and _word(block, "Action") == "failed":
            status = CLASS.match(_word(block, "Status"))
            yield status[1] if status else "5"


def _word(mail: Mail, name: str) -> str:
    return str(mail.get(name, "")).strip().lower()


def _original(mail: Mail) -> UUID | None:
    """Which mail of ours the report returns: both of its marks must say the same."""
    for part in mail.walk():
        returned = _returned(part)
        if returned is None:
            continue
        ours = f"@{urlsplit(settings().base_url).hostname}>"
        named, drawn = _word(returned, "Message-ID"), _word(returned, "X-Message-Ref")
        if named != f"<{drawn}{ours}":
            return None
        try:
            return UUID(drawn)
        except ValueError:
            return None
    return None


def _returned(part: Mail) -> Mail | None:
    """The mail, or only its headers, that a part of a report holds."""
    kind, held = part.get_content_type(), part.get_payload()
    if kind == "message/rfc822" and isinstance(held, list) and held:
        return held[0] if isinstance(held[0], Mail) else None
    if kind == "text/rfc822-headers":
        text = part.get_payload(decode=True)
        return email.message_from_bytes(text) if isinstance(text, bytes) else None
    return None


def _judge(report: Report | None, session: Session, *, at: datetime) -> Verdict:
    if report is None:
        return Verdict.NO_REPORT
    if report.message_id is None:
        return Verdict.FOREIGN
    carried = or_(Message.id == report.message_id, Message.carrier_id == report.message_id)
    rows = session.scalars(select(Message).where(carried).order_by(Message.id).with_for_update())
    by_id = {row.id: row for row in rows}
    first = by_id.get(report.message_id)
    if first is None:
        return Verdict.FOREIGN
    if first.state is MessageState.BOUNCED:
        return Verdict.BEFORE
    if first.state is not MessageState.SENT:
        return Verdict.NOT_SENT
    for row in by_id.values():
        if row.state is MessageState.SENT:
            row.state, row.last_error = MessageState.BOUNCED, f"Bounced{report.status_class}"
    log.error("bounced", message=str(first.id), error=first.last_error)
    tell_a_human(first, session, at=at)
    return Verdict.BOUNCED
