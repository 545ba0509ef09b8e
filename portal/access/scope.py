"""The permission table once more, as WHERE: which rows somebody sees at all.

tests/access/ checks for every role that this and rules.py agree.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, not_, or_, select, true

from portal.models import (
    AccessLogEntry,
    Batch,
    Case,
    Draft,
    EntryOffer,
    GlassBreak,
    Membership,
    Message,
    Municipality,
    OfficerProposal,
    RegisterEntry,
    RegisterFile,
    RollImport,
    RollPupil,
    SchoolUnit,
    SealedPerson,
    SealedRecord,
    Sought,
)
from portal.vocabulary import ADMIN_ROLES, KAA_ROLES, QUIET_TEMPLATES, SCHOOL_ROLES, Role


def visible_cases(by: Membership) -> ColumnElement[bool]:
    """Cases that CASE_READ or CASE_FOLLOW gives."""
    if by.ended_at is not None:
        return false()
    if by.role in KAA_ROLES:
        return Case.municipality_code == by.municipality_code
    if by.role is Role.RECTOR or (by.role is Role.COUNSELLOR and _shares(by)):
        return Case.school_unit_code == by.school_unit_code
    if by.role is Role.COUNSELLOR:
        return and_(Case.school_unit_code == by.school_unit_code, Case.author_ids.contains([by.id]))
    return false()


def _shares(by: Membership) -> bool:
    return by.school_unit is not None and by.school_unit.shares_filings


def visible_entries(by: Membership) -> ColumnElement[bool]:
    """Register entries that ENTRY_READ gives."""
    if by.ended_at is not None or by.role not in KAA_ROLES:
        return false()
    return RegisterEntry.municipality_code == by.municipality_code


def visible_drafts(by: Membership) -> ColumnElement[bool]:
    """Drafts that FILING_DRAFT gives: one's own, and those the school's others have shared."""
    if by.ended_at is not None or by.role is not Role.COUNSELLOR:
        return false()
    shared = and_(Draft.shared, Draft.school_unit_code == by.school_unit_code)
    return or_(Draft.author_id == by.id, shared)


def visible_batches(by: Membership) -> ColumnElement[bool]:
    """Batches that FILING_DRAFT gives: one's own."""
    if by.ended_at is not None or by.role is not Role.COUNSELLOR:
        return false()
    return Batch.author_id == by.id


def visible_roll(by: Membership) -> ColumnElement[bool]:
    """Pupils that ROLL_READ gives."""
    if by.ended_at is not None or by.role is not Role.COUNSELLOR:
        return false()
    return and_(RollPupil.school_unit_code == by.school_unit_code, not_(RollPupil.protected))


def visible_imports(by: Membership) -> ColumnElement[bool]:
    """Imports that ROLL_IMPORT gives."""
    if by.ended_at is not None or by.role is not Role.COUNSELLOR:
        return false()
    return RollImport.school_unit_code == by.school_unit_code


def visible_sought(by: Membership) -> ColumnElement[bool]:
    """Youths that SOUGHT_ASK gives: those one's own municipality has asked about."""
    if by.ended_at is not None or by.role is not Role.COORDINATOR:
        return false()
    return Sought.municipality_code == by.municipality_code


def visible_offers(by: Membership) -> ColumnElement[bool]:
    """Youths who move, that HANDOVER_ANSWER or ENTRY_WORK gives: to or from one's own place."""
    if by.ended_at is not None or by.role not in KAA_ROLES:
        return false()
    to_us = EntryOffer.municipality_code == by.municipality_code
    return or_(to_us, EntryOffer.from_code == by.municipality_code)


def visible_files(by: Membership) -> ColumnElement[bool]:
    """Files to the register that REGISTER_LOAD gives."""
    if by.ended_at is not None or by.role not in KAA_ROLES:
        return false()
    return RegisterFile.municipality_code == by.municipality_code


def visible_people(by: Membership) -> ColumnElement[bool]:
    """Memberships that PEOPLE_MANAGE gives."""
    if by.ended_at is not None:
        return false()
    if by.role is Role.ORGANISER_ADMIN:
        own = select(SchoolUnit.code).where(SchoolUnit.organiser_id == by.organiser_id)
        return Membership.school_unit_code.in_(own)
    if by.role is Role.MUNICIPALITY_ADMIN:
        return Membership.municipality_code == by.municipality_code
    if by.role is Role.PLATFORM_ADMIN:
        return Membership.role.in_(ADMIN_ROLES)
    return false()


def visible_municipalities(by: Membership) -> ColumnElement[bool]:
    """Municipalities that MUNICIPALITY_MANAGE gives."""
    if by.ended_at is not None:
        return false()
    if by.role is Role.MUNICIPALITY_ADMIN:
        return Municipality.code == by.municipality_code
    return true() if by.role is Role.PLATFORM_ADMIN else false()


def visible_school_units(by: Membership) -> ColumnElement[bool]:
    """School units that SCHOOL_UNIT_MANAGE gives."""
    if by.ended_at is not None:
        return false()
    if by.role is Role.ORGANISER_ADMIN:
        return SchoolUnit.organiser_id == by.organiser_id
    return true() if by.role is Role.PLATFORM_ADMIN else false()


def visible_messages(by: Membership) -> ColumnElement[bool]:
    """Messages that DELIVERY_LIST gives."""
    if by.ended_at is not None:
        return false()
    if by.role is Role.COORDINATOR:
        return Message.municipality_code == by.municipality_code
    if by.role is Role.RECTOR or (by.role is Role.COUNSELLOR and _shares(by)):
        return Message.school_unit_code == by.school_unit_code
    if by.role is Role.COUNSELLOR:
        told_of = Case.reference == Message.reference
        own = select(Case.id).where(visible_cases(by), told_of).correlate(Message)
        return and_(Message.school_unit_code == by.school_unit_code, own.exists())
    if by.role is Role.PLATFORM_ADMIN:
        return Message.template.not_in(QUIET_TEMPLATES)
    return false()


def visible_openings(by: Membership) -> ColumnElement[bool]:
    """Rows of the access log that ACCESS_LOG_READ gives."""
    if by.ended_at is not None or by.role is not Role.LOG_REVIEWER:
        return false()
    return AccessLogEntry.municipality_code == by.municipality_code


def visible_records(by: Membership, at: datetime) -> ColumnElement[bool]:
    """Sealed records that SEALED_READ gives at an instant."""
    if by.ended_at is not None:
        return false()
    here = SealedRecord.municipality_code == by.municipality_code
    if by.role is Role.PROTECTION_OFFICER:
        return here
    if by.role in KAA_ROLES:
        opened = select(GlassBreak.id).where(
            GlassBreak.record_id == SealedRecord.id,
            GlassBreak.asked_by_id == by.id,
            GlassBreak.answered_at <= at,
            GlassBreak.ends_at > at,
        )
        return and_(here, or_(_names(by), opened.correlate(SealedRecord).exists()))
    return _names(by) if by.role in SCHOOL_ROLES else false()


def _names(by: Membership) -> ColumnElement[bool]:
    """The records in whose circle somebody is."""
    named = select(SealedPerson.id).where(
        SealedPerson.record_id == SealedRecord.id,
        SealedPerson.membership_id == by.id,
        SealedPerson.removed_at.is_(None),
    )
    return named.correlate(SealedRecord).exists()


def followed_records(by: Membership) -> ColumnElement[bool]:
    """Sealed records that SEALED_FOLLOW gives: how far they have come, no identity."""
    if by.ended_at is not None:
        return false()
    here = SealedRecord.municipality_code == by.municipality_code
    if by.role in KAA_ROLES:
        return or_(SealedRecord.author_id == by.id, and_(here, _names(by)))
    if by.role is Role.COUNSELLOR:
        return or_(SealedRecord.author_id == by.id, _names(by))
    return _names(by) if by.role is Role.RECTOR else false()


def visible_breaks(by: Membership) -> ColumnElement[bool]:
    """Requests to open a sealed record in an emergency that GLASS_ANSWER gives."""
    if by.ended_at is not None or by.role not in (Role.COORDINATOR, Role.PROTECTION_OFFICER):
        return false()
    here = GlassBreak.municipality_code == by.municipality_code
    return and_(here, GlassBreak.asked_user_id != by.user_id)


def visible_proposals(by: Membership) -> ColumnElement[bool]:
    """Proposals of protection officers that OFFICER_DECIDE gives."""
    if by.ended_at is not None or by.role is not Role.MUNICIPALITY_ADMIN:
        return false()
    here = OfficerProposal.municipality_code == by.municipality_code
    return and_(here, OfficerProposal.asked_user_id != by.user_id)
