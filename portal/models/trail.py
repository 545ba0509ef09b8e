"""What leaves the house and who has looked: outbox messages and the access log."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model
from portal.models.cases import Event
from portal.models.people import Membership, User
from portal.vocabulary import Channel, MessageState, Opened, OpeningReason


class Message(Model):
    """A row in the outbox: one recipient, one channel. The row is the truth."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_a_time"),
        Index("ix_message_due", "due_at", "id", postgresql_where=text("state = 'waiting'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    """The person it is for, when it is for one and not for a function."""
    channel: Mapped[Channel]
    template: Mapped[str]
    recipient: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    """The case it links to; nothing about whom it concerns."""
    locale: Mapped[str] = mapped_column(default="sv")
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]

    event: Mapped[Event | None] = relationship()
    user: Mapped[User | None] = relationship()


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
