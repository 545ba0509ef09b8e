"""Protection officers: two administrators give the role together, and end it together."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from portal.access.rules import require
from portal.errors import AlreadyProposed, HasTheRole, LastProtectionOfficer, OwnRole, WrongState
from portal.models import Membership, Message, Municipality, OfficerProposal, User
from portal.vocabulary import Permission, Role
from portal.workflow.accounts import end_sessions
from portal.workflow.people import Post, new_user, tell


def propose(
    municipality: Municipality,
    who: User | None,
    has: Iterable[Membership],
    open_proposals: Iterable[OfficerProposal],
    *,
    email: str,
    name: str,
    title: str,
    phone: str,
    by: Membership,
    at: datetime,
) -> OfficerProposal:
    """Propose that somebody gets the role. Nothing happens until another administrator agrees."""
    require(by, Permission.OFFICER_PROPOSE, municipality)
    post = Post(Role.PROTECTION_OFFICER, municipality=municipality)
    if who is not None and who.id == by.user_id:
        raise OwnRole
    if any(post.is_held_as(one) for one in has):
        raise HasTheRole
    if any((one.email or "").lower() == email.lower() for one in open_proposals):
        raise AlreadyProposed
    proposal = _proposal(by, at)
    proposal.email, proposal.name, proposal.title, proposal.phone = email, name, title, phone
    return proposal


def propose_end(
    officer: Membership,
    open_proposals: Iterable[OfficerProposal],
    *,
    others: int,
    by: Membership,
    at: datetime,
) -> OfficerProposal:
    """Propose that an officer's role ends. `others` is how many more the municipality has."""
    require(by, Permission.OFFICER_PROPOSE, officer)
    if not others:
        raise LastProtectionOfficer
    if any(one.membership_id == officer.id for one in open_proposals):
        raise AlreadyProposed
    proposal = _proposal(by, at)
    proposal.membership_id = officer.id
    return proposal


def _proposal(by: Membership, at: datetime) -> OfficerProposal:
    return OfficerProposal(
        id=uuid4(),
        municipality_code=by.municipality_code,
        asked_by_id=by.id,
        asked_user_id=by.user_id,
        asked_at=at,
    )


def give(
    proposal: OfficerProposal,
    municipality: Municipality,
    who: User | None,
    has: Iterable[Membership],
    *,
    by: Membership,
    at: datetime,
) -> tuple[Membership, Message]:
    """The second administrator agrees: the role begins, and its holder is told by mail."""
    post = Post(Role.PROTECTION_OFFICER, municipality=municipality)
    if who is not None and who.id == by.user_id:
        raise OwnRole
    if any(post.is_held_as(one) for one in has):
        raise HasTheRole
    _decide(proposal, approved=True, by=by, at=at)
    user = who or new_user(
        proposal.email or "", proposal.name, proposal.title, proposal.phone, at=at
    )
    membership = post.held_by(user, at=at)
    return membership, tell(membership, at=at)


def end(proposal: OfficerProposal, *, others: int, by: Membership, at: datetime) -> None:
    """The second administrator agrees: the role ends at once."""
    officer = proposal.membership
    if officer is None or officer.ended_at is not None:
        raise WrongState
    if officer.user_id == by.user_id:
        raise OwnRole
    if not others:
        raise LastProtectionOfficer
    _decide(proposal, approved=True, by=by, at=at)
    officer.ended_at = at
    end_sessions(officer.user)


def decline(proposal: OfficerProposal, *, by: Membership, at: datetime) -> None:
    """The second administrator does not agree."""
    _decide(proposal, approved=False, by=by, at=at)


def _decide(proposal: OfficerProposal, *, approved: bool, by: Membership, at: datetime) -> None:
    require(by, Permission.OFFICER_DECIDE, proposal)
    if proposal.decided_at is not None:
        raise WrongState
    proposal.decided_user_id, proposal.decided_at = by.user_id, at
    proposal.approved = approved
