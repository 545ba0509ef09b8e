"""Sealed records: protected identity, in tables of their own and under a key of its own.

No ordinary table knows of them, so no list, search, count or export can forget to leave them out.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from portal import vault
from portal.db import Model
from portal.models.organisations import Municipality, SchoolUnit
from portal.models.people import Membership
from portal.vault import SealedJson, SealedText
from portal.vocabulary import FormKind, SealedEnd, SealedState, Step


class SealedRecord(Model):
    """What the municipality's protection officers have in hand: a pseudonym and a telephone."""

    __tablename__ = "sealed_record"
    __table_args__ = (
        CheckConstraint("pseudonym ~ '^SKYDD-[2-9B-Z]{4}$'", name="is_known_by_a_pseudonym"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_a_time"),
        CheckConstraint("(state = 'closed') = (end_reason IS NOT NULL)", name="closed_says_why"),
        # Nobody is lost here either.
        CheckConstraint("state = 'closed' OR due_on IS NOT NULL", name="open_has_a_day"),
        CheckConstraint(
            "sealed_later OR (phone IS NOT NULL AND call_at IS NOT NULL)",
            name="a_referral_can_be_rung",
        ),
        Index("ix_sealed_record_list", "municipality_code", "state", "due_on", "id"),
        Index("ix_sealed_record_author", "author_id", "opened_at", "id"),
        Index("ix_sealed_record_remind", "remind_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    pseudonym: Mapped[str] = mapped_column(unique=True)
    state: Mapped[SealedState]
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    school_unit_code: Mapped[str | None] = mapped_column(ForeignKey("school_unit.code"))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    """Who asked to be rung, or sealed the case; nobody when it was sealed for another's sake."""
    kind: Mapped[FormKind]
    sealed_later: Mapped[bool]
    """It was an ordinary case before; else the school has asked to be rung."""
    phone: Mapped[str | None] = mapped_column(SealedText("phone"))
    """The school's own, never the pupil's."""
    call_at: Mapped[datetime | None]
    """When the school wants to be rung."""
    opened_at: Mapped[datetime]
    due_on: Mapped[date | None]
    remind_on: Mapped[date | None]
    """When the officers are told again that something waits."""
    closed_at: Mapped[datetime | None]
    end_reason: Mapped[SealedEnd | None]
    version: Mapped[int] = mapped_column()

    municipality: Mapped[Municipality] = relationship()
    school_unit: Mapped[SchoolUnit | None] = relationship()
    author: Mapped[Membership | None] = relationship()
    contents: Mapped["SealedContents | None"] = relationship(back_populates="record")
    circle: Mapped[list["SealedPerson"]] = relationship(
        back_populates="record", order_by="SealedPerson.added_at, SealedPerson.id"
    )
    breaks: Mapped[list["GlassBreak"]] = relationship(
        back_populates="record", order_by="GlassBreak.asked_at, GlassBreak.id"
    )
    events: WriteOnlyMapped["SealedEvent"] = relationship(
        back_populates="record", order_by="SealedEvent.at, SealedEvent.ordinal"
    )

    __mapper_args__ = {"version_id_col": version}

    def record(
        self, step: Step, *, by: Membership | None, at: datetime, **facts: Any
    ) -> "SealedEvent":
        """Write down that a step was taken. Events are only ever added."""
        event = SealedEvent(step=step, actor=by, at=at, facts=facts)
        self.events.add(event)
        return event

    @property
    def known(self) -> dict[str, Any]:
        """Who it is about and all that was sealed, as far as it has been written down."""
        return self.contents.read() if self.contents is not None else {}


class SealedContents(Model):
    """Who it is about, and the whole case as it stood when it was sealed. Nothing else knows."""

    __tablename__ = "sealed_contents"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("sealed_record.id"), primary_key=True)
    sealed: Mapped[bytes]

    record: Mapped[SealedRecord] = relationship(back_populates="contents")

    @classmethod
    def of(cls, record: SealedRecord, known: dict[str, Any]) -> "SealedContents":
        """For a record that already has its id, to which what is sealed is bound."""
        contents = cls(record_id=record.id)
        contents.write(known)
        return contents

    def read(self) -> dict[str, Any]:
        known: dict[str, Any] = json.loads(vault.unseal(self.sealed, str(self.record_id)))
        return known

    def write(self, known: dict[str, Any]) -> None:
        told = json.dumps(known, ensure_ascii=False, default=str)
        self.sealed = vault.seal(told, str(self.record_id))


class SealedFile(Model):
    """An attachment of a case that was sealed. Its sort and size stand in the contents."""

    __tablename__ = "sealed_file"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The attachment's own: in the contents it has the same."""
    record_id: Mapped[UUID] = mapped_column(ForeignKey("sealed_record.id"), index=True)
    sealed: Mapped[bytes]

    @classmethod
    def of(cls, record: SealedRecord, file_id: UUID, content: bytes) -> "SealedFile":
        """For a record that already has its id, to which the file is bound."""
        file = cls(id=file_id, record_id=record.id)
        file.write(content)
        return file

    def read(self) -> bytes:
        return vault.unseal_bytes(self.sealed, f"{self.record_id}/{self.id}")

    def write(self, content: bytes) -> None:
        self.sealed = vault.seal_bytes(content, f"{self.record_id}/{self.id}")


class SealedEvent(Model):
    """A step taken with a sealed record; what was said is sealed too."""

    __tablename__ = "sealed_event"
    __table_args__ = (Index("ix_sealed_event_record_at", "record_id", "at", "ordinal"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    ordinal: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    record_id: Mapped[UUID] = mapped_column(ForeignKey("sealed_record.id"))
    step: Mapped[Step]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(SealedJson("facts"))

    record: Mapped[SealedRecord] = relationship(back_populates="events")
    actor: Mapped[Membership | None] = relationship()


class SealedPerson(Model):
    """Somebody named: they may see this record although they are no protection officer."""

    __tablename__ = "sealed_person"
    __table_args__ = (
        CheckConstraint(
            "num_nonnulls(removed_at, removed_by_id, removed_why) IN (0, 3)",
            name="removed_by_somebody_who_says_why",
        ),
        Index(
            "uq_sealed_person_named",
            "record_id",
            "membership_id",
            unique=True,
            postgresql_where=text("removed_at IS NULL"),
        ),
        Index("ix_sealed_person_membership", "membership_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("sealed_record.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    why: Mapped[str] = mapped_column(SealedText("why"))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    added_at: Mapped[datetime]
    removed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    removed_at: Mapped[datetime | None]
    removed_why: Mapped[str | None] = mapped_column(SealedText("removed_why"))

    record: Mapped[SealedRecord] = relationship(back_populates="circle")
    membership: Mapped[Membership] = relationship(foreign_keys=[membership_id])


class SealedSource(Model):
    """The id of a case or entry that was sealed: triggers keep it out of the ordinary tables."""

    __tablename__ = "sealed_source"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(ForeignKey("sealed_record.id"), index=True)


class GlassBreak(Model):
    """Somebody asks to open a sealed record in an emergency, and somebody else answers.

    What was typed is kept whether such a record exists or not: the answer looks the same.
    """

    __tablename__ = "glass_break"
    __table_args__ = (
        CheckConstraint("answered_user_id <> asked_user_id", name="a_second_person_answers"),
        CheckConstraint(
            "num_nonnulls(answered_by_id, answered_user_id, answered_at, approved) IN (0, 4)",
            name="answered_by_somebody",
        ),
        CheckConstraint(
            "coalesce(approved, false) = (ends_at IS NOT NULL)", name="only_a_yes_opens"
        ),
        CheckConstraint("ends_at <= answered_at + interval '30 minutes'", name="for_half_an_hour"),
        Index("ix_glass_break_municipality", "municipality_code", "asked_at", "id"),
        Index("ix_glass_break_record", "record_id"),
        Index("ix_glass_break_asked_by", "asked_by_id", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    pseudonym: Mapped[str]
    record_id: Mapped[UUID | None] = mapped_column(ForeignKey("sealed_record.id"))
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    asked_user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(SealedText("reason"))
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    answered_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    answered_at: Mapped[datetime | None]
    approved: Mapped[bool | None]
    ends_at: Mapped[datetime | None]

    record: Mapped[SealedRecord | None] = relationship(back_populates="breaks")
    asked_by: Mapped[Membership] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Membership | None] = relationship(foreign_keys=[answered_by_id])

    def opens(self, at: datetime) -> bool:
        """Whether it lets whoever asked look at this instant."""
        answered, ends = self.answered_at, self.ends_at
        return answered is not None and ends is not None and answered <= at < ends


class OfficerProposal(Model):
    """One administrator proposes a protection officer, or to end one's role; another decides."""

    __tablename__ = "officer_proposal"
    __table_args__ = (
        CheckConstraint("decided_user_id <> asked_user_id", name="a_second_person_decides"),
        CheckConstraint(
            "num_nonnulls(decided_user_id, decided_at, approved) IN (0, 3)", name="decided_by_one"
        ),
        CheckConstraint("(membership_id IS NULL) = (email IS NOT NULL)", name="gives_or_ends"),
        Index("ix_officer_proposal_municipality", "municipality_code", "asked_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("membership.id"))
    """Whose role is to end; else somebody is to get it."""
    email: Mapped[str | None]
    name: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"))
    asked_user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    decided_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    approved: Mapped[bool | None]

    asked_by: Mapped[Membership] = relationship(foreign_keys=[asked_by_id])
    membership: Mapped[Membership | None] = relationship(foreign_keys=[membership_id])


@dataclass(frozen=True)
class RecordAt:
    """A sealed record at an instant: an emergency opens it for half an hour only."""

    record: SealedRecord
    at: datetime

    @property
    def municipality_code(self) -> str:
        return self.record.municipality_code
