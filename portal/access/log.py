"""Who has opened what: one row for each opening of a person's page, before it is served."""

from datetime import datetime

from portal.db import session
from portal.models import AccessLogEntry, Case, Membership
from portal.vocabulary import Opened, OpeningReason


def opened(
    by: Membership,
    what: Opened,
    reference: str,
    *,
    at: datetime,
    request_id: str,
    reason: OpeningReason | None = None,
) -> None:
    """Write the opening down in the running transaction; uncommitted, the page is not served."""
    session().add(
        AccessLogEntry(
            at=at,
            membership_id=by.id,
            opened=what,
            reference=reference,
            municipality_code=by.municipality_code,
            school_unit_code=by.school_unit_code,
            reason=reason,
            request_id=request_id,
        )
    )


def picked_up(case: Case, *, at: datetime, request_id: str) -> None:
    """The same for an opening by link and code: a municipality, and nobody with an account."""
    session().add(
        AccessLogEntry(
            at=at,
            membership_id=None,
            opened=Opened.PICKUP,
            reference=case.reference,
            municipality_code=case.municipality_code,
            request_id=request_id,
        )
    )
