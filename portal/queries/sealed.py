"""The only ways to a sealed record. Out of the circle it is not there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from portal.access.rules import require
from portal.access.scope import followed_records, visible_breaks, visible_records
from portal.db import session
from portal.errors import NotFound
from portal.models import (
    AccessLogEntry,
    GlassBreak,
    Membership,
    Municipality,
    RecordAt,
    Routine,
    SealedEvent,
    SealedPerson,
    SealedRecord,
    User,
)
from portal.queries import people
from portal.vocabulary import KAA_ROLES, SCHOOL_ROLES, FormKind, Permission, Role, SealedState

PAGE = 50


@dataclass(frozen=True)
class Place:
    """Where in the list a page ends: the next one begins after it."""

    due_on: date
    id: UUID

    @classmethod
    def parse(cls, text: str | None) -> "Place | None":
        """As it stood in the address; None when it is no place."""
        day, _, number = (text or "").partition("_")
        try:
            return cls(date.fromisoformat(day), UUID(number))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.due_on}_{self.id}"


def waiting(by: Membership, *, at: datetime, after: Place | None = None) -> Sequence[SealedRecord]:
    """A page of the officer's open records, and the first of the next, by nearest day."""
    wanted = (
        select(SealedRecord)
        .where(visible_records(by, at), SealedRecord.state != SealedState.CLOSED)
        .options(joinedload(SealedRecord.school_unit))
        .order_by(SealedRecord.due_on, SealedRecord.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        place = tuple_(SealedRecord.due_on, SealedRecord.id)
        wanted = wanted.where(place > (after.due_on, after.id))
    return session().scalars(wanted).all()


def closed(by: Membership, *, at: datetime) -> Sequence[SealedRecord]:
    """The latest that ended."""
    wanted = (
        select(SealedRecord)
        .where(visible_records(by, at), SealedRecord.state == SealedState.CLOSED)
        .options(joinedload(SealedRecord.school_unit))
        .order_by(SealedRecord.closed_at.desc(), SealedRecord.id)
        .limit(PAGE)
    )
    return session().scalars(wanted).all()


def followed(by: Membership) -> Sequence[SealedRecord]:
    """The latest records that somebody has written or is named in."""
    wanted = (
        select(SealedRecord)
        .where(followed_records(by))
        .options(joinedload(SealedRecord.municipality), selectinload(SealedRecord.circle))
        .order_by(SealedRecord.opened_at.desc(), SealedRecord.id)
        .limit(PAGE)
    )
    return session().scalars(wanted).all()


def record_for(
    by: Membership, pseudonym: str, permission: Permission, *, at: datetime, locked: bool = False
) -> SealedRecord:
    """One record. Who is not in its circle gets what an unknown pseudonym gives."""
    record = _one(pseudonym, visible_records(by, at), locked=locked)
    require(by, permission, RecordAt(record, at))
    return record


def followed_for(by: Membership, pseudonym: str) -> SealedRecord:
    """One record of which somebody may know how far it has come."""
    record = _one(pseudonym, followed_records(by), locked=False)
    require(by, Permission.SEALED_FOLLOW, record)
    return record


def _one(pseudonym: str, in_sight: ColumnElement[bool], *, locked: bool) -> SealedRecord:
    wanted = select(SealedRecord).where(SealedRecord.pseudonym == pseudonym, in_sight)
    if locked:
        session().execute(wanted.with_only_columns(SealedRecord.id).with_for_update())
    record = session().scalar(
        wanted.execution_options(populate_existing=locked).options(
            joinedload(SealedRecord.municipality),
            joinedload(SealedRecord.school_unit),
            joinedload(SealedRecord.author).joinedload(Membership.user),
            joinedload(SealedRecord.contents),
            selectinload(SealedRecord.circle)
            .joinedload(SealedPerson.membership)
            .joinedload(Membership.user),
            selectinload(SealedRecord.breaks),
        )
    )
    if record is None:
        raise NotFound
    return record


def happenings(record: SealedRecord) -> Sequence[SealedEvent]:
    """What has happened with a record, the latest first."""
    wanted = (
        select(SealedEvent)
        .where(SealedEvent.record_id == record.id)
        .options(joinedload(SealedEvent.actor).joinedload(Membership.user))
        .order_by(SealedEvent.at.desc(), SealedEvent.ordinal.desc())
    )
    return session().scalars(wanted).all()


def openings(record: SealedRecord) -> Sequence[AccessLogEntry]:
    """Who has opened a record, the latest first."""
    wanted = (
        select(AccessLogEntry)
        .where(AccessLogEntry.reference == record.pseudonym)
        .options(joinedload(AccessLogEntry.membership).joinedload(Membership.user))
        .order_by(AccessLogEntry.at.desc(), AccessLogEntry.id.desc())
        .limit(PAGE)
    )
    return session().scalars(wanted).all()


def free(drawn: Iterable[str]) -> list[str]:
    """Of drawn pseudonyms those that nobody has."""
    wanted = list(dict.fromkeys(drawn))
    known = select(SealedRecord.pseudonym).where(SealedRecord.pseudonym.in_(wanted))
    taken = set(session().scalars(known))
    return [one for one in wanted if one not in taken]


def officers(municipality_code: str, *more: Role) -> Sequence[Membership]:
    """A municipality's protection officers, and those with other roles besides."""
    return people.with_roles(municipality_code, (Role.PROTECTION_OFFICER, *more))


def takes_referrals(municipality: Municipality | None) -> bool:
    """Whether somebody there will see a referral: it has joined, and it has an officer."""
    if municipality is None or not municipality.joined:
        return False
    return bool(officers(municipality.code))


def routine(municipality_code: str, kind: FormKind) -> Routine:
    """How the municipality wants such a filing handled."""
    wanted = select(Routine).where(
        Routine.municipality_code == municipality_code, Routine.kind == kind
    )
    return session().scalars(wanted).one()


def may_be_named(record: SealedRecord) -> Sequence[Membership]:
    """Those who could be let in: at the school unit it came from, and at KAA."""
    here = and_(
        Membership.municipality_code == record.municipality_code, Membership.role.in_(KAA_ROLES)
    )
    there = and_(
        Membership.school_unit_code == record.school_unit_code, Membership.role.in_(SCHOOL_ROLES)
    )
    wanted = (
        select(Membership)
        .join(Membership.user)
        .where(or_(here, there), Membership.ended_at.is_(None))
        .options(joinedload(Membership.user), joinedload(Membership.school_unit))
        .order_by(User.name, Membership.id)
    )
    return session().scalars(wanted).all()


def record_named(by: Membership, pseudonym: str) -> SealedRecord | None:
    """The record somebody at KAA asks to open in an emergency; never shown to them by this."""
    return session().scalar(
        select(SealedRecord).where(
            SealedRecord.pseudonym == pseudonym,
            SealedRecord.municipality_code == by.municipality_code,
        )
    )


def own_breaks(by: Membership) -> Sequence[GlassBreak]:
    """What somebody has asked to open, the latest first."""
    wanted = select(GlassBreak).where(GlassBreak.asked_by_id == by.id)
    return session().scalars(_latest(wanted)).all()


def breaks_to_answer(by: Membership) -> Sequence[GlassBreak]:
    """What others have asked to open, the latest first: answered or not, it is an alarm."""
    return session().scalars(_latest(select(GlassBreak).where(visible_breaks(by)))).all()


def break_for(by: Membership, break_id: UUID) -> GlassBreak:
    """One request, locked until it is answered."""
    wanted = select(GlassBreak).where(GlassBreak.id == break_id, visible_breaks(by))
    request = session().scalar(
        wanted.with_for_update(of=GlassBreak).execution_options(populate_existing=True)
    )
    if request is None:
        raise NotFound
    require(by, Permission.GLASS_ANSWER, request)
    return request


def _latest(wanted: Select[GlassBreak]) -> Select[GlassBreak]:
    asked = joinedload(GlassBreak.asked_by).joinedload(Membership.user)
    answered = joinedload(GlassBreak.answered_by).joinedload(Membership.user)
    newest_first = wanted.order_by(GlassBreak.asked_at.desc(), GlassBreak.id)
    return newest_first.options(asked, answered).limit(PAGE)
