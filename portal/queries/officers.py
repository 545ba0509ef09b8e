"""Proposals of protection officers, and the officers there are."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.access.rules import require
from portal.access.scope import visible_people, visible_proposals
from portal.db import session
from portal.errors import NotFound
from portal.models import Membership, OfficerProposal
from portal.vocabulary import Permission, Role


def proposals(by: Membership) -> Sequence[OfficerProposal]:
    """What waits for an answer in somebody's municipality, the oldest first."""
    wanted = (
        select(OfficerProposal)
        .where(
            OfficerProposal.municipality_code == by.municipality_code,
            OfficerProposal.decided_at.is_(None),
        )
        .options(
            joinedload(OfficerProposal.asked_by).joinedload(Membership.user),
            joinedload(OfficerProposal.membership).joinedload(Membership.user),
        )
        .order_by(OfficerProposal.asked_at, OfficerProposal.id)
    )
    return session().scalars(wanted).all()


def proposal_for(by: Membership, proposal_id: UUID) -> OfficerProposal:
    """One that somebody else has made, locked until it is answered."""
    wanted = select(OfficerProposal).where(OfficerProposal.id == proposal_id, visible_proposals(by))
    proposal = session().scalar(
        wanted.with_for_update(of=OfficerProposal).execution_options(populate_existing=True)
    )
    if proposal is None:
        raise NotFound
    require(by, Permission.OFFICER_DECIDE, proposal)
    return proposal


def officer_for(by: Membership, membership_id: UUID) -> Membership:
    """One of the municipality's protection officers."""
    wanted = select(Membership).where(
        Membership.id == membership_id,
        Membership.role == Role.PROTECTION_OFFICER,
        Membership.ended_at.is_(None),
        visible_people(by),
    )
    officer = session().scalar(wanted.options(joinedload(Membership.user)))
    if officer is None:
        raise NotFound
    require(by, Permission.OFFICER_PROPOSE, officer)
    return officer
