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
SOON = timedelta(minutes=10)
"""From a ping to the fetch: what is told meanwhile comes with it, so pings cost no more often."""
APART = 10
"""Minutes over which school units are spread that one system tells at the same moment."""
RENEWED = timedelta(hours=20)
"""How long a subscription is left alone: every night, whatever it says of its own life."""


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


def succeeded(source: PupilSource) -> None:
    """When it is fetched next stays: something may have changed there while it was being read."""
    source.tries = 0


def pinged(source: PupilSource, *, at: datetime) -> None:
    """Something has changed there: it is fetched soon, unless it is to be fetched sooner anyway."""
    soon = at + SOON + timedelta(minutes=int(source.school_unit_code) % APART)
    if soon < source.next_at:
        source.next_at, source.pinged_at = soon, at


def is_to_renew(source: PupilSource, *, at: datetime) -> bool:
    """Whether to speak of the subscription; not with a system that has just been silent."""
    return source.tries == 0 and (source.renew_at is None or source.renew_at <= at)


def expect_pings(source: PupilSource, ping_hash: str) -> None:
    """A new address for them. The one before is dead."""
    source.ping_hash, source.subscription_id = ping_hash, None


def subscribed(
    source: PupilSource, subscription_id: str, *, until: datetime | None, at: datetime
) -> None:
    """For another day; one that lives shorter is renewed when half its life is over."""
    source.subscription_id = subscription_id
    lasts = RENEWED if until is None else min(RENEWED, (until - at) / 2)
    source.renew_at = at + max(lasts, timedelta())


def unsubscribed(source: PupilSource, *, again_at: datetime | None) -> None:
    """It tells nothing any more, and whoever tells is not heard: the night's fetch is enough."""
    source.ping_hash = source.subscription_id = source.pinged_at = None
    source.renew_at = again_at
