"""The permission table once more, as WHERE: which rows somebody sees at all.

tests/access/ checks for every role that this and rules.py agree.
"""

from sqlalchemy import ColumnElement, and_, false

from portal.models import Case, Draft, Membership, RegisterEntry
from portal.vocabulary import KAA_ROLES, Role


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
