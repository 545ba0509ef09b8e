"""The files of a draft and of a case, for whoever may see the draft or the case."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal.db import session
from portal.errors import NotFound
from portal.models import Attachment, Case, Draft, Filing


def of_draft(draft: Draft) -> list[Attachment]:
    """A draft's files, in the order they came; nothing is asked of one that has none."""
    if not draft.files_count:
        return []
    wanted = select(Attachment).where(Attachment.draft_id == draft.id)
    return list(session().scalars(wanted.order_by(Attachment.added_at, Attachment.id)))


def of_case(case: Case, filings: Sequence[Filing]) -> list[Attachment]:
    """What came with a case's filings; nothing is asked when nothing came."""
    if not any(filing.files_count for filing in filings):
        return []
    wanted = (
        select(Attachment)
        .join(Attachment.filing)
        .where(Filing.case_id == case.id)
        .options(contains_eager(Attachment.filing))
        .order_by(Filing.ordinal, Filing.version, Attachment.added_at, Attachment.id)
    )
    return list(session().scalars(wanted))


def in_draft(draft: Draft, file_id: UUID) -> Attachment:
    """One file of a draft."""
    wanted = select(Attachment).where(Attachment.id == file_id, Attachment.draft_id == draft.id)
    return _found(session().scalar(wanted))


def in_case(case: Case, file_id: UUID) -> Attachment:
    """One file of a case."""
    wanted = (
        select(Attachment)
        .join(Attachment.filing)
        .where(Attachment.id == file_id, Filing.case_id == case.id)
        .options(contains_eager(Attachment.filing))
    )
    return _found(session().scalar(wanted))


def with_content(draft: Draft, digest: str) -> Attachment | None:
    """The draft's file with this very content, when it has been sent before."""
    wanted = select(Attachment).where(Attachment.draft_id == draft.id, Attachment.digest == digest)
    return session().scalar(wanted)


def all_names() -> set[str]:
    """Under which names files lie that something belongs to."""
    return set(session().scalars(select(Attachment.stored_as)))


def _found(file: Attachment | None) -> Attachment:
    if file is None:
        raise NotFound
    return file
