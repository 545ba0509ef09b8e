"""Attachments that were sealed with their case: for the record's circle, and nobody else."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Response, g

from portal.access import log
from portal.clock import now
from portal.errors import NotFound
from portal.queries import sealed_files as queries
from portal.uploads import scanner
from portal.vocabulary import Opened, Permission, ScanResult
from portal.web import sealed_words
from portal.web.acting import actor
from portal.web.attachments import saved
from portal.web.guards import on_record
from portal.web.protection import bp
from portal.workflow.attachments import refuse_unsafe

if TYPE_CHECKING:
    from portal.models import SealedRecord


@bp.get("/records/<pseudonym>/files/<uuid:file_id>")
@on_record(Permission.SEALED_READ)
def file(record: "SealedRecord", file_id: UUID) -> Response:
    """One of them, always to be saved and never shown."""
    listed = (one for one in sealed_words.attachments(record) if one.id == file_id)
    told = next(listed, None)
    if told is None:
        raise NotFound
    content = queries.in_record(record, file_id).read()
    refuse_unsafe(_said(content, told.scan), scans=scanner.is_set())
    log.opened(actor(), Opened.ATTACHMENT, record.pseudonym, at=now(), request_id=g.request_id)
    return saved(content, told.sort, f"{record.pseudonym}-{file_id.hex[:4]}")


def _said(content: bytes, then: ScanResult) -> ScanResult:
    """What the search said when the file came, or says now: sealed, nothing more is written."""
    return scanner.scan(content) if then is ScanResult.UNSCANNED else then
