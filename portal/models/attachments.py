"""Files that belong to a draft until it is sent, and to its filing from then on."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model
from portal.models.filings import Draft, Filing
from portal.vocabulary import AttachmentKind, FileType, ScanResult


class Attachment(Model):
    """One file. Its row says where it lies; what it was called at the school is not kept."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("num_nonnulls(draft_id, filing_id) = 1", name="belongs_to_one_thing"),
        # The same file sent twice is one attachment.
        UniqueConstraint("draft_id", "digest"),
        Index("ix_attachment_filing", "filing_id", "added_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"))
    filing_id: Mapped[UUID | None] = mapped_column(ForeignKey("filing.id", ondelete="CASCADE"))
    kind: Mapped[AttachmentKind]
    sort: Mapped[FileType]
    size: Mapped[int]
    digest: Mapped[str]
    """A keyed hash of what is in it: who has the file cannot tell from a dump that it is here."""
    stored_as: Mapped[str] = mapped_column(unique=True)
    scan: Mapped[ScanResult]
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))

    draft: Mapped[Draft | None] = relationship()
    filing: Mapped[Filing | None] = relationship()
