"""What comes to the register by file, what is reconciled, and youths offered to another place."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedBytes, EncryptedJson, EncryptedText, Model
from portal.models.cases import Event
from portal.models.organisations import Municipality
from portal.models.people import Membership
from portal.models.register import RegisterEntry
from portal.vocabulary import FileUse, HandoverState, ImportStage, Reconciled, ReturnReason, Step


class RegisterFile(Model):
    """A file to the register, encrypted and without its name, until it is loaded or given up."""

    __tablename__ = "register_file"
    __table_args__ = (
        CheckConstraint(
            "stage NOT IN ('stored', 'aborted', 'refused') OR (content IS NULL AND rows IS NULL)",
            name="an_end_keeps_no_file",
        ),
        Index("ix_register_file_municipality", "municipality_code", "created_at", "id"),
        # What is cleared out after a day.
        Index(
            "ix_register_file_waiting",
            "created_at",
            "id",
            postgresql_where=text("stage NOT IN ('stored', 'aborted', 'refused')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    use: Mapped[FileUse]
    stage: Mapped[ImportStage]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes)
    rows: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """The rows as they were read; nobody with protected data is among them."""
    headers: Mapped[list[str]] = mapped_column(JSON, default=list)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """Rows by what they mean to the register, and how many were loaded."""
    faults: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    """Why the file as a whole could not be read; nothing of what stood in it."""

    municipality: Mapped[Municipality] = relationship()


class RegisterColumn(Model):
    """What a header of a municipality's files last was said to be, to be used the next time."""

    __tablename__ = "register_column"

    municipality_code: Mapped[str] = mapped_column(
        ForeignKey("municipality.code"), primary_key=True
    )
    use: Mapped[FileUse] = mapped_column(primary_key=True)
    header: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str]
    """An IntakeField, or empty: read by nobody."""


class Reconciliation(Model):
    """What becomes of a youth who came in during the summer, once the schools' lists are there."""

    __tablename__ = "reconciliation"
    __table_args__ = (
        UniqueConstraint("entry_id", "year"),
        CheckConstraint("(decided IS NULL) = (decided_at IS NULL)", name="decided_has_a_time"),
        Index("ix_reconciliation_list", "municipality_code", "year", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("register_entry.id"))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    year: Mapped[int]
    suggested: Mapped[Reconciled]
    school: Mapped[str] = mapped_column(EncryptedText, default="")
    """Where the list says that the youth goes."""
    compared_at: Mapped[datetime]
    decided: Mapped[Reconciled | None]
    decided_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))

    entry: Mapped[RegisterEntry] = relationship()
    by: Mapped[Membership | None] = relationship()


class EntryOffer(Model):
    """A youth who has moved, offered to the new municipality: the closed list and nothing else.

    The youth stays open where they are until the new municipality has said yes.
    """

    __tablename__ = "entry_offer"
    __table_args__ = (
        CheckConstraint(
            "(state = 'offered') = (answered_at IS NULL)", name="offered_until_answered"
        ),
        CheckConstraint("(state = 'declined') = (return_reason IS NOT NULL)", name="a_no_says_why"),
        CheckConstraint("(state = 'accepted') = (taken_id IS NOT NULL)", name="a_yes_has_an_entry"),
        CheckConstraint("municipality_code <> from_code", name="goes_somewhere_else"),
        Index(
            "uq_entry_offer_open",
            "entry_id",
            unique=True,
            postgresql_where=text("state = 'offered'"),
        ),
        Index("ix_entry_offer_taken", "taken_id"),
        Index(
            "ix_entry_offer_list",
            "municipality_code",
            "answer_by",
            "id",
            postgresql_where=text("state = 'offered'"),
        ),
        Index(
            "ix_entry_offer_sent",
            "from_code",
            "answer_by",
            "id",
            postgresql_where=text("state = 'offered'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("register_entry.id"), index=True)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    """To whom."""
    from_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    state: Mapped[HandoverState]
    moved_on: Mapped[date]
    shown: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    """Exactly what the new municipality sees, and takes over if it says yes."""
    offered_at: Mapped[datetime]
    offered_by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    answer_by: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    return_reason: Mapped[ReturnReason | None]
    taken_id: Mapped[UUID | None] = mapped_column(ForeignKey("register_entry.id"))

    entry: Mapped[RegisterEntry] = relationship(foreign_keys=[entry_id], back_populates="offers")
    taken: Mapped[RegisterEntry | None] = relationship(foreign_keys=[taken_id])
    municipality: Mapped[Municipality] = relationship(foreign_keys=[municipality_code])
    sender: Mapped[Municipality] = relationship(foreign_keys=[from_code])
    offered_by: Mapped[Membership] = relationship(foreign_keys=[offered_by_id])

    def record(self, step: Step, *, by: Membership | None, at: datetime, **facts: Any) -> Event:
        """What happens with an offer stands in the history of the youth it is about."""
        return self.entry.record(step, by=by, at=at, **facts)
