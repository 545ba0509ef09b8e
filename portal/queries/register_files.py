"""Files to the register: one's own municipality's, what their columns were, and what is old."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from portal.access.rules import require
from portal.access.scope import visible_files
from portal.db import session
from portal.errors import NotFound
from portal.models import Membership, RegisterColumn, RegisterFile
from portal.vocabulary import ENDED_STAGES, FileUse, ImportStage, Permission

KEPT_FOR = timedelta(days=1)
"""How long a file waits to be loaded."""
OPEN = tuple(stage for stage in ImportStage if stage not in ENDED_STAGES)


def one(by: Membership, file_id: UUID, *, locked: bool = False) -> RegisterFile:
    """A file of one's own municipality."""
    wanted = select(RegisterFile).where(RegisterFile.id == file_id, visible_files(by))
    if locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session().scalar(wanted)
    if found is None:
        raise NotFound
    require(by, Permission.REGISTER_LOAD, found)
    return found


def one_at_a_time(municipality_code: str) -> None:
    """Files to one register are loaded one by one."""
    key = func.hashtextextended(f"register {municipality_code}", 0)
    session().execute(select(func.pg_advisory_xact_lock(key)))


def remembered(municipality_code: str, use: FileUse) -> dict[str, str]:
    """What each header was last said to be."""
    wanted = select(RegisterColumn.header, RegisterColumn.field).where(
        RegisterColumn.municipality_code == municipality_code, RegisterColumn.use == use
    )
    return {row.header: row.field for row in session().execute(wanted)}


def remember(municipality_code: str, use: FileUse, paired: Mapping[str, str]) -> None:
    """Use the same the next time."""
    rows = [
        {"municipality_code": municipality_code, "use": use, "header": header, "field": field}
        for header, field in paired.items()
    ]
    if not rows:
        return
    added = insert(RegisterColumn).values(rows)
    key = [RegisterColumn.municipality_code, RegisterColumn.use, RegisterColumn.header]
    session().execute(
        added.on_conflict_do_update(index_elements=key, set_={"field": added.excluded.field})
    )


def forget(*, at: datetime) -> int:
    """Files that nobody loaded within a day; how many."""
    old = RegisterFile.created_at < at - KEPT_FOR
    gone = session().execute(
        update(RegisterFile)
        .where(RegisterFile.stage.in_(OPEN), old)
        .values(stage=ImportStage.ABORTED, ended_at=at, content=None, rows=None)
        .returning(RegisterFile.id)
    )
    return len(gone.all())
