"""The joint meeting: school, KAA, pupil, guardians and others, and what they agreed on."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from portal.clock import today
from portal.db import EncryptedText, Model
from portal.models.cases import Case
from portal.models.people import Membership
from portal.vocabulary import (
    Attendance,
    GuestLanguage,
    MeetingState,
    Outcome,
    ParticipantKind,
    Reply,
    RescheduleAsker,
    Side,
    SummonsKind,
)


class Meeting(Model):
    """One joint meeting. Moving it makes a new row that replaces this one."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("cardinality(proposed_times) <= 3", name="at_most_three_times"),
        CheckConstraint(
            "state <> 'proposed' OR cardinality(proposed_times) >= 1", name="proposed_has_times"
        ),
        CheckConstraint(
            "state NOT IN ('booked', 'held') OR starts_at IS NOT NULL", name="booked_has_a_time"
        ),
        CheckConstraint("(state = 'held') = (outcome IS NOT NULL)", name="held_has_an_outcome"),
        CheckConstraint(
            "(follow_up_on IS NOT NULL) OR outcome IS DISTINCT FROM 'stays_with_support'",
            name="support_is_followed_up",
        ),
        # One meeting at a time is being arranged in a case; checked at commit, since moving a
        # meeting ends one row and begins another.
        ExcludeConstraint(
            ("case_id", "="),
            name="uq_meeting_running",
            using="btree",
            where=text("state IN ('to_book', 'proposed', 'booked')"),
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_meeting_case_created", "case_id", "created_at"),
        Index("ix_meeting_municipality_starts", "municipality_code", "starts_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_thread.id"))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    state: Mapped[MeetingState]
    proposed_times: Mapped[list[datetime]] = mapped_column(
        ARRAY(DateTime(timezone=True)), default=list
    )
    starts_at: Mapped[datetime | None]
    minutes_long: Mapped[int] = mapped_column(default=45)
    place: Mapped[str] = mapped_column(EncryptedText, default="")
    purpose: Mapped[str] = mapped_column(EncryptedText, default="")
    """What the meeting is about, in words the pupil can read."""
    created_at: Mapped[datetime]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), unique=True)
    calendar_id: Mapped[UUID] = mapped_column(default=uuid4)
    """Its entry in people's calendars; a meeting that replaces another takes over its entry."""
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    """How many times that entry has been changed."""
    moved_for: Mapped[RescheduleAsker | None]
    """Who asked for this meeting to be moved away from its time."""
    ended_reason: Mapped[str | None] = mapped_column(EncryptedText)
    """Why it was moved or cancelled."""
    outcome: Mapped[Outcome | None]
    outcome_text: Mapped[str | None] = mapped_column(EncryptedText)
    follow_up_on: Mapped[date | None]
    held_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(back_populates="meetings")
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="meeting",
        order_by="Participant.position",
        cascade="all, delete-orphan",  # the list is replaced as a whole while a meeting is arranged
    )
    commitments: Mapped[list["Commitment"]] = relationship(
        back_populates="meeting", order_by="Commitment.due_on, Commitment.id"
    )

    summonses: WriteOnlyMapped["Summons"] = relationship(back_populates="meeting")

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes_long) if self.starts_at else None

    @property
    def starts_on(self) -> date | None:
        """The day in Sweden on which it begins."""
        return today(self.starts_at) if self.starts_at else None


class Participant(Model):
    """Somebody invited to a joint meeting, and whether they came."""

    __tablename__ = "participant"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    kind: Mapped[ParticipantKind]
    name: Mapped[str] = mapped_column(EncryptedText)
    contact: Mapped[str] = mapped_column(EncryptedText, default="")
    """Telephone or e-mail, as written."""
    email: Mapped[str | None] = mapped_column(EncryptedText)
    """Where the summons goes; none for those with an account, and for those who get a letter."""
    interpreter: Mapped[str | None] = mapped_column(EncryptedText)
    """The language of the interpreter who is to come too, if one is."""
    language: Mapped[GuestLanguage] = mapped_column(default=GuestLanguage.SWEDISH)
    """In which somebody without an account is written to; Swedish stands below."""
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    link_hash: Mapped[str | None] = mapped_column(unique=True)
    """Of the word in the personal link; those with an account have none."""
    reply: Mapped[Reply | None]
    replied_at: Mapped[datetime | None]
    suiting_times: Mapped[list[datetime]] = mapped_column(
        ARRAY(DateTime(timezone=True)), default=list
    )
    """Which of the proposed times suit."""
    words: Mapped[str | None] = mapped_column(EncryptedText)
    """What they want to say beforehand, in their own words."""
    attendance: Mapped[Attendance | None]

    meeting: Mapped[Meeting] = relationship(back_populates="participants")


class Summons(Model):
    """What one person was told of a joint meeting. Never changed: what is sent late, or to somebody
    who is no longer invited, still says what was so then."""

    __tablename__ = "summons"
    __table_args__ = (
        CheckConstraint(
            "(membership_id IS NULL) = (email IS NOT NULL)", name="goes_to_one_address"
        ),
        CheckConstraint("kind <> 'request' OR starts_at IS NOT NULL", name="request_has_a_time"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    participant_id: Mapped[UUID | None]
    """Makes the personal link. No foreign key: who is no longer invited is not kept."""
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    email: Mapped[str | None] = mapped_column(EncryptedText)
    language: Mapped[GuestLanguage] = mapped_column(default=GuestLanguage.SWEDISH)
    kind: Mapped[SummonsKind]
    calendar_id: Mapped[UUID]
    calendar_sequence: Mapped[int]
    starts_at: Mapped[datetime | None]
    minutes_long: Mapped[int]
    created_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship(back_populates="summonses")

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes_long) if self.starts_at else None


class Commitment(Model):
    """Something somebody promised at a meeting: a task on both sides until it is kept."""

    __tablename__ = "commitment"
    __table_args__ = (
        Index(
            "ix_commitment_open",
            "case_id",
            "due_on",
            postgresql_where=text("kept_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_thread.id"))
    side: Mapped[Side]
    owner: Mapped[str] = mapped_column(EncryptedText)
    """Who promised, by name or function."""
    what: Mapped[str] = mapped_column(EncryptedText)
    due_on: Mapped[date]
    kept_at: Mapped[datetime | None]
    kept_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="commitments")
    kept_by: Mapped[Membership | None] = relationship()
