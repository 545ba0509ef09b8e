"""Who has been told of which deadline: a row for each stage, once."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model
from portal.vocabulary import ReminderStage


class Reminder(Model):
    """A stage of a deadline of which somebody was told. The row is the truth, not the mail."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("deadline_id", "stage"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    deadline_id: Mapped[UUID] = mapped_column(ForeignKey("deadline.id"))
    stage: Mapped[ReminderStage]
    at: Mapped[datetime]
