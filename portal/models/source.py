"""Where a school unit's roll is fetched from by itself. Its secrets are unreadable in a dump."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedText, Model
from portal.models.organisations import SchoolUnit


class PupilSource(Model):
    """A pupil system that speaks SS 12000, as one school unit reaches it."""

    __tablename__ = "pupil_source"
    __table_args__ = (
        CheckConstraint("(certificate IS NULL) = (private_key IS NULL)", name="a_pair_is_whole"),
        CheckConstraint(
            "subscription_id IS NULL OR ping_hash IS NOT NULL", name="a_subscription_has_pings"
        ),
        Index("ix_pupil_source_next", "next_at", "school_unit_code"),
    )

    school_unit_code: Mapped[str] = mapped_column(ForeignKey("school_unit.code"), primary_key=True)
    address: Mapped[str]
    token: Mapped[str | None] = mapped_column(EncryptedText)
    certificate: Mapped[str | None] = mapped_column(EncryptedText)
    private_key: Mapped[str | None] = mapped_column(EncryptedText)
    authority: Mapped[str | None] = mapped_column(EncryptedText)
    """Who vouches for the server, when it is nobody that everybody knows."""
    valid_until: Mapped[date | None]
    """When the certificate runs out."""
    changed_at: Mapped[datetime]
    next_at: Mapped[datetime]
    """When it is to be fetched the next time."""
    tries: Mapped[int] = mapped_column(default=0)
    """In vain since the last success; then the next night comes."""
    ping_hash: Mapped[str | None] = mapped_column(unique=True)
    """Of the address at which the system tells that something has changed."""
    subscription_id: Mapped[str | None]
    """What the system calls our subscription; None: it has none, or none of ours."""
    renew_at: Mapped[datetime | None]
    """From when on the subscription is to be renewed, or asked for again."""
    pinged_at: Mapped[datetime | None]
    """When it last told of something that was not to be fetched soon anyway."""

    school_unit: Mapped[SchoolUnit] = relationship()
