"""Who is away from KAA, and who hears of things meanwhile."""

from datetime import date

from portal.access.rules import require
from portal.errors import DaysAlreadyGiven, EndsBeforeItBegins, NotAMember, TimeHasPassed
from portal.models import Leave, Membership, Municipality, Substitute
from portal.vocabulary import KAA_ROLES, Permission


def give(
    somebody: Membership, first_on: date, last_on: date, *, by: Membership, today: date
) -> None:
    """Somebody is away from the first day to the last one."""
    require(by, Permission.LEAVE_SET, somebody)
    if last_on < first_on:
        raise EndsBeforeItBegins
    if last_on < today:
        raise TimeHasPassed
    if any((one.first_on, one.last_on) == (first_on, last_on) for one in somebody.leaves):
        raise DaysAlreadyGiven
    somebody.leaves.append(Leave(first_on=first_on, last_on=last_on))


def take_back(leave: Leave, *, by: Membership) -> None:
    """They are not away after all, or are back."""
    require(by, Permission.LEAVE_SET, leave.membership)
    leave.membership.leaves.remove(leave)


def set_substitute(
    municipality: Municipality, somebody: Membership | None, *, by: Membership
) -> None:
    """Who gets the mails of those who are away; without anybody the function mailbox does."""
    require(by, Permission.SUBSTITUTE_SET, municipality)
    if somebody is None:
        municipality.substitute = None
        return
    works_here = somebody.role in KAA_ROLES and somebody.municipality_code == municipality.code
    if not works_here or somebody.ended_at is not None:
        raise NotAMember
    if municipality.substitute is None:
        municipality.substitute = Substitute(membership=somebody)
    else:
        municipality.substitute.membership = somebody
