"""The permission table once more, as WHERE: which rows somebody sees at all.

tests/access/ checks for every role that this and rules.py agree.
"""

from sqlalchemy import ColumnElement, and_, false, not_, select, true

from portal.models import (
    AccessLogEntry,
    Case,
    Draft,
    Membership,
    Message,
    Municipality,
    RegisterEntry,
    RollImport,
    RollPupil,
    SchoolUnit,
    Sought,
)
from portal.vocabulary import ADMIN_ROLES, KAA_ROLES, Role


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
    """Drafts that FILING_DRAFT gives: one's own."""
    if by.ended_at is not None or by.role is not Role.COUNSELLOR:
        return false()
    return Draft.author_id == by.id


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
    return true() if by.role is Role.PLATFORM_ADMIN else false()


def visible_openings(by: Membership) -> ColumnElement[bool]:
    """Rows of the access log that ACCESS_LOG_READ gives."""
    if by.ended_at is not None or by.role is not Role.LOG_REVIEWER:
        return false()
    return AccessLogEntry.municipality_code == by.municipality_code
