"""Attachments of what is sealed: under the vault's key, beside the record, and nowhere else."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select

from portal.db import session
from portal.errors import NotFound
from portal.models import Attachment, Case, Filing, SealedFile, SealedRecord
from portal.queries.sealing import Found, Part
from portal.vocabulary import ScanResult

FILINGS, FILES = Part(Filing, Case, "case_id"), Part(Attachment, Filing, "filing_id")


def handed_in(every: Found) -> Iterator[tuple[Case, Attachment]]:
    """The files of a pupil's filings, each with its case. What lies in a draft was never sent."""
    for case in every.cases:
        for filing in every.parts.get((FILINGS, case.id), ()):
            for file in every.parts.get((FILES, filing.id), ()):
                if file.scan is not ScanResult.HARMFUL:  # those were taken away long before
                    yield case, file


def names(every: Found) -> list[str]:
    """Under which names files lie that belong to what is sealed, sent or not."""
    files = [row.stored_as for row in every.rows() if isinstance(row, Attachment)]
    begun = [draft.id for draft in every.drafts]
    unsent = select(Attachment.stored_as).where(Attachment.draft_id.in_(begun))
    return files + list(session().scalars(unsent))


def keep(file: SealedFile) -> None:
    """Store it, and hold no more than one in memory."""
    session().add(file)
    session().flush()
    session().expunge(file)


def kept(record: SealedRecord) -> set[UUID]:
    """Which files a record has."""
    return set(session().scalars(select(SealedFile.id).where(SealedFile.record_id == record.id)))


def in_record(record: SealedRecord, file_id: UUID) -> SealedFile:
    """One file of a record."""
    wanted = select(SealedFile).where(SealedFile.id == file_id, SealedFile.record_id == record.id)
    found = session().scalar(wanted)
    if found is None:
        raise NotFound
    return found


def seal_anew() -> int:
    """Every file under the newest key, one at a time; how many."""
    number = 0
    for file in session().scalars(select(SealedFile).execution_options(yield_per=1)):
        file.write(file.read())
        keep(file)
        number += 1
    return number
