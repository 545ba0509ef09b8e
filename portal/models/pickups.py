"""Pick-ups: how a case reaches a municipality that has no accounts here."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedText, Model
from portal.models.cases import Case
from portal.models.organisations import Municipality
from portal.vocabulary import PickupEnd


class Pickup(Model):
    """A link that one municipality may open a case by, together with a code said by telephone.

    The link itself stands nowhere: it is signed when its mail is sent (access/tokens.py).
    """

    __tablename__ = "pickup"
    __table_args__ = (
        CheckConstraint("tries_left >= 0", name="tries_are_counted"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="an_end_has_a_reason"),
        # One link leads to a case; checked at commit, since a new one ends the one before.
        ExcludeConstraint(
            ("case_id", "="),
            name="uq_pickup_running",
            using="btree",
            where=text("ended_at IS NULL"),
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_pickup_case", "case_id", "created_at", "id"),
        # What the worker's round asks for.
        Index("ix_pickup_next", "next_at", "id", postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_thread.id"))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    code: Mapped[str] = mapped_column(EncryptedText)
    """The school sees it and says it by telephone; no mail has it."""
    tries_left: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    next_at: Mapped[datetime]
    """When the worker has something to do with it next: remind the mailbox, or end it."""
    opened_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[PickupEnd | None]

    case: Mapped[Case] = relationship(back_populates="pickups")
    municipality: Mapped[Municipality] = relationship()
