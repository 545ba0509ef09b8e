"""What is kept: each version of a municipality's mapping, and that a file was made."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.access.rules import require
from portal.clock import HalfYear
from portal.db import session
from portal.errors import Conflict, NotFound, Refused
from portal.models import Membership, StatisticsExport, StatisticsMapping, StatisticsMappingRow
from portal.statistics.mapping import MappingRow, standard
from portal.vocabulary import N_, FileShape, Permission, StatisticsPurpose

PACE, MOST = timedelta(minutes=10), 10
"""So many files in so long a time, at most: whoever takes more is not at work."""
SHOWN = 20
"""Versions and files that the pages list, the latest first."""
STANDARD_VERSION = 0


class TooManyExports(Refused):
    status = 429
    sentence = N_("Du har hämtat många filer på kort tid. Vänta tio minuter.")


class MappingChanged(Conflict):
    sentence = N_("Någon annan har ändrat koderna sedan du öppnade sidan. Läs igenom dem igen.")


def current(by: Membership) -> StatisticsMapping | None:
    """The municipality's mapping; none when it uses the one that comes along."""
    return session().scalar(_mappings(by).options(selectinload(StatisticsMapping.rows)).limit(1))


def rows_of(kept: StatisticsMapping | None) -> list[MappingRow]:
    """A version as it is worked with."""
    if kept is None:
        return list(standard())
    return [MappingRow(one.block, one.field, one.heading, one.value, one.code) for one in kept.rows]


def version_of(kept: StatisticsMapping | None) -> int:
    return kept.version if kept is not None else STANDARD_VERSION


def history(by: Membership) -> Sequence[StatisticsMapping]:
    """The latest versions, with who made them."""
    with_person = joinedload(StatisticsMapping.by).joinedload(Membership.user)
    return session().scalars(_mappings(by).options(with_person).limit(SHOWN)).all()


def one_version(by: Membership, version: int) -> StatisticsMapping | None:
    """A version of the own municipality's; none is the one that comes along."""
    if version == STANDARD_VERSION:
        return None
    newest = version_of(session().scalar(_mappings(by).limit(1)))
    if not 0 < version <= newest:
        raise NotFound
    wanted = _mappings(by).where(StatisticsMapping.version == version)
    return session().scalars(wanted.options(selectinload(StatisticsMapping.rows))).one()


def _mappings(by: Membership) -> Select[StatisticsMapping]:
    here = StatisticsMapping.municipality_code == by.municipality_code
    return select(StatisticsMapping).where(here).order_by(StatisticsMapping.version.desc())


def keep(
    rows: Sequence[MappingRow], *, before: int, by: Membership, at: datetime
) -> StatisticsMapping:
    """A new version, made from the version `before`; somebody else's newer one is not lost."""
    require(by, Permission.STATISTICS_MAP)
    assert by.municipality_code is not None
    if version_of(current(by)) != before:
        raise MappingChanged
    made = StatisticsMapping(
        id=uuid4(), municipality_code=by.municipality_code, version=before + 1, at=at, by_id=by.id
    )
    made.rows = [
        StatisticsMappingRow(
            ordinal=place,
            block=one.block,
            field=one.field,
            heading=one.heading,
            value=one.value,
            code=one.code,
        )
        for place, one in enumerate(rows)
    ]
    session().add(made)
    return made


def exports(by: Membership) -> Sequence[StatisticsExport]:
    """The latest files, with who made them."""
    here = StatisticsExport.municipality_code == by.municipality_code
    with_person = joinedload(StatisticsExport.by).joinedload(Membership.user)
    latest = (StatisticsExport.at.desc(), StatisticsExport.id.desc())
    wanted = select(StatisticsExport).where(here).options(with_person).order_by(*latest)
    return session().scalars(wanted.limit(SHOWN)).all()


def may_take_another(by: Membership, *, at: datetime) -> None:
    """Somebody at work takes a few files, not one after the other."""
    recent = select(func.count()).select_from(StatisticsExport)
    own = (StatisticsExport.by_id == by.id, StatisticsExport.at > at - PACE)
    if (session().scalar(recent.where(*own)) or 0) >= MOST:
        raise TooManyExports


def note(
    half: HalfYear,
    shape: FileShape,
    purpose: StatisticsPurpose,
    *,
    mapping_version: int,
    youths: int,
    rows: int,
    findings: int,
    sealed: int,
    checksum: str,
    by: Membership,
    at: datetime,
) -> None:
    """Write down that the file was made. The file itself leaves, and is not kept."""
    require(by, Permission.STATISTICS_EXPORT)
    assert by.municipality_code is not None
    session().add(
        StatisticsExport(
            municipality_code=by.municipality_code,
            by_id=by.id,
            at=at,
            year=half.year,
            half=half.half,
            shape=shape,
            purpose=purpose,
            mapping_version=mapping_version,
            youths=youths,
            rows=rows,
            findings=findings,
            sealed=sealed,
            checksum=checksum,
        )
    )
