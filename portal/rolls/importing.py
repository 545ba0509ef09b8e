"""An import from file to roll: read and compared, looked at by somebody, then stored as a whole."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog

from portal.clock import today
from portal.db import AWAY, keyed_hash, session, transaction
from portal.errors import FlagsJump
from portal.identity import turns
from portal.models import Membership, RollColumns, RollImport
from portal.queries import filing, register_files, rolls
from portal.rolls import columns, xlsx_file
from portal.rolls.rows import Reader, read_rows
from portal.rolls.table import LARGEST, Fault, Table, Unreadable, read_table, source_of
from portal.sealing import seal_pupil
from portal.vocabulary import Flagged, ImportStage, RollFault, RollField, RollSource
from portal.workflow import rolls as workflow
from portal.workflow.legal import ADULT_AGE

log = structlog.get_logger(__name__)

MOST_FAULTS = 100
"""More are not told at once: by then something is wrong with the file as a whole."""
AT_ONCE = 300_000
MARKUP_AT_ONCE = 4 * AT_ONCE
"""Bytes that are read while somebody waits; more is the worker's."""
ROWS_AT_ONCE = 1_500


def begin(content: bytes, *, by: Membership, at: datetime) -> RollImport:
    """Take the file in; one that was begun before gives way."""
    one = workflow.receive(
        content, source_of(content), digest=keyed_hash(content.hex()), by=by, at=at
    )
    with transaction():
        for earlier in rolls.others_open(one.school_unit_code):
            workflow.end(earlier, ImportStage.ABORTED, at=at)
        session().add(one)
        session().flush()
        go_on(one, now=lambda: at)
    return one


def go_on(one: RollImport, *, now: Callable[[], datetime]) -> None:
    """Small ones at once, in the running transaction; for large ones the worker is called."""
    if _is_large(one):
        rolls.call_worker(one)
    elif one.stage is ImportStage.STORING:
        store(one, at=now())
    else:
        read(one, at=now(), progress=lambda _done: None)


def _is_large(one: RollImport) -> bool:
    if one.stage is ImportStage.STORING:
        return len((one.rows or {}).get("rows", ())) > ROWS_AT_ONCE
    content = one.content or b""
    if one.source is RollSource.XLSX:
        return MARKUP_AT_ONCE < xlsx_file.unpacked_size(content) <= xlsx_file.UNPACKED
    return AT_ONCE < len(content) <= LARGEST  # what is larger is refused unread, which is quick


def read(one: RollImport, *, at: datetime, progress: Callable[[int], None]) -> None:
    """Read the file and say what storing it would do. Nothing of the roll changes."""
    try:
        table = read_table(one.content or b"")
        one.total = len(table.lines)
        known = rolls.remembered(one.school_unit_code)
        paired = one.columns or columns.pair(table.headers, known.columns if known else {})
        if not paired:
            one.headers, one.stage = table.headers, ImportStage.COLUMNS
            one.leased_at = None
            return
        _check(one, table, paired, at=at, progress=progress)
    except Unreadable as error:
        refuse(one, [error.fault], at=at)


def _check(
    one: RollImport,
    table: Table,
    paired: dict[str, str],
    *,
    at: datetime,
    progress: Callable[[int], None],
) -> None:
    reader = Reader(one.school_unit_code, filing.municipalities(), today(at))
    read_rows(table, paired, reader, progress)
    says_flags = RollField.PROTECTION.value in paired.values()
    compare(one, reader, RollFault.FLAGS_JUMP, says_flags=says_flags, at=at)
    if one.stage is ImportStage.CHECKED:
        one.columns = paired


def compare(
    one: RollImport, reader: Reader, jump: RollFault, *, says_flags: bool, at: datetime
) -> None:
    """What storing the rows would do; refused when something is wrong with them."""
    if reader.faults:
        refuse(one, reader.faults, at=at)
        return
    made = workflow.plan(rolls.everybody(one.school_unit_code), reader.rows)
    seconded = made.jumps and rolls.is_seconded(one, at=at)
    if made.jumps and not seconded:
        facts = {"changed": made.changed_flags, "stock": made.stock or len(reader.rows)}
        refuse(one, [Fault(jump, None, facts)], at=at)
        return
    one.counts = workflow.counts(made) | {
        "seconded": int(seconded),
        "says_flags": int(says_flags and any(row["flag"] is not None for row in reader.rows)),
    }
    one.rows = {"rows": reader.rows}
    one.done, one.stage = one.total, ImportStage.CHECKED
    one.content = one.leased_at = None  # nobody with protected data is in the rows by name


def refuse(one: RollImport, faults: list[Fault], *, at: datetime) -> None:
    """Nothing is stored; what is wrong is kept in words."""
    one.faults = [fault.as_json() for fault in faults[:MOST_FAULTS]]
    one.counts = {"faults": len(faults)}
    workflow.end(one, ImportStage.REFUSED, at=at)


def store(one: RollImport, *, at: datetime) -> None:
    """All of it in the running transaction, compared with the roll as it is now."""
    rows = (one.rows or {}).get("rows", [])
    try:
        added = workflow.store(one, rolls.everybody(one.school_unit_code), rows, at=at)
    except FlagsJump as error:
        refuse(one, [Fault(RollFault.FLAGS_JUMP, None, error.facts)], at=at)
        return
    session().add_all(added.pupils)
    rolls.forget_written([pupil.id for pupil in added.flagged])
    for pupil in added.flagged:
        if pupil.number_hash:
            seal_pupil(pupil.number_hash, Flagged.PUPIL, by=one.by, at=at)
    _remember(one, at=at)


def _remember(one: RollImport, *, at: datetime) -> None:
    if not one.columns:
        return
    kept = rolls.remembered(one.school_unit_code)
    if kept is None:
        kept = RollColumns(school_unit_code=one.school_unit_code)
        session().add(kept)
    kept.columns, kept.changed_at = one.columns, at


def forget(*, at: datetime) -> int:
    """Files that nobody stored or loaded, and the guardians of who has come of age."""
    number = rolls.forget(at=at, of_age=turns(today(at), -ADULT_AGE))
    return number + register_files.forget(at=at)


def work(import_id: UUID, *, now: Callable[[], datetime]) -> None:
    """For the worker: take one that waits and bring it on. Taken twice, it is done once."""
    with transaction():
        one = rolls.take(import_id, at=now())
    if one is None:
        return
    try:
        if one.stage is ImportStage.STORING:
            with transaction():
                store(one, at=now())
            return
        if one.source is RollSource.SS12000:
            from portal.rolls import fetching

            fetching.bring(one, now=now, progress=lambda count: _say(one, count))
        else:
            read(one, at=now(), progress=lambda done: _say(one, done))
        with transaction():
            pass
    except AWAY:
        raise
    except Exception as error:  # noqa: BLE001 (the same file would fail for ever)
        log.warning("roll not imported", error=type(error).__name__)
        session().rollback()
        with transaction():
            session().refresh(one)
            refuse(one, [Fault(RollFault.UNEXPECTED)], at=now())


def _say(one: RollImport, done: int) -> None:
    """How far it has come, for the one who waits."""
    with transaction():
        one.done = done
