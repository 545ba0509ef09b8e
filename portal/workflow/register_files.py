"""A file to the register, from its arrival until it is loaded or given up."""

from datetime import datetime
from typing import Any

from portal.access.rules import require
from portal.models import Membership, RegisterFile
from portal.vocabulary import ENDED_STAGES, FileUse, ImportStage, Permission


def receive(content: bytes, use: FileUse, *, by: Membership, at: datetime) -> RegisterFile:
    """The file as it came, without its name."""
    assert by.municipality_code is not None
    one = RegisterFile(
        municipality_code=by.municipality_code,
        by_id=by.id,
        use=use,
        stage=ImportStage.COLUMNS,
        created_at=at,
        content=content,
        headers=[],
        counts={},
        faults=[],
    )
    require(by, Permission.REGISTER_LOAD, one)
    return one


def checked(one: RegisterFile, rows: list[dict[str, Any]], counts: dict[str, int]) -> None:
    """The rows are read: from now on they are kept instead of the file."""
    one.rows, one.counts = {"rows": rows}, counts
    one.content, one.stage = None, ImportStage.CHECKED


def end(one: RegisterFile, stage: ImportStage, *, at: datetime) -> None:
    """Nothing of the file is kept."""
    assert stage in ENDED_STAGES
    one.stage, one.ended_at = stage, at
    one.content = one.rows = None
