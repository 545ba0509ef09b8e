"""The work with a youth in the register: tasks, contact attempts, mapping and the plan."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedText, Model, list_of
from portal.models.measures import Measure
from portal.models.people import Membership
from portal.models.register import RegisterEntry
from portal.models.routines import RegisterRoutine
from portal.vocabulary import (
    ContactChannel,
    ContactOutcome,
    MappingStage,
    MeasureEndReason,
    SkipReason,
    TaskAction,
    Wish,
)


class Task(Model):
    """Something to do about a youth by a day, until it is done, skipped or no longer asked for."""

    __tablename__ = "task"
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(done_at, skipped_at, called_off_at) <= 1", name="ends_in_one_way"
        ),
        CheckConstraint(
            "(skipped_at IS NULL) = (skip_reason IS NULL)", name="skipped_has_a_reason"
        ),
        CheckConstraint("earliest_on <= due_on", name="begins_before_it_is_due"),
        # What is to be done, by municipality: the week page and the list of one youth.
        Index(
            "ix_task_open",
            "municipality_code",
            "due_on",
            "id",
            postgresql_include=["entry_id", "action"],
            postgresql_where=text(
                "done_at IS NULL AND skipped_at IS NULL AND called_off_at IS NULL"
            ),
        ),
        Index("ix_task_entry", "entry_id", "due_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("register_entry.id"))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    routine_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("register_routine.id", ondelete="SET NULL"), index=True
    )
    """Nobody's routine: somebody set it by hand."""
    follows_up: Mapped[bool] = mapped_column(default=False)
    """It is what the routine says comes next, not its first step."""
    action: Mapped[TaskAction]
    channel: Mapped[ContactChannel | None]
    measure_id: Mapped[UUID | None] = mapped_column(ForeignKey("measure.id"), index=True)
    counted_from: Mapped[date | None]
    """When what began it happened; none when its days come from elsewhere than its routine's time:
    from somebody's hand, or a birthday."""
    earliest_on: Mapped[date]
    due_on: Mapped[date]
    began_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    skipped_at: Mapped[datetime | None]
    skip_reason: Mapped[SkipReason | None]
    called_off_at: Mapped[datetime | None]
    """No longer asked for: the youth was reached, left the register, or the routine changed."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    """Who did it, or skipped it."""

    entry: Mapped[RegisterEntry] = relationship(back_populates="tasks")
    routine: Mapped[RegisterRoutine | None] = relationship()
    measure: Mapped[Measure | None] = relationship()
    by: Mapped[Membership | None] = relationship()

    @property
    def open(self) -> bool:
        return self.done_at is None and self.skipped_at is None and self.called_off_at is None


class ContactAttempt(Model):
    """One try to reach a youth: how, when, by whom and what came of it. No free text."""

    __tablename__ = "contact_attempt"
    __table_args__ = (
        CheckConstraint(
            "channel <> 'home_visit' OR second_id IS NOT NULL", name="a_visit_is_by_two"
        ),
        CheckConstraint("second_id <> by_id", name="two_are_not_one"),
        Index("ix_contact_attempt_entry", "entry_id", "on", "id"),
        Index(
            "ix_contact_attempt_waiting",
            "waits_until",
            "id",
            postgresql_where=text("waits_until IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("register_entry.id"))
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"), index=True)
    on: Mapped[date]
    channel: Mapped[ContactChannel]
    to_guardian: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[ContactOutcome]
    answered_on: Mapped[date | None]
    """When what was sent got its answer, or came back."""
    waits_until: Mapped[date | None]
    """From this day nobody waits for an answer to what was sent; empty when nobody waits at all."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime]
    """When it was written down."""

    entry: Mapped[RegisterEntry] = relationship(back_populates="attempts")
    task: Mapped[Task | None] = relationship()
    by: Mapped[Membership] = relationship(foreign_keys=[by_id])
    second: Mapped[Membership | None] = relationship(foreign_keys=[second_id])


class MappingStep(Model):
    """A step of a youth's mapping that was taken; codes only."""

    __tablename__ = "mapping_step"
    __table_args__ = (Index("ix_mapping_step_entry", "entry_id", "on", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("register_entry.id"))
    stage: Mapped[MappingStage]
    on: Mapped[date]
    wants_guidance: Mapped[bool | None]
    wants_measure: Mapped[bool | None]
    wishes: Mapped[list[Wish]] = mapped_column(list_of(Wish), default=list)
    handover_asked: Mapped[bool] = mapped_column(default=False)
    """The old municipality and school were asked to hand over what they know."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime]

    entry: Mapped[RegisterEntry] = relationship(back_populates="mapping")
    by: Mapped[Membership] = relationship()


class Plan(Model):
    """A version of a youth's individual plan: the seven items of the documentation rule.

    The only free text of the register (Skolverket's regulation on documentation; domain: 6.2).
    A revision is a new version; the old ones stay.
    """

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("entry_id", "version"),
        CheckConstraint("starts_on <= coalesce(ends_on, starts_on)", name="ends_after_it_starts"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("register_entry.id"))
    version: Mapped[int]
    goal: Mapped[str] = mapped_column(EncryptedText)
    youth_does: Mapped[str] = mapped_column(EncryptedText)
    municipality_does: Mapped[str] = mapped_column(EncryptedText)
    others_do: Mapped[str] = mapped_column(EncryptedText)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    end_reason: Mapped[MeasureEndReason | None]
    follow_up_on: Mapped[date]
    signed_on: Mapped[date | None]
    """When the youth signed it on paper."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime]

    entry: Mapped[RegisterEntry] = relationship(back_populates="plans")
    by: Mapped[Membership] = relationship()
