"""Where a school unit's roll is fetched from: set by an administrator, fetched at night."""

from datetime import date, datetime, time, timedelta

from portal.access.rules import require
from portal.clock import from_local, today
from portal.models import Membership, PupilSource, SchoolUnit
from portal.vocabulary import Permission

NIGHT = time(2)
SPREAD = 120
"""Minutes over which the school units' nights are spread."""
PAUSE = timedelta(hours=1)
MOST_TRIES = 4
"""In a night; then the next one comes."""


def set_source(
    unit: SchoolUnit, address: str, *, by: Membership | None, at: datetime
) -> PupilSource:
    """A new one. The command at the server has nobody as actor."""
    if by is not None:
        require(by, Permission.SCHOOL_UNIT_MANAGE, unit)
    return PupilSource(
        school_unit_code=unit.code,
        address=address,
        changed_at=at,
        next_at=next_night(unit.code, at=at),
        tries=0,
    )


def let_in(
    source: PupilSource,
    *,
    token: str,
    certificate: str,
    private_key: str,
    authority: str,
    valid_until: date | None,
) -> None:
    """What proves who asks. What is left empty stays as it was."""
    source.token = token or source.token
    source.authority = authority or source.authority
    if certificate:
        source.certificate, source.private_key = certificate, private_key
        source.valid_until = valid_until


def next_night(unit_code: str, *, at: datetime) -> datetime:
    """The same minute every night, another for each school unit."""
    minutes = timedelta(minutes=int(unit_code) % SPREAD)
    tonight = from_local(today(at), NIGHT) + minutes
    return tonight if tonight > at else from_local(today(at) + timedelta(days=1), NIGHT) + minutes


def put_off(source: PupilSource, *, at: datetime) -> None:
    """It is being fetched: until the next night nobody else need."""
    source.next_at = next_night(source.school_unit_code, at=at)


def try_again(source: PupilSource, *, at: datetime) -> None:
    """In an hour, a few times; then the next night."""
    source.tries += 1
    if source.tries < MOST_TRIES:
        source.next_at = at + PAUSE
    else:
        source.tries = 0


def succeeded(source: PupilSource, *, at: datetime) -> None:
    source.tries = 0
    source.next_at = next_night(source.school_unit_code, at=at)
