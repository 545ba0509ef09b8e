"""What a municipality offers youths, by whom it is run, and how it goes for each youth."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedText, Model
from portal.models.people import Membership
from portal.models.register import RegisterEntry
from portal.vocabulary import MeasureEndReason, MeasureKind, OccupationKind, ReportedAttendance

if TYPE_CHECKING:
    from portal.models.work import Task


class Provider(Model):
    """Who runs measures for a municipality. Has no account: reports come by a link."""

    __tablename__ = "provider"
    __table_args__ = (UniqueConstraint("municipality_code", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    """A function's mailbox; the link to report goes there."""
    phone: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None]


class MeasureOffer(Model):
    """A row of a municipality's catalogue of measures."""

    __tablename__ = "measure_offer"
    __table_args__ = (
        UniqueConstraint("municipality_code", "key"),
        CheckConstraint(
            "coalesce(least_age, 0) <= coalesce(most_age, 99)", name="ages_follow_each_other"
        ),
        CheckConstraint(
            "least(max_months, first_meeting_weeks, report_months, report_days) >= 1",
            name="times_are_positive",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    key: Mapped[str]
    """As in the plan: `N-M1`; the municipality's own begin with `E-`."""
    name: Mapped[str]
    kind: Mapped[MeasureKind]
    provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"), index=True)
    least_age: Mapped[int | None]
    most_age: Mapped[int | None]
    max_months: Mapped[int | None]
    first_meeting_weeks: Mapped[int | None]
    """From the agreement to the first meeting, at the latest."""
    report_months: Mapped[int | None]
    """How often the provider reports; never when empty."""
    report_days: Mapped[int] = mapped_column(default=5)
    """Working days after the month until the report is due; then it is chased as often."""
    active: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")

    provider: Mapped[Provider | None] = relationship()


class Measure(Model):
    """An effort for one youth (4 § 3): what it is, when it starts and ends, and why it ends."""

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="an_end_has_a_reason"),
        CheckConstraint(
            "ended_on IS NULL OR starts_on IS NULL OR starts_on <= ended_on "
            "OR end_reason = 'never_started'",
            name="ends_after_it_starts",
        ),
        Index("ix_measure_entry", "entry_id", "agreed_on", "id"),
        Index("ix_measure_offer", "offer_id"),
        Index(
            "ix_measure_running",
            "entry_id",
            postgresql_where=text("ended_on IS NULL"),
        ),
        # What the nightly round asks for.
        Index(
            "ix_measure_next_report",
            "next_report_on",
            "id",
            postgresql_where=text("next_report_on IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("register_entry.id"))
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("measure_offer.id"))
    provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("provider.id"), index=True)
    agreed_on: Mapped[date]
    starts_on: Mapped[date | None]
    first_met_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[MeasureEndReason | None]
    occupation_after: Mapped[OccupationKind | None]
    agreed_by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    report_code: Mapped[str] = mapped_column(EncryptedText)
    """Said to the provider by telephone, once: a link to report opens with it. No mail has it."""
    next_report_on: Mapped[date | None]
    """When the provider is next asked how it goes; kept by workflow/measure_reports.py."""

    entry: Mapped[RegisterEntry] = relationship(back_populates="measures")
    offer: Mapped[MeasureOffer] = relationship()
    provider: Mapped[Provider | None] = relationship()
    agreed_by: Mapped[Membership] = relationship()
    reports: Mapped[list["MeasureReport"]] = relationship(
        back_populates="measure", order_by="MeasureReport.month"
    )
    tasks: Mapped[list["Task"]] = relationship(viewonly=True, order_by="Task.due_on, Task.id")

    @property
    def runs(self) -> bool:
        return self.ended_on is None


class MeasureReport(Model):
    """A provider's report for one month: asked for, delivered by a link, read and approved."""

    __tablename__ = "measure_report"
    __table_args__ = (
        UniqueConstraint("measure_id", "month"),
        CheckConstraint(
            "(delivered_at IS NULL) = (attendance IS NULL)", name="delivered_says_how_it_went"
        ),
        CheckConstraint("read_at IS NULL OR delivered_at IS NOT NULL", name="read_when_delivered"),
        CheckConstraint("tries_left >= 0", name="tries_are_counted"),
        # What the nightly round chases.
        Index(
            "ix_measure_report_chase",
            "chase_on",
            "id",
            postgresql_where=text("chase_on IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    measure_id: Mapped[UUID] = mapped_column(ForeignKey("measure.id"))
    month: Mapped[date]
    """Its first day."""
    due_on: Mapped[date]
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    """Of the link that was last sent; none when nobody may report any more."""
    links: Mapped[int]
    """How many links were sent: each is made anew, and only the last one leads anywhere."""
    tries_left: Mapped[int]
    chase_on: Mapped[date | None]
    """When the provider is reminded; none when it has reported or a later month is asked for."""
    asked_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    attendance: Mapped[ReportedAttendance | None]
    goes_on: Mapped[bool | None]
    words: Mapped[str] = mapped_column(EncryptedText, default="")
    """Documentation of the measure, with its instruction at the field."""
    read_at: Mapped[datetime | None]
    read_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))

    measure: Mapped[Measure] = relationship(back_populates="reports")
    read_by: Mapped[Membership | None] = relationship()
