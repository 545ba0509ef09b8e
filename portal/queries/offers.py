"""Youths who have moved: offered to one's own municipality, or by it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select, text
from sqlalchemy.orm import joinedload

from portal.access.rules import require
from portal.access.scope import visible_offers
from portal.db import session
from portal.errors import NotFound
from portal.models import EntryOffer, Membership, RegisterEntry
from portal.vocabulary import HandoverState, Permission

PAGE = 50
OFFERED = text("entry_offer.state = 'offered'")
"""Written out, not bound: only so does the planner know that the partial index fits."""


def one(
    by: Membership, offer_id: UUID, permission: Permission, *, locked: bool = False
) -> EntryOffer:
    """One offer; locked, with its entry first, in the order in which closing locks them."""
    in_sight = (EntryOffer.id == offer_id, visible_offers(by))
    if locked:
        entry_id = select(EntryOffer.entry_id).where(*in_sight).scalar_subquery()
        session().execute(
            select(RegisterEntry.id).where(RegisterEntry.id == entry_id).with_for_update()
        )
        session().execute(select(EntryOffer.id).where(*in_sight).with_for_update())
    wanted = (
        select(EntryOffer)
        .where(*in_sight)
        .execution_options(populate_existing=locked)
        .options(
            joinedload(EntryOffer.entry),
            joinedload(EntryOffer.municipality),
            joinedload(EntryOffer.sender),
        )
    )
    found = session().scalar(wanted)
    if found is None:
        raise NotFound
    require(by, permission, found)
    return found


def incoming(by: Membership) -> Sequence[EntryOffer]:
    """What waits for one's own municipality's answer, the nearest day first; a page and one."""
    wanted = select(EntryOffer).where(EntryOffer.municipality_code == by.municipality_code, OFFERED)
    return _page(wanted.options(joinedload(EntryOffer.sender)))


def outgoing(by: Membership) -> Sequence[EntryOffer]:
    """What one's own municipality waits for; a page and one."""
    wanted = select(EntryOffer).where(EntryOffer.from_code == by.municipality_code, OFFERED)
    return _page(wanted.options(joinedload(EntryOffer.municipality), joinedload(EntryOffer.entry)))


def _page(wanted: Select[EntryOffer]) -> Sequence[EntryOffer]:
    ordered = wanted.order_by(EntryOffer.answer_by, EntryOffer.id)
    return session().scalars(ordered.limit(PAGE + 1)).all()


def waits(entry: RegisterEntry) -> EntryOffer | None:
    """The offer of an entry that nobody has answered."""
    wanted = select(EntryOffer).where(
        EntryOffer.entry_id == entry.id, EntryOffer.state == HandoverState.OFFERED
    )
    return session().scalar(wanted.options(joinedload(EntryOffer.municipality)))
