"""The handover and the register: the closed list of förordning (2006:39) 4 §, columns only."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from portal.db import EncryptedJson, EncryptedText, Model
from portal.models.cases import Case, Event
from portal.models.filings import Filing
from portal.models.organisations import Municipality
from portal.models.people import Membership
from portal.vocabulary import (
    DeclineReason,
    EntryEndReason,
    EntryOrigin,
    EntryState,
    HandoverState,
    OccupationKind,
    OccupationSource,
    RegistrationReason,
    Step,
    Tense,
    YouthStatus,
)

if TYPE_CHECKING:
    from portal.models.intake import EntryOffer
    from portal.models.measures import Measure
    from portal.models.work import ContactAttempt, MappingStep, Plan, Task


class Handover(Model):
    """What a dropout filing offers the register: accepted, declined or withdrawn, once."""

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint(
            "(state = 'offered') = (answered_at IS NULL)", name="offered_until_answered"
        ),
        CheckConstraint(
            "(state = 'declined') = (decline_reason IS NOT NULL)", name="a_no_says_why"
        ),
        # A yes has an entry until the register forgets it, which is sooner than the case is.
        CheckConstraint("entry_id IS NULL OR state = 'accepted'", name="only_a_yes_has_an_entry"),
        CheckConstraint(
            "state NOT IN ('accepted', 'declined') OR shown IS NOT NULL", name="keeps_its_evidence"
        ),
        ExcludeConstraint(
            ("case_id", "="),
            name="uq_handover_offered",
            using="btree",
            where=text("state = 'offered'"),
            deferrable=True,
            initially="DEFERRED",
        ),
        Index("ix_handover_case", "case_id", "offered_at"),
        Index(
            "ix_handover_municipality_offered",
            "municipality_code",
            "offered_at",
            postgresql_where=text("state = 'offered'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_thread.id"))
    filing_id: Mapped[UUID] = mapped_column(ForeignKey("filing.id"), index=True)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    state: Mapped[HandoverState]
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    decline_reason: Mapped[DeclineReason | None]
    decline_text: Mapped[str | None] = mapped_column(EncryptedText)
    read_filing: Mapped[bool] = mapped_column(default=False)
    called_school: Mapped[bool] = mapped_column(default=False)
    met_youth: Mapped[bool] = mapped_column(default=False)
    shown: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """Exactly what the receiver saw would pass, kept as evidence."""
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("register_entry.id"), index=True)

    case: Mapped[Case] = relationship(back_populates="handovers")
    filing: Mapped[Filing] = relationship()
    answered_by: Mapped[Membership | None] = relationship()
    entry: Mapped["RegisterEntry | None"] = relationship()


class RegisterEntry(Model):
    """One youth in a municipality's KAA register. No JSON, no free text: the closed list."""

    __tablename__ = "register_entry"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed_has_a_day"),
        CheckConstraint("(state = 'open') = (end_reason IS NULL)", name="closed_has_a_reason"),
        CheckConstraint(
            "state <> 'open' OR next_follow_up_on IS NOT NULL", name="open_has_a_follow_up"
        ),
        # One open entry per youth and municipality.
        Index(
            "uq_register_entry_open",
            "number_hash",
            "municipality_code",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_register_entry_list",
            "municipality_code",
            "state",
            "next_follow_up_on",
            "id",
        ),
        # Who is past 20 or soon will be, oldest first.
        Index(
            "ix_register_entry_born",
            "municipality_code",
            "birth_date",
            "id",
            postgresql_where=text("state = 'open'"),
        ),
        # Who came in while the regional database stood still.
        Index(
            "ix_register_entry_summer",
            "municipality_code",
            "id",
            postgresql_where=text("state = 'open' AND summer"),
        ),
        # Whom the law lets nobody know of any longer.
        Index("ix_register_entry_birth", "birth_date", "id"),
        Index(
            "ix_register_entry_name",
            "municipality_code",
            "search_name",
            postgresql_ops={"search_name": "text_pattern_ops"},
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    reference: Mapped[str] = mapped_column(unique=True)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    state: Mapped[EntryState]
    status: Mapped[YouthStatus]
    given_name: Mapped[str]
    family_name: Mapped[str]
    search_name: Mapped[str]
    number: Mapped[str] = mapped_column(EncryptedText)
    number_hash: Mapped[str]
    birth_date: Mapped[date]
    address: Mapped[str] = mapped_column(EncryptedText, default="")
    email: Mapped[str] = mapped_column(EncryptedText, default="")
    phone: Mapped[str] = mapped_column(EncryptedText, default="")
    reason: Mapped[RegistrationReason]
    registered_at: Mapped[datetime]
    origin: Mapped[EntryOrigin] = mapped_column(default=EntryOrigin.HANDOVER)
    summer: Mapped[bool] = mapped_column(default=False)
    """Came in while the regional database stood still: to be reconciled in September."""
    caseworker_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"), index=True)
    next_follow_up_on: Mapped[date | None]
    """The nearest day of its open tasks; kept by workflow/tasks.py."""
    closed_on: Mapped[date | None]
    end_reason: Mapped[EntryEndReason | None]
    ended_to: Mapped[str] = mapped_column(EncryptedText, default="")
    """What the end reason demands: the school, the examen, the new municipality."""
    version: Mapped[int] = mapped_column()

    municipality: Mapped[Municipality] = relationship()
    caseworker: Mapped[Membership | None] = relationship()
    occupations: Mapped[list["Occupation"]] = relationship(
        back_populates="entry", order_by="Occupation.known_on, Occupation.id"
    )
    tasks: Mapped[list["Task"]] = relationship(
        back_populates="entry", order_by="Task.due_on, Task.id"
    )
    attempts: Mapped[list["ContactAttempt"]] = relationship(
        back_populates="entry", order_by="ContactAttempt.on, ContactAttempt.id"
    )
    mapping: Mapped[list["MappingStep"]] = relationship(
        back_populates="entry", order_by="MappingStep.on, MappingStep.id"
    )
    plans: Mapped[list["Plan"]] = relationship(back_populates="entry", order_by="Plan.version")
    measures: Mapped[list["Measure"]] = relationship(
        back_populates="entry", order_by="Measure.agreed_on, Measure.id"
    )
    offers: Mapped[list["EntryOffer"]] = relationship(
        back_populates="entry",
        order_by="EntryOffer.offered_at, EntryOffer.id",
        foreign_keys="EntryOffer.entry_id",
    )
    """To which new municipalities the youth was offered."""
    events: WriteOnlyMapped[Event] = relationship(
        back_populates="entry", order_by="Event.at, Event.ordinal", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def record(self, step: Step, *, by: Membership | None, at: datetime, **facts: Any) -> Event:
        """Write down that a step was taken. Events are only ever added."""
        event = Event(
            step=step, actor=by, at=at, facts=facts, municipality_code=self.municipality_code
        )
        self.events.add(event)
        return event


class Occupation(Model):
    """What a youth did, does or will do (4 § 2), whence it is known and since when."""

    __tablename__ = "occupation"
    __table_args__ = (
        CheckConstraint(
            "until IS NULL OR since IS NULL OR since <= until", name="ends_after_start"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("register_entry.id"), index=True)
    tense: Mapped[Tense]
    kind: Mapped[OccupationKind]
    what: Mapped[str] = mapped_column(EncryptedText, default="")
    """School and programme, or employer; never why."""
    since: Mapped[date | None]
    until: Mapped[date | None]
    source: Mapped[OccupationSource]
    known_on: Mapped[date]

    entry: Mapped[RegisterEntry] = relationship(back_populates="occupations")
