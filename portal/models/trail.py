"""What leaves the house and who has looked: outbox messages and the access log."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedText, Model
from portal.models.cases import Case, Event
from portal.models.measures import MeasureReport
from portal.models.meetings import Summons
from portal.models.people import Membership, User
from portal.models.register import RegisterEntry
from portal.vocabulary import Channel, MessageState, Opened, OpeningReason


class Message(Model):
    """A row in the outbox: one recipient, one channel. The row is the truth."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('sent', 'bounced')) = (sent_at IS NOT NULL)", name="sent_has_a_time"
        ),
        # Two lines at the same counter, each read from either end.
        Index(
            "ix_message_untried",
            "due_at",
            "id",
            postgresql_where=text("state = 'waiting' AND attempts = 0"),
        ),
        Index(
            "ix_message_tried",
            "due_at",
            "id",
            postgresql_where=text("state = 'waiting' AND attempts > 0"),
        ),
        Index("ix_message_together", "recipient", "template", "due_at"),
        # What was sent, the latest first: one municipality's, one school unit's, everybody's.
        Index("ix_message_municipality", "municipality_code", "created_at", "id"),
        Index("ix_message_school_unit", "school_unit_code", "created_at", "id"),
        Index("ix_message_created", "created_at", "id"),
        # The few that did not arrive.
        Index(
            "ix_message_failed",
            "created_at",
            "id",
            postgresql_where=text("state IN ('failed', 'bounced')"),
        ),
        Index(
            "ix_message_failed_reference",
            "reference",
            postgresql_where=text("state IN ('failed', 'bounced')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"), index=True)
    summons_id: Mapped[UUID | None] = mapped_column(ForeignKey("summons.id"), unique=True)
    """What it says of a joint meeting, when it calls somebody to one."""
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("measure_report.id"), index=True)
    """The report on a measure that it asks for."""
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    """The person it is for, when it is for one and not for a function."""
    channel: Mapped[Channel]
    template: Mapped[str]
    recipient: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    """The case it links to; nothing about whom it concerns."""
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    """Whose case it told of, then; None when it is about an account."""
    school_unit_code: Mapped[str | None] = mapped_column(ForeignKey("school_unit.code"))
    """Which school unit's case."""
    locale: Mapped[str] = mapped_column(default="sv")
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    """Counted before the try: one that ends the worker is counted too."""
    leased_at: Mapped[datetime | None]
    """When a worker took it; a lease nobody has ended runs out (notifications/leases.py)."""
    lost_leases: Mapped[int] = mapped_column(default=0)
    """How many workers in a row took it and were not heard of again."""
    tried_since: Mapped[datetime | None]
    """When it was first tried; hours in which no mails go out are not counted."""
    last_error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    carrier_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"), index=True)
    """The row whose mail told of this one too."""
    acknowledgement: Mapped[str | None] = mapped_column(EncryptedText)
    """The number that a municipality's own register gave what it was told."""

    event: Mapped[Event | None] = relationship()
    summons: Mapped[Summons | None] = relationship()
    report: Mapped[MeasureReport | None] = relationship()
    user: Mapped[User | None] = relationship()

    @property
    def address(self) -> str:
        """Where it goes. The address of somebody without an account is kept encrypted only."""
        return self.recipient or (self.summons.email or "" if self.summons is not None else "")

    @property
    def case(self) -> Case | None:
        """The case it told of."""
        if self.summons is not None:
            return self.summons.meeting.case
        return self.event.case if self.event is not None else None

    @property
    def entry(self) -> RegisterEntry | None:
        """The register entry it told of, when it told of one and no case."""
        return self.event.entry if self.event is not None else None

    def wait_again(self, *, at: datetime) -> None:
        """As when it was new: due at once, with all its tries before it."""
        self.state, self.due_at = MessageState.WAITING, at
        self.attempts = self.lost_leases = 0
        self.leased_at = self.tried_since = self.sent_at = self.carrier_id = None
        self.acknowledgement = None
        self.last_error = ""


class AccessLogEntry(Model):
    """Somebody opened a person's page. Written before the page is served; never changed."""

    __tablename__ = "access_log"
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(membership_id, municipality_code) >= 1", name="somebody_opened_it"
        ),
        Index("ix_access_log_object", "reference", "at"),
        Index("ix_access_log_membership", "membership_id", "at"),
        Index("ix_access_log_municipality", "municipality_code", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    """None: the municipality by a pick-up, without an account."""
    opened: Mapped[Opened]
    reference: Mapped[str]
    """Of the case, filing, entry or draft: never a name or a number."""
    municipality_code: Mapped[str | None]
    school_unit_code: Mapped[str | None]
    reason: Mapped[OpeningReason | None]
    """Why a colleague's case was opened; None where the role's own work is reason enough."""
    request_id: Mapped[str]

    membership: Mapped[Membership | None] = relationship()
