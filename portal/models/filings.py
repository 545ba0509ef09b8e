"""What a school hands in: drafts while it is written, filings once it is frozen."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import EncryptedJson, EncryptedText, Model
from portal.models.cases import Case
from portal.models.organisations import Municipality
from portal.models.people import Membership
from portal.vocabulary import FilingState, FormKind, HomeGround, LegalGround


class Draft(Model):
    """A filing being written. What was typed stands as it was typed, right or wrong."""

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_author_changed", "author_id", "changed_at", "id"),
        Index(
            "ix_draft_shared",
            "school_unit_code",
            "changed_at",
            "id",
            postgresql_where=text("shared"),
        ),
        Index("ix_draft_changed", "changed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[FormKind]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    school_unit_code: Mapped[str] = mapped_column(ForeignKey("school_unit.code"))
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    """Field name → list of texts as posted, over all steps."""
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("filing.id"))
    """The filing this will be a new version of."""
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_thread.id"))
    """The case it was begun from; prefilled from its latest filing."""
    pupil_id: Mapped[UUID | None] = mapped_column(ForeignKey("roll_pupil.id"))
    """Whom in the school's roll it was begun about, and filled in from."""
    shared: Mapped[bool] = mapped_column(default=False)
    """Whether the colleagues at the school may write in it and send it."""
    files_count: Mapped[int] = mapped_column(default=0)
    """Attachments: those who have none are asked nothing more."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    warned_at: Mapped[datetime | None]
    """When those who may write in it were told by mail that it goes; touched since, it stays."""
    version: Mapped[int] = mapped_column()

    author: Mapped[Membership] = relationship(foreign_keys=author_id)
    changed_by: Mapped[Membership | None] = relationship(foreign_keys=changed_by_id)

    __mapper_args__ = {"version_id_col": version}


class Filing(Model):
    """One form as it was handed in. Never changed: a correction is a new version."""

    __tablename__ = "filing"
    __table_args__ = (
        UniqueConstraint("case_id", "ordinal", "version"),
        # One version of a filing is current; checked at commit, since a correction ends one
        # and begins another.
        ExcludeConstraint(
            ("case_id", "="),
            ("ordinal", "="),
            name="uq_filing_current",
            using="btree",
            where=text("current"),
            deferrable=True,
            initially="DEFERRED",
        ),
        CheckConstraint("version = 1 OR correction_reason <> ''", name="a_correction_says_why"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_a_time"
        ),
        # On paper: handed over before it was entered, and not before what it tells of, except
        # the kinds that may tell of a day to come.
        CheckConstraint(
            "CASE WHEN entered_at IS NULL THEN paper_to IS NULL ELSE filed_at <= entered_at END",
            name="handed_over_before_entered",
        ),
        CheckConstraint(
            "entered_at IS NULL OR kind IN ('dropout', 'start') "
            "OR event_on <= (filed_at AT TIME ZONE 'Europe/Stockholm')::date",
            name="handed_over_after_event",
        ),
        Index("ix_filing_school_unit_filed", "school_unit_code", "filed_at", "id"),
        Index("ix_filing_author_filed", "author_id", "filed_at", "id"),
        Index("ix_filing_case", "case_id", "filed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_thread.id"))
    draft_id: Mapped[UUID] = mapped_column(unique=True)
    """The draft it came from: sent twice, it is still one filing with one receipt."""
    ordinal: Mapped[int]
    version: Mapped[int]
    current: Mapped[bool] = mapped_column(default=True)
    state: Mapped[FilingState]
    kind: Mapped[FormKind]
    legal_ground: Mapped[LegalGround]

    school_unit_code: Mapped[str] = mapped_column(ForeignKey("school_unit.code"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    """The home municipality as the school stated it."""
    home_ground: Mapped[HomeGround]

    given_name: Mapped[str]
    family_name: Mapped[str]
    number: Mapped[str] = mapped_column(EncryptedText)
    birth_date: Mapped[date | None]
    programme_code: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    event_on: Mapped[date]
    """When what is told happened: the risk was seen, absence began, the pupil left or starts."""
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    """The rest of the common head and the kind's own answers, by field name."""
    files_count: Mapped[int] = mapped_column(default=0)
    filed_at: Mapped[datetime]
    """When the school told: here, or on paper while the portal was away."""
    entered_at: Mapped[datetime | None]
    """When a filing that was handed over on paper was entered here."""
    paper_to: Mapped[str | None] = mapped_column(EncryptedText)
    """Who at the municipality was told then."""
    correction_reason: Mapped[str] = mapped_column(EncryptedText, default="")
    withdrawn_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(back_populates="filings")
    author: Mapped[Membership] = relationship()
    municipality: Mapped[Municipality] = relationship()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
