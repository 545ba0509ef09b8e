"""Many filings of one kind being written together: what is common, and each pupil's own."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedJson, Model
from portal.models.people import Membership
from portal.vocabulary import FormKind


class Batch(Model):
    """A draft of many filings. Sent, it keeps nothing but which filings came of it."""

    __tablename__ = "batch"
    __table_args__ = (
        CheckConstraint(
            "(sent_at IS NULL) = (common IS NOT NULL)", name="a_sent_one_keeps_no_answers"
        ),
        Index("ix_batch_author_changed", "author_id", "changed_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[FormKind]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    school_unit_code: Mapped[str] = mapped_column(ForeignKey("school_unit.code"))
    common: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """Field name → list of texts as posted: the answers of everybody without one of their own."""
    digest: Mapped[str] = mapped_column(default="")
    """Keyed hash of the file it was read from: the same file again leads to the same receipt."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    author: Mapped[Membership] = relationship()
    rows: Mapped[list["BatchPupil"]] = relationship(
        back_populates="batch", order_by="BatchPupil.place", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class BatchPupil(Model):
    """One pupil of a batch. Its id becomes the filing's `draft_id`, so nothing is sent twice."""

    __tablename__ = "batch_pupil"
    __table_args__ = (
        Index("ix_batch_pupil_batch", "batch_id", "place"),
        # A flag that comes with the next roll makes the pupil forgotten here.
        Index("ix_batch_pupil_pupil", "pupil_id", postgresql_where=text("pupil_id IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    batch_id: Mapped[UUID] = mapped_column(ForeignKey("batch.id", ondelete="CASCADE"))
    place: Mapped[int]
    pupil_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_pupil.id"))
    """Whom in the school's roll it is about."""
    line: Mapped[int | None]
    """The row of the file it was read from."""
    typed: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """Field name → list of texts: this pupil's own answers."""

    batch: Mapped[Batch] = relationship(back_populates="rows")
