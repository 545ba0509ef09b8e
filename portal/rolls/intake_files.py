"""A file to the register: read, looked at by somebody, then loaded; twice is as good as once."""

from collections.abc import Mapping
from datetime import date, datetime

from portal.clock import today
from portal.db import session
from portal.errors import WrongState
from portal.models import Membership, RegisterEntry, RegisterFile
from portal.queries import intake as known
from portal.queries import register_files as files
from portal.rolls import intake_rows, reconciling
from portal.rolls.intake_rows import Row
from portal.rolls.table import Table, Unreadable, read_table
from portal.vocabulary import (
    LOADED_STANDINGS,
    EntryOrigin,
    FileUse,
    ImportStage,
    OccupationSource,
    RegistrationReason,
    RowStanding,
)
from portal.workflow import intake
from portal.workflow import register_files as workflow
from portal.workflow.admission import Youth
from portal.workflow.intake import LastSchool

AT_ONCE = 1_000
"""Youths that are entered while somebody waits."""


def begin(content: bytes, use: FileUse, *, by: Membership, at: datetime) -> RegisterFile:
    """Take the file in and see that it is a table; nothing of the rows is looked at yet."""
    one = workflow.receive(content, use, by=by, at=at)
    table = _table(one, at=at)
    if table is not None:
        one.headers = table.headers
    session().add(one)
    return one


def _table(one: RegisterFile, *, at: datetime) -> Table | None:
    """What the file says; None when it cannot be read, and then it is refused."""
    try:
        return read_table(one.content or b"")
    except Unreadable as error:
        one.faults = [error.fault.as_json()]
        workflow.end(one, ImportStage.REFUSED, at=at)
        return None


def pair(
    one: RegisterFile,
    paired: Mapping[str, str],
    reason: RegistrationReason | None,
    *,
    at: datetime,
) -> None:
    """Now that somebody has said what the columns are: read the rows and compare them."""
    if one.stage is not ImportStage.COLUMNS:
        raise WrongState
    table = _table(one, at=at)
    if table is None:
        return
    files.remember(one.municipality_code, one.use, paired)
    if one.use is FileUse.ENROLMENT:
        reason = RegistrationReason.NEVER_STARTED  # nobody comes in by this file
    found = intake_rows.read(table, paired, reason, today(at))
    if one.use is FileUse.ENROLMENT:
        one.counts = reconciling.compare(one.municipality_code, found.rows, at=at)
        workflow.end(one, ImportStage.STORED, at=at)
        return
    counts = _stand(one, found.rows, today(at))
    says_flags = "protection" in paired.values()
    more = {"flagged": found.flagged, "says_flags": int(says_flags)}
    workflow.checked(one, found.rows, counts | more)


def _stand(one: RegisterFile, rows: list[Row], day: date) -> dict[str, int]:
    hashes = {row["hash"] for row in rows if row["hash"]}
    return intake_rows.stand(rows, known.match_many(one.municipality_code, hashes), day)


def load(one: RegisterFile, *, by: Membership, at: datetime) -> bool:
    """Enter those who are new as the register is now; of very many, the first ones.

    When nobody is left the file is forgotten, and it is True; else the rest waits for somebody to
    go on.
    """
    if one.stage is not ImportStage.CHECKED:
        raise WrongState
    files.one_at_a_time(one.municipality_code)
    rows: list[Row] = [dict(row) for row in (one.rows or {}).get("rows", [])]
    matches = known.match_many(one.municipality_code, {row["hash"] for row in rows if row["hash"]})
    intake_rows.stand(rows, matches, today(at))
    wanted = [row for row in rows if RowStanding(row["standing"]) in LOADED_STANDINGS]
    now = wanted[:AT_ONCE]
    session().add_all(
        _entered(row, was_filed=row["hash"] in matches.filed, by=by, at=at) for row in now
    )
    loaded = {"loaded": one.counts.get("loaded", 0) + len(now)}
    matches.running.update(row["hash"] for row in now)
    one.rows = {"rows": rows}
    one.counts = one.counts | intake_rows.stand(rows, matches, today(at)) | loaded
    if len(now) < len(wanted):
        return False
    workflow.end(one, ImportStage.STORED, at=at)
    return True


def _entered(row: Row, *, was_filed: bool, by: Membership, at: datetime) -> RegisterEntry:
    last = None
    if row["school"]:
        ended = date.fromisoformat(row["ended_on"]) if row["ended_on"] else None
        last = LastSchool(row["school"], ended, OccupationSource.AUTHORITY)
    youth = Youth(
        given_name=row["given_name"],
        family_name=row["family_name"],
        number=row["number"],
        birth_date=date.fromisoformat(row["birth_date"]),
        reason=RegistrationReason(row["reason"]),
        origin=EntryOrigin.DATABASE,
        address=row["address"],
        email=row["email"],
        phone=row["phone"],
    )
    return intake.enter(youth, None, last, was_filed=was_filed, by=by, at=at)
