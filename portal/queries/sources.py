"""Where rolls are fetched from, and how it went the last times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from portal.access.scope import visible_school_units
from portal.access.tokens import ping_hash
from portal.db import session
from portal.errors import NotFound
from portal.models import Membership, PupilSource, RollImport, SchoolUnit
from portal.vocabulary import ImportStage, RollSource

MOST = 200


@dataclass(frozen=True)
class Health:
    """When it was last stored, and the last import that was refused since then."""

    stored_at: datetime | None
    refused: RollImport | None


def find(unit_code: str) -> PupilSource | None:
    """As it is in the database now."""
    return session().get(PupilSource, unit_code, populate_existing=True)


def of_unit(unit_code: str) -> PupilSource:
    """The unit's own."""
    found = find(unit_code)
    if found is None:
        raise NotFound
    return found


def siblings(by: Membership, unit: SchoolUnit) -> Sequence[SchoolUnit]:
    """The other school units of the same organiser that the administrator manages."""
    others = select(SchoolUnit).where(
        visible_school_units(by),
        SchoolUnit.organiser_id == unit.organiser_id,
        SchoolUnit.code != unit.code,
    )
    return session().scalars(others.order_by(SchoolUnit.code).limit(MOST)).all()


def of_units(codes: Sequence[str]) -> dict[str, PupilSource]:
    """Those there are, by school unit."""
    wanted = select(PupilSource).where(PupilSource.school_unit_code.in_(codes))
    return {one.school_unit_code: one for one in session().scalars(wanted)}


def next_due(at: datetime) -> PupilSource | None:
    """One whose time has come, for this worker alone."""
    due = select(PupilSource).where(PupilSource.next_at <= at)
    ordered = due.order_by(PupilSource.next_at, PupilSource.school_unit_code).limit(1)
    return session().scalar(ordered.with_for_update(skip_locked=True))


def of_ping(token: str) -> PupilSource | None:
    """Whose system tells by this token; locked, since the worker may be putting it off."""
    wanted = select(PupilSource).where(PupilSource.ping_hash == ping_hash(token))
    return session().scalar(wanted.with_for_update())


def everything() -> Sequence[PupilSource]:
    """All of them, for the command at the server."""
    wanted = select(PupilSource)
    return session().scalars(wanted.order_by(PupilSource.school_unit_code)).all()


def health(unit_code: str) -> Health:
    """How it went at one school unit."""
    return healths([unit_code])[unit_code]


def healths(codes: Sequence[str]) -> dict[str, Health]:
    """How it went: nothing of what was fetched, only when and what was wrong."""
    latest = _latest(codes, ImportStage.STORED, ImportStage.REFUSED)
    stored = _latest(codes, ImportStage.STORED)
    return {
        code: Health(
            stored[code].ended_at if code in stored else None,
            latest[code] if code in latest and latest[code].stage is ImportStage.REFUSED else None,
        )
        for code in codes
    }


def _latest(codes: Sequence[str], *stages: ImportStage) -> dict[str, RollImport]:
    """The last import of each school unit that ended so."""
    wanted = (
        select(RollImport)
        .where(
            RollImport.school_unit_code.in_(codes),
            RollImport.source == RollSource.SS12000,
            RollImport.stage.in_(stages),
        )
        .ext(distinct_on(RollImport.school_unit_code))
        .order_by(RollImport.school_unit_code, RollImport.created_at.desc(), RollImport.id.desc())
    )
    return {one.school_unit_code: one for one in session().scalars(wanted)}
