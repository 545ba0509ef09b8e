"""The same settings at the server's terminal."""

from collections.abc import Iterator, Mapping

from portal.clock import now
from portal.db import session, transaction
from portal.errors import NotFound
from portal.models import SchoolUnit
from portal.queries import sources
from portal.rolls.ss12000 import settings
from portal.rolls.ss12000.connection import Access
from portal.rolls.table import Unreadable


class NotSet(Exception):
    """It could not be done, and why."""


def store(unit_code: str, address: str, secrets: Mapping[str, str]) -> None:
    """Keep how a school unit's system is reached."""
    said = {name: text.strip() for name, text in secrets.items()}
    access = Access(
        address,
        said.get("token"),
        said.get("certificate"),
        said.get("key"),
        said.get("authority"),
    )
    if bool(access.certificate) != bool(access.private_key):
        raise NotSet("A certificate and its key come together.")
    try:
        with transaction():
            unit = session().get(SchoolUnit, unit_code)
            if unit is None:
                raise NotSet("There is no such school unit.")
            settings.store([unit], access, by=None, at=now())
    except Unreadable as error:
        raise NotSet(f"Not set: {error.fault.kind}.") from None


def soon(unit_code: str) -> None:
    """Its time has come."""
    try:
        with transaction():
            sources.of_unit(unit_code).next_at = now()
    except NotFound:
        raise NotSet("Nothing is set for that school unit.") from None


def lines() -> Iterator[str]:
    """One for each school unit."""
    healths = sources.healths([one.school_unit_code for one in sources.everything()])
    for code, health in healths.items():
        stored = health.stored_at.isoformat(timespec="minutes") if health.stored_at else "never"
        wrong = [kind for _, kind, _ in health.refused.faults] if health.refused else []
        yield f"{code} stored {stored} {', '.join(map(str, wrong[:3]))}".rstrip()
