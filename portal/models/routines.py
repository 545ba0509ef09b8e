"""The register's routines: one row for each row of a municipality's action plan."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model, list_of
from portal.models.organisations import Municipality
from portal.models.people import Membership
from portal.vocabulary import (
    ContactChannel,
    Responsible,
    RoutineArea,
    Season,
    TaskAction,
    TimeUnit,
    Trigger,
)


class RegisterRoutine(Model):
    """What a municipality does when something happens to a youth: by when, how and by whom.

    Not to be mixed up with `Routine`, which is about the filings of schools.
    """

    __tablename__ = "register_routine"
    __table_args__ = (
        UniqueConstraint("municipality_code", "key"),
        CheckConstraint("within >= 1 AND coalesce(after, 1) >= 1", name="times_are_positive"),
        CheckConstraint("coalesce(after, within) <= within", name="begins_before_it_is_due"),
        CheckConstraint(
            "(follow_up IS NULL) = (follow_up_after IS NULL) "
            "AND (follow_up IS NULL) = (follow_up_unit IS NULL)",
            name="follow_up_has_a_time",
        ),
        CheckConstraint("staff >= 1", name="somebody_does_it"),
        Index("ix_register_routine_municipality", "municipality_code", "trigger", "ordinal"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    key: Mapped[str]
    """As the plan's row is called in the preset: `N-C1`; the municipality's own begin with `E-`."""
    ordinal: Mapped[int]
    area: Mapped[RoutineArea]
    trigger: Mapped[Trigger]
    action: Mapped[TaskAction]
    channels: Mapped[list[ContactChannel]] = mapped_column(list_of(ContactChannel), default=list)
    """The ways to try, the first one first; empty where nobody is contacted."""
    after: Mapped[int | None]
    """Not before so long after the trigger: the 2 of "2 to 4 weeks"."""
    within: Mapped[int]
    """Done at the latest so long after the trigger; before the birthday for those soon 20."""
    unit: Mapped[TimeUnit]
    season: Mapped[Season | None]
    """Waits for this part of the year, and counts from there."""
    repeats: Mapped[bool] = mapped_column(default=False)
    """Once done, it begins anew."""
    guardian_under_18: Mapped[bool] = mapped_column(default=False)
    """Goes to the guardian instead while the youth is under 18."""
    only_under_18: Mapped[bool] = mapped_column(default=False)
    staff: Mapped[int] = mapped_column(default=1)
    responsible: Mapped[list[Responsible]] = mapped_column(list_of(Responsible), default=list)
    follow_up: Mapped[TaskAction | None]
    """What comes next when the youth was still not reached."""
    follow_up_channels: Mapped[list[ContactChannel]] = mapped_column(
        list_of(ContactChannel), default=list
    )
    follow_up_after: Mapped[int | None]
    follow_up_unit: Mapped[TimeUnit | None]
    active: Mapped[bool] = mapped_column(default=True)
    note: Mapped[str] = mapped_column(default="")
    """What the plan says, and where; or why the portal's own number stands there."""
    ours: Mapped[bool] = mapped_column(default=False)
    """The time is the portal's own, since the plan gives none."""

    municipality: Mapped[Municipality] = relationship(back_populates="register_routines")


class RoutineChange(Model):
    """One change of one routine: what stood there before and after, by whom. Never changed."""

    __tablename__ = "routine_change"
    __table_args__ = (Index("ix_routine_change_municipality", "municipality_code", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    key: Mapped[str]
    field: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    """Nobody: a command at the server."""

    by: Mapped[Membership | None] = relationship()

    @classmethod
    def of(
        cls,
        municipality_code: str,
        key: str,
        field: str,
        before: Any,
        after: Any,
        *,
        at: datetime,
        by: Membership | None,
    ) -> "RoutineChange":
        """One change, with what stood there and what stands there now as they are stored."""
        return cls(
            municipality_code=municipality_code,
            key=key,
            field=field,
            before=_stored(before),
            after=_stored(after),
            at=at,
            by=by,
        )


def _stored(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
