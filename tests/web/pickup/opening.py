"""How a receiver opens a link, and how a test sees what is stored afterwards."""

from sqlalchemy import select

from portal.access import tokens
from portal.models import AccessLogEntry, Event
from portal.vocabulary import Opened

MAILBOX = "kaa@0138.example"


def link_of(pickup):
    """The link that a mail about it has."""
    return tokens.pickup_path(pickup)


def open_with(client, link, code):
    return client.send(client.get(link), code=code)


def steps(rows, case):
    """The steps of a case, in order."""
    events = rows.scalars(select(Event).where(Event.case_id == case.id).order_by(Event.ordinal))
    return [event.step for event in events]


def openings(rows):
    wanted = select(AccessLogEntry).where(AccessLogEntry.opened == Opened.PICKUP)
    return list(rows.scalars(wanted.order_by(AccessLogEntry.id)))
