"""The open cases as a file, for the days when the portal does not answer."""

from flask import g
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import log
from portal.clock import now, today
from portal.db import transaction
from portal.queries import queue as cases
from portal.vocabulary import Opened, Permission
from portal.web import csvfile
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.queue import bp

__all__ = ["bp"]


@bp.get("/queue.csv")
@for_roles(Permission.QUEUE_EXPORT)
def export() -> ResponseReturnValue:
    """What must be done, about whom, and whom to phone. That it left is logged before it does."""
    by, at = actor(), now()
    with transaction():
        log.opened(by, Opened.EXPORT, "queue", at=at, request_id=g.request_id)
    columns = {
        "due_on": _("Tidsfrist"),
        "due_kind": _("Steg"),
        "reference": _("Referens"),
        "family_name": _("Efternamn"),
        "given_name": _("Förnamn"),
        "birth_date": _("Födelsedatum"),
        "latest_kind": _("Anmälan"),
        "latest_filed_at": _("Senast anmäld"),
        "state": _("Läge"),
        "caseworker": _("Handläggare"),
        "school": _("Skola"),
        "school_unit_code": _("Skolenhet"),
        "sender": _("Anmälare"),
        "sender_phone": _("Telefon"),
    }
    rows = ([getattr(row, name) for name in columns] for row in cases.open_cases(by))
    return csvfile.download(f"oppna-arenden-{today(at).isoformat()}", list(columns.values()), rows)
