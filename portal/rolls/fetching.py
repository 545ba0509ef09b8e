"""A roll from the school's own system: begun by somebody or at night, brought in by the worker.

What somebody has asked for waits for them to look at it. What nobody asked for is stored at once,
unless so much changes that somebody has to look.
"""

import json
from collections.abc import Callable
from datetime import datetime

from portal.clock import today
from portal.db import keyed_hash, session, transaction
from portal.models import Membership, RollImport
from portal.queries import filing, rolls, sources
from portal.rolls import importing
from portal.rolls.rows import Reader
from portal.rolls.ss12000.fetch import fetch
from portal.rolls.ss12000.settings import access_of
from portal.rolls.table import Fault, Unreadable
from portal.vocabulary import ImportStage, RollFault
from portal.workflow import rolls as workflow
from portal.workflow import sources as schedule

AGAIN = frozenset({RollFault.SOURCE_AWAY, RollFault.SOURCE_SLOW})
"""What may be over in an hour."""


def begin(by: Membership, *, at: datetime) -> RollImport:
    """Somebody wants it now. What was begun before gives way."""
    unit_code = by.school_unit_code or ""
    sources.of_unit(unit_code)
    one = workflow.fetch(unit_code, by=by, at=at)
    with transaction():
        for earlier in rolls.others_open(unit_code):
            workflow.end(earlier, ImportStage.ABORTED, at=at)
        session().add(one)
        session().flush()
        rolls.call_worker(one)
    return one


def begin_due(*, at: datetime) -> str | None:
    """The school unit of one whose time has come. Somebody's own import goes first."""
    with transaction():
        source = sources.next_due(at)
        if source is None:
            return None
        schedule.put_off(source, at=at)
        if not rolls.others_open(source.school_unit_code):
            session().add(workflow.fetch(source.school_unit_code, by=None, at=at))
        return source.school_unit_code


def bring(one: RollImport, *, now: Callable[[], datetime], progress: Callable[[int], None]) -> None:
    """Ask the system, compare, and store what nobody has to look at."""
    at = now()
    try:
        left_out = _read(one, at, progress)
    except Unreadable as error:
        _failed(one, error.fault, at=now())
        return
    if one.stage is not ImportStage.CHECKED:
        return
    one.counts = one.counts | {"left_out": left_out}
    if one.by_id is not None:
        return
    if not workflow.few_leave(one):
        importing.refuse(one, [Fault(RollFault.SOURCE_MANY_LEFT)], at=now())
        return
    with transaction():
        workflow.confirm(one, marks_left=True)
        importing.store(one, at=now())
        source = sources.find(one.school_unit_code)
        if source is not None:
            schedule.succeeded(source)


def _read(one: RollImport, at: datetime, progress: Callable[[int], None]) -> int:
    """The rows as the system tells them; of protected pupils nothing but hashes."""
    with transaction():  # reading is over before the server is spoken to, which may take long
        source = sources.find(one.school_unit_code)
        reader = Reader(one.school_unit_code, filing.municipalities(), today(at))
    if source is None:
        raise Unreadable(RollFault.SOURCE_GONE)
    left_out = fetch(access_of(source), reader, today(at), progress)
    one.total = len(reader.rows)
    flagged = sorted(
        str(row["number_hash"] or row["name_hash"]) for row in reader.rows if row["flag"]
    )
    one.digest = keyed_hash(json.dumps(flagged))
    importing.compare(one, reader, RollFault.SOURCE_FLAGS_JUMP, says_flags=True, at=at)
    return left_out


def _failed(one: RollImport, fault: Fault, *, at: datetime) -> None:
    """In words for whoever looks; what may be over soon is tried again the same night."""
    importing.refuse(one, [fault], at=at)
    with transaction():
        source = sources.find(one.school_unit_code)
        if source is not None and one.by_id is None and fault.kind in AGAIN:
            schedule.try_again(source, at=at)
