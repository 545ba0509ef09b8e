"""Erasure: a municipality's document plan, what was decided, what must wait, and how many went."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model
from portal.models.people import Membership
from portal.vocabulary import ErasureGround, ErasureSubject, HoldReason


class ErasurePlan(Model):
    """How many years a municipality keeps something after it was closed. No row: it decides not."""

    __tablename__ = "erasure_plan"
    __table_args__ = (CheckConstraint("years BETWEEN 1 AND 100", name="years_are_years"),)

    municipality_code: Mapped[str] = mapped_column(
        ForeignKey("municipality.code"), primary_key=True
    )
    subject: Mapped[ErasureSubject] = mapped_column(primary_key=True)
    years: Mapped[int]
    changed_at: Mapped[datetime]


class ErasureDecision(Model):
    """Somebody decided that some things are to be erased; nobody when it was the law's limit."""

    __tablename__ = "erasure_decision"
    __table_args__ = (
        Index("ix_erasure_decision_municipality", "municipality_code", "on", "id"),
        # The law decides once a day.
        Index(
            "uq_erasure_decision_law",
            "municipality_code",
            "on",
            unique=True,
            postgresql_where=text("by_id IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    on: Mapped[date]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))

    by: Mapped[Membership | None] = relationship()


class ErasureItem(Model):
    """A case or an entry that waits for the worker to erase it. It goes with what it is about."""

    __tablename__ = "erasure_item"
    __table_args__ = (
        CheckConstraint("num_nonnulls(case_id, entry_id) = 1", name="is_about_one_thing"),
        UniqueConstraint("case_id"),
        UniqueConstraint("entry_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("erasure_decision.id"), index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_thread.id"))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("register_entry.id"))


class LegalHold(Model):
    """Nothing a municipality has about somebody is erased through this day."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index("ix_legal_hold_person", "number_hash", "municipality_code"),
        Index("ix_legal_hold_municipality", "municipality_code", "until", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    number_hash: Mapped[str]
    reference: Mapped[str]
    """Of the case or entry from which it was set."""
    reason: Mapped[HoldReason]
    until: Mapped[date]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime]

    by: Mapped[Membership] = relationship()


class ErasedCount(Model):
    """How many of a kind and a year were erased by a decision: the log, without anybody in it."""

    __tablename__ = "erased_count"
    __table_args__ = (UniqueConstraint("decision_id", "on", "subject", "year", "ground"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("erasure_decision.id"))
    on: Mapped[date]
    """When it was done."""
    subject: Mapped[ErasureSubject]
    year: Mapped[int]
    """In which it came in: whose year stands in no row."""
    ground: Mapped[ErasureGround]
    count: Mapped[int]


class Erasing(Model):
    """What the running transaction erases. Triggers let go of history only for what stands here."""

    __tablename__ = "erasing"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    """Of the case or entry; its own for what only has a reference in the access log."""
    reference: Mapped[str] = mapped_column(index=True)
