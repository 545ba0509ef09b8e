"""How a municipality's statistics file is written, and which files have been made. No file."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Model
from portal.models.people import Membership
from portal.vocabulary import FileShape, StatisticsBlock, StatisticsField, StatisticsPurpose


class StatisticsMapping(Model):
    """One version of a municipality's mapping. Never changed: whoever changes it adds one."""

    __tablename__ = "statistics_mapping"
    __table_args__ = (
        # Two who change the same version: the second is told.
        UniqueConstraint("municipality_code", "version"),
        CheckConstraint("version >= 1", name="counts_from_one"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    version: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))

    by: Mapped[Membership] = relationship()
    rows: Mapped[list["StatisticsMappingRow"]] = relationship(
        back_populates="mapping", order_by="StatisticsMappingRow.ordinal"
    )


class StatisticsMappingRow(Model):
    """A column of a block with its heading, or a value of a field with its code."""

    __tablename__ = "statistics_mapping_row"
    __table_args__ = (
        UniqueConstraint("mapping_id", "ordinal"),
        CheckConstraint("(block IS NULL) = (value <> '')", name="is_a_column_or_a_value"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    mapping_id: Mapped[UUID] = mapped_column(ForeignKey("statistics_mapping.id"))
    ordinal: Mapped[int]
    block: Mapped[StatisticsBlock | None]
    field: Mapped[StatisticsField]
    heading: Mapped[str] = mapped_column(default="")
    value: Mapped[str] = mapped_column(default="")
    code: Mapped[str] = mapped_column(default="")
    """The receiver's code for the value, or how a day is written. Not public: empty until known."""

    mapping: Mapped[StatisticsMapping] = relationship(back_populates="rows")


class StatisticsExport(Model):
    """That a statistics file was made: by whom, about which half-year, and what was in it."""

    __tablename__ = "statistics_export"
    __table_args__ = (
        CheckConstraint("half IN (1, 2)", name="a_year_has_two_halves"),
        Index("ix_statistics_export_municipality", "municipality_code", "at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime]
    year: Mapped[int]
    half: Mapped[int]
    shape: Mapped[FileShape]
    purpose: Mapped[StatisticsPurpose]
    mapping_version: Mapped[int]
    """0: the mapping that comes with the portal."""
    youths: Mapped[int]
    rows: Mapped[int]
    findings: Mapped[int]
    """How many remained when it was made."""
    sealed: Mapped[int]
    """How many sealed records the municipality had: never in the file."""
    checksum: Mapped[str]
    """SHA-256 of the file, by which it is known again; the file itself is not kept."""

    by: Mapped[Membership] = relationship()
