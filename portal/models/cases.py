"""The case: one thread per pupil, school unit and home municipality; its steps and its clocks."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from portal.db import EncryptedJson, EncryptedText, Model
from portal.models.organisations import Municipality, Routine, SchoolUnit
from portal.models.people import Membership
from portal.vocabulary import (
    OPEN_CASE_STATES,
    CaseState,
    CloseReason,
    CodedAnswer,
    DeadlineKind,
    FormKind,
    HomeGround,
    Step,
)

if TYPE_CHECKING:
    from portal.models.filings import Filing
    from portal.models.meetings import Meeting
    from portal.models.pickups import Pickup
    from portal.models.register import Handover, RegisterEntry


class Case(Model):
    """One pupil's matter between a school and a municipality, from filing to register."""

    __tablename__ = "case_thread"
    __table_args__ = (
        # Nobody is lost: an open case always has a day when something must happen.
        CheckConstraint(
            "state IN ('handed_over', 'closed') OR due_on IS NOT NULL", name="open_has_a_day"
        ),
        CheckConstraint(
            "(state = 'closed') = (close_reason IS NOT NULL) OR state = 'reopen_requested'",
            name="closed_has_a_reason",
        ),
        CheckConstraint(
            "state <> 'in_progress' OR caseworker_id IS NOT NULL", name="in_progress_has_somebody"
        ),
        CheckConstraint(
            "(duplicate_of_id IS NOT NULL) = coalesce(close_reason = 'duplicate', false)",
            name="duplicate_names_its_original",
        ),
        # One open case per pupil, school unit and home municipality.
        Index(
            "uq_case_thread_open",
            "number_hash",
            "school_unit_code",
            "municipality_code",
            unique=True,
            postgresql_where=text("state NOT IN ('handed_over', 'closed')"),
        ),
        # The queue: one municipality's open cases by nearest deadline, read by keyset.
        Index(
            "ix_case_thread_queue",
            "municipality_code",
            "due_on",
            "id",
            # What the queue counts and narrows by, so that counting reads no case.
            postgresql_include=["state", "latest_kind", "school_unit_code", "caseworker_id"],
            postgresql_where=text("state NOT IN ('handed_over', 'closed')"),
        ),
        # Its closed cases, the latest first.
        Index(
            "ix_case_thread_ended",
            "municipality_code",
            "latest_filed_at",
            "id",
            postgresql_where=text("state IN ('handed_over', 'closed')"),
        ),
        Index("ix_case_thread_school_recent", "school_unit_code", "latest_filed_at", "id"),
        Index("ix_case_thread_municipality_number", "municipality_code", "number_hash"),
        Index(
            "ix_case_thread_municipality_name",
            "municipality_code",
            "search_name",
            # By what a search is ordered, so that it reads no case but those of its page.
            postgresql_include=["due_on", "id"],
            postgresql_ops={"search_name": "text_pattern_ops"},
        ),
        Index("ix_case_thread_caseworker", "caseworker_id", "due_on"),
        Index(
            "ix_case_thread_duplicate_of",
            "duplicate_of_id",
            postgresql_where=text("duplicate_of_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[CaseState]

    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    home_ground: Mapped[HomeGround]
    school_unit_code: Mapped[str] = mapped_column(ForeignKey("school_unit.code"))
    author_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    """Memberships of those who filed: they may follow it."""
    caseworker_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    routine_id: Mapped[UUID] = mapped_column(ForeignKey("routine.id"))
    """How the municipality wants the latest kind of filing handled."""

    given_name: Mapped[str]
    family_name: Mapped[str]
    search_name: Mapped[str]
    """Lower-cased "family given", for looking up by the start of either."""
    number: Mapped[str] = mapped_column(EncryptedText)
    number_hash: Mapped[str]
    birth_date: Mapped[date | None]
    programme_code: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]

    latest_kind: Mapped[FormKind]
    latest_filed_at: Mapped[datetime]
    filings_count: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date | None]
    """The nearest running deadline; kept by workflow/deadlines.py."""
    due_kind: Mapped[DeadlineKind | None]
    opened_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    first_opened_at: Mapped[datetime | None]
    """When the municipality first read it; the school sees this."""
    answer: Mapped[CodedAnswer | None]
    answer_text: Mapped[str | None] = mapped_column(EncryptedText)
    answered_at: Mapped[datetime | None]
    question: Mapped[str | None] = mapped_column(EncryptedText)
    close_reason: Mapped[CloseReason | None]
    closed_at: Mapped[datetime | None]
    duplicate_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_thread.id"))
    version: Mapped[int] = mapped_column()

    municipality: Mapped[Municipality] = relationship()
    school_unit: Mapped[SchoolUnit] = relationship()
    caseworker: Mapped[Membership | None] = relationship()
    routine: Mapped[Routine] = relationship()
    duplicate_of: Mapped["Case | None"] = relationship(remote_side=[id])
    deadlines: Mapped[list["Deadline"]] = relationship(
        back_populates="case", order_by="Deadline.due_on, Deadline.id"
    )
    filings: Mapped[list["Filing"]] = relationship(
        back_populates="case", order_by="Filing.ordinal, Filing.version"
    )
    meetings: Mapped[list["Meeting"]] = relationship(
        back_populates="case", order_by="Meeting.created_at, Meeting.id"
    )
    handovers: Mapped[list["Handover"]] = relationship(
        back_populates="case", order_by="Handover.offered_at, Handover.id"
    )
    pickups: Mapped[list["Pickup"]] = relationship(
        back_populates="case", order_by="Pickup.created_at, Pickup.id"
    )
    events: WriteOnlyMapped["Event"] = relationship(
        back_populates="case", order_by="Event.at, Event.ordinal", passive_deletes=True
    )

    undelivered = False
    """Something told about it did not arrive; found out where the case is got, and not stored."""

    __mapper_args__ = {"version_id_col": version}  # a second hand on the same case gets a 409

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CASE_STATES

    def record(self, step: Step, *, by: Membership | None, at: datetime, **facts: Any) -> "Event":
        """Write down that a step was taken. Events are only ever added."""
        event = Event(
            step=step, actor=by, at=at, facts=facts, municipality_code=self.municipality_code
        )
        self.events.add(event)
        return event


class Event(Model):
    """A step that was taken: with what, by whom, when and what was said. Never changed."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("num_nonnulls(case_id, entry_id) >= 1", name="happens_to_something"),
        Index("ix_event_case_at", "case_id", "at", "ordinal"),
        Index("ix_event_entry_at", "entry_id", "at", "ordinal"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ordinal: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    """Order among steps of the same instant."""
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_thread.id"))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("register_entry.id"))
    step: Mapped[Step]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    """Nobody means the portal itself."""
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    """Whose case it was then: after a re-routing the old steps stay the old municipality's."""
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)

    case: Mapped[Case | None] = relationship(back_populates="events")
    entry: Mapped["RegisterEntry | None"] = relationship(back_populates="events")
    actor: Mapped[Membership | None] = relationship()


class Deadline(Model):
    """A clock on a case: by which day something must have been done."""

    __tablename__ = "deadline"
    __table_args__ = (
        CheckConstraint("num_nonnulls(met_at, stopped_at) <= 1", name="is_met_or_stopped_not_both"),
        Index("ix_deadline_case", "case_id"),
        # The worker's round: whose day to be reminded of has come.
        Index(
            "ix_deadline_remind",
            "remind_on",
            "id",
            postgresql_where=text("met_at IS NULL AND stopped_at IS NULL"),
        ),
        # One running clock of each kind per case; checked at commit, since one step may stop a
        # clock and start its successor.
        ExcludeConstraint(
            ("case_id", "="),
            ("kind", "="),
            name="uq_deadline_running",
            using="btree",
            where=text("met_at IS NULL AND stopped_at IS NULL"),
            deferrable=True,
            initially="DEFERRED",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_thread.id"))
    kind: Mapped[DeadlineKind]
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    started_at: Mapped[datetime]
    due_on: Mapped[date]
    remind_on: Mapped[date | None]
    """When somebody is next told of it; nothing when all have been."""
    met_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    """No longer asked for: the case was re-routed, closed, or the wish withdrawn."""

    case: Mapped[Case] = relationship(back_populates="deadlines")

    @property
    def runs(self) -> bool:
        return self.met_at is None and self.stopped_at is None


class Rerouting(Model):
    """The fact that a case was sent on. All the old municipality keeps of it."""

    __tablename__ = "rerouting"
    __table_args__ = (
        CheckConstraint("from_code <> to_code", name="goes_somewhere_else"),
        Index("ix_rerouting_from_at", "from_code", "at", "id"),
        UniqueConstraint("case_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_thread.id"))
    reference: Mapped[str]
    kind: Mapped[FormKind]
    from_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    to_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    arrived_at: Mapped[datetime]
    """When the case had come to the municipality that sends it on: the first clock."""
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    """Nobody: a municipality without accounts, by a pick-up."""
    reason: Mapped[str] = mapped_column(EncryptedText)

    to_municipality: Mapped[Municipality] = relationship(foreign_keys=[to_code])
    from_municipality: Mapped[Municipality] = relationship(foreign_keys=[from_code])
    by: Mapped[Membership | None] = relationship()
