"""How a pupil system is reached, checked before it is stored."""

from collections.abc import Sequence
from datetime import date, datetime

from portal.db import session
from portal.models import Membership, PupilSource, SchoolUnit
from portal.queries import sources
from portal.rolls.ss12000.connection import Access, check
from portal.rolls.table import Unreadable
from portal.vocabulary import RollFault
from portal.workflow import sources as workflow


def store(
    units: Sequence[SchoolUnit], access: Access, *, by: Membership | None, at: datetime
) -> None:
    """The same for each school unit; what is empty stays as each had it."""
    check(access)
    kept = sources.of_units([unit.code for unit in units])
    until = _valid_until(access.certificate) if access.certificate else None
    for unit in units:
        made = workflow.set_source(unit, access.address, by=by, at=at)
        source = kept.get(unit.code) or made
        if source.address != made.address:
            workflow.unsubscribed(source, again_at=None)
        source.address, source.changed_at = made.address, at
        source.next_at, source.tries = made.next_at, 0
        workflow.let_in(
            source,
            token=access.token or "",
            certificate=access.certificate or "",
            private_key=access.private_key or "",
            authority=access.authority or "",
            valid_until=until,
        )
        session().add(source)


def access_of(source: PupilSource) -> Access:
    """What it takes to be let in there."""
    return Access(
        source.address, source.token, source.certificate, source.private_key, source.authority
    )


def _valid_until(certificate: str) -> date:
    from cryptography.x509 import load_pem_x509_certificate

    try:
        return load_pem_x509_certificate(certificate.encode()).not_valid_after_utc.date()
    except ValueError:
        raise Unreadable(RollFault.SOURCE_CERTIFICATE) from None
