"""What a school has said instead of filing, and whom a municipality has asked it about."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedText, Model
from portal.models.organisations import Municipality
from portal.models.people import Membership
from portal.models.roll import RollPupil
from portal.vocabulary import FormKind, HandledReason


class Handled(Model):
    """The school need not file about a pupil, and says why. It holds until something happens."""

    __tablename__ = "roll_handled"
    __table_args__ = (Index("ix_roll_handled_pupil", "pupil_id", "kind", "until"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("roll_pupil.id"))
    kind: Mapped[FormKind]
    """The filing that was expected."""
    reason: Mapped[HandledReason]
    words: Mapped[str] = mapped_column(EncryptedText, default="")
    until: Mapped[date]
    """The day of what it is about: what happens later is asked anew."""
    by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime]


class Sought(Model):
    """A municipality asks a school about a youth whose dropout nobody has filed."""

    __tablename__ = "sought_youth"
    __table_args__ = (
        Index(
            "uq_sought_youth_open",
            "municipality_code",
            "pupil_id",
            unique=True,
            postgresql_where=text("answered_at IS NULL"),
        ),
        Index("ix_sought_youth_pupil", "pupil_id"),
        Index("ix_sought_youth_asked", "municipality_code", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("roll_pupil.id"))
    number: Mapped[str] = mapped_column(EncryptedText)
    """As the municipality itself told it: nothing of the school's roll is shown to it."""
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    """When the school said that it need not file; a filing answers by itself."""

    municipality: Mapped[Municipality] = relationship()
    pupil: Mapped[RollPupil] = relationship()
    asked_by: Mapped[Membership] = relationship()
