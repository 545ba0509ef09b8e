"""The school's roll: who goes there, as some source told it, and each import of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedBytes, EncryptedJson, EncryptedText, Model
from portal.models.organisations import Municipality, SchoolUnit
from portal.models.people import Membership
from portal.vocabulary import ImportStage, RollSource

NOBODY_KNOWN = (
    "NOT protected OR (number IS NULL AND birth_date IS NULL AND contact IS NULL "
    "AND guardians IS NULL AND home_municipality_code IS NULL "
    "AND given_name || family_name || search_name || class_name || programme_code = '')"
)


class RollPupil(Model):
    """A pupil at a school unit. Of one with protected data only that there is one is kept."""

    __tablename__ = "roll_pupil"
    __table_args__ = (
        CheckConstraint(NOBODY_KNOWN, name="protected_are_nobody"),
        CheckConstraint(
            "protected OR number_hash IS NOT NULL OR name_hash IS NOT NULL", name="can_be_found"
        ),
        Index(
            "uq_roll_pupil_number",
            "school_unit_code",
            "number_hash",
            unique=True,
            postgresql_where=text("number_hash IS NOT NULL"),
        ),
        # A flag or a question is about a pupil in whichever school's roll.
        Index(
            "ix_roll_pupil_number", "number_hash", postgresql_where=text("number_hash IS NOT NULL")
        ),
        # The list, by name and read by keyset; what nobody may see is not in it.
        Index(
            "ix_roll_pupil_name",
            "school_unit_code",
            "search_name",
            "id",
            postgresql_where=text("NOT protected"),
        ),
        Index(
            "ix_roll_pupil_class",
            "school_unit_code",
            "class_name",
            "search_name",
            "id",
            postgresql_where=text("NOT protected"),
        ),
        Index(
            "ix_roll_pupil_guardians", "birth_date", postgresql_where=text("guardians IS NOT NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    school_unit_code: Mapped[str] = mapped_column(ForeignKey("school_unit.code"))
    protected: Mapped[bool] = mapped_column(default=False)
    """A flag that was set stays, whatever a later file leaves out."""
    number: Mapped[str | None] = mapped_column(EncryptedText)
    number_hash: Mapped[str | None]
    name_hash: Mapped[str | None]
    """Of birth date and name: finds who has no number, or another than before."""
    birth_date: Mapped[date | None]
    given_name: Mapped[str] = mapped_column(default="")
    family_name: Mapped[str] = mapped_column(default="")
    search_name: Mapped[str] = mapped_column(default="")
    """The "family given" in small letters, in an alphabet that sorts as Swedish does."""
    class_name: Mapped[str] = mapped_column(default="")
    programme_code: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    home_municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    contact: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """Address, telephone and e-mail."""
    guardians: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """Only of somebody under 18."""
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    left_at: Mapped[datetime | None]
    """When an import no longer had them."""
    attendance_from: Mapped[date | None]
    attendance_to: Mapped[date | None]
    unexcused_minutes: Mapped[int | None]
    valid_minutes: Mapped[int | None]
    offered_minutes: Mapped[int | None]
    reported_minutes: Mapped[int | None]
    occasions: Mapped[int | None]
    absent_since: Mapped[date | None]
    origins: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    """Field → source and time of the import that last said it."""
    version: Mapped[int] = mapped_column()

    home_municipality: Mapped[Municipality | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def has_left(self, day: date) -> bool:
        """No longer enrolled, as far as the roll knows."""
        return self.left_at is not None or (self.ended_on is not None and self.ended_on < day)


class RollImport(Model):
    """One import of a roll. The file is kept, encrypted and without its name, until it is read."""

    __tablename__ = "roll_import"
    __table_args__ = (
        CheckConstraint(
            "stage NOT IN ('stored', 'aborted', 'refused') OR (content IS NULL AND rows IS NULL)",
            name="an_end_keeps_no_file",
        ),
        Index("ix_roll_import_unit", "school_unit_code", "created_at", "id"),
        # The worker's round, and what is cleared out after a day.
        Index(
            "ix_roll_import_waiting",
            "created_at",
            "id",
            postgresql_where=text("stage NOT IN ('stored', 'aborted', 'refused')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    school_unit_code: Mapped[str] = mapped_column(ForeignKey("school_unit.code"))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    """None: fetched by itself, at night."""
    source: Mapped[RollSource]
    stage: Mapped[ImportStage]
    created_at: Mapped[datetime]
    """When the file came: as of then the source said so."""
    ended_at: Mapped[datetime | None]
    leased_at: Mapped[datetime | None]
    """When a worker took it."""
    content: Mapped[bytes | None] = mapped_column(EncryptedBytes)
    rows: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """The normalised rows that wait to be stored; nobody with protected data is in them by name."""
    digest: Mapped[str] = mapped_column(default="")
    """Keyed hash of the file: the same file by a second person is a second opinion."""
    headers: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """Header → field, as somebody paired them."""
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    faults: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    """[row or none, fault, facts]; nothing of what stood in the file."""
    marks_left: Mapped[bool] = mapped_column(default=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)

    school_unit: Mapped[SchoolUnit] = relationship()
    by: Mapped[Membership | None] = relationship()


class RollColumns(Model):
    """How a school unit's file was last paired with the fields, to be used the next time."""

    __tablename__ = "roll_columns"

    school_unit_code: Mapped[str] = mapped_column(ForeignKey("school_unit.code"), primary_key=True)
    columns: Mapped[dict[str, str]] = mapped_column(JSON)
    changed_at: Mapped[datetime]
