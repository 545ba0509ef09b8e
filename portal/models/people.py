"""People who log in, and the roles they hold in an organisation."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedText, Model
from portal.models.organisations import Municipality, Organiser, SchoolUnit
from portal.vocabulary import KAA_ROLES, SCHOOL_ROLES, Role, Side


class User(Model):
    """A person with an account. What they may do hangs on their memberships, never on this row."""

    __tablename__ = "user_account"
    __table_args__ = (Index("uq_user_account_email", text("lower(email)"), unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    """What they are at work: kurator, studie- och yrkesvägledare, handläggare."""
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str] = mapped_column(default="")
    """Empty until the invitation is accepted."""
    session_version: Mapped[int] = mapped_column(default=0)
    """Raised to end every session the person has."""
    locale: Mapped[str] = mapped_column(default="sv")
    created_at: Mapped[datetime]

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="user", order_by="Membership.started_at"
    )


class Membership(Model):
    """One role in one organisation, for a time. People act as a membership, not as a user."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(school_unit_code, municipality_code, organiser_id) = "
            "(CASE WHEN role = 'platform_admin' THEN 0 ELSE 1 END)",
            name="one_organisation",
        ),
        CheckConstraint(
            "(school_unit_code IS NOT NULL) = (role IN ('counsellor', 'rector'))",
            name="school_roles_have_a_school_unit",
        ),
        CheckConstraint(
            "(organiser_id IS NOT NULL) = (role = 'organiser_admin')",
            name="organiser_roles_have_an_organiser",
        ),
        Index(
            "uq_membership_running",
            "user_id",
            "role",
            text("coalesce(school_unit_code, municipality_code, '')"),
            unique=True,
            postgresql_where=text("ended_at IS NULL AND organiser_id IS NULL"),
        ),
        Index("ix_membership_municipality_code_role", "municipality_code", "role"),
        Index("ix_membership_school_unit_code_role", "school_unit_code", "role"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[Role]
    school_unit_code: Mapped[str | None] = mapped_column(ForeignKey("school_unit.code"))
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    organiser_id: Mapped[UUID | None] = mapped_column(ForeignKey("organiser.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(back_populates="memberships")
    school_unit: Mapped[SchoolUnit | None] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    organiser: Mapped[Organiser | None] = relationship()
    leaves: Mapped[list["Leave"]] = relationship(
        back_populates="membership",
        order_by="Leave.first_on, Leave.id",
        cascade="all, delete-orphan",
    )

    def on_leave(self, day: date) -> bool:
        """Whether they are away that day, so that somebody else must hear of things."""
        return any(leave.first_on <= day <= leave.last_on for leave in self.leaves)

    @property
    def side(self) -> Side | None:
        """Which side of the handover they stand on; administrators stand on none."""
        if self.role in SCHOOL_ROLES:
            return Side.SCHOOL
        return Side.KAA if self.role in KAA_ROLES else None

    @property
    def organisation_name(self) -> str:
        if self.school_unit is not None:
            return self.school_unit.title
        if self.municipality is not None:
            return self.municipality.name
        return self.organiser.name if self.organiser is not None else ""


class Leave(Model):
    """Days on which somebody is away from one of their roles."""

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="ends_after_it_begins"),
        Index("ix_leave_membership", "membership_id", "first_on"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]

    membership: Mapped[Membership] = relationship(back_populates="leaves")


class Substitute(Model):
    """Who hears of things at a municipality's KAA instead of somebody who is on leave."""

    __tablename__ = "substitute"

    municipality_code: Mapped[str] = mapped_column(
        ForeignKey("municipality.code"), primary_key=True
    )
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))

    membership: Mapped[Membership] = relationship()


class LoginFailure(Model):
    """A failed login, by keyed hashes only: enough to slow guessing down, useless to a reader."""

    __tablename__ = "login_failure"
    __table_args__ = (
        Index("ix_login_failure_account_at", "account_hash", "at"),
        Index("ix_login_failure_address_at", "address_hash", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str]
    address_hash: Mapped[str]
    at: Mapped[datetime]


class HeldForm(Model):
    """What somebody typed when their session had expired; given back to the same user only."""

    __tablename__ = "held_form"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), primary_key=True)
    path: Mapped[str]
    fields: Mapped[str] = mapped_column(EncryptedText)
    """JSON list of [name, value] pairs as posted, without the token."""
    held_at: Mapped[datetime]
