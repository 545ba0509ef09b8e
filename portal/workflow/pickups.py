"""A municipality that has not joined picks a case up: a link by mail, a code by telephone.

What the municipality then does with it is receiving.py.
"""

from datetime import datetime

from portal.access.tokens import Purpose
from portal.clock import add_working_days, from_local, local, today
from portal.errors import WrongState
from portal.models import Case, Membership, Municipality, Pickup
from portal.references import new_code
from portal.vocabulary import PickupEnd, PickupState, Step
from portal.workflow.steps import take

TRIES = 5
"""Wrong codes before a link is worth nothing: a slip of the tongue, never a search."""


def reachable(municipality: Municipality) -> bool:
    """Whether what is filed to it is picked up, rather than read in its queue."""
    return not municipality.joined and bool(municipality.email)


def offer(case: Case, *, at: datetime) -> None:
    """After a filing, or when a case was sent on: let the municipality pick it up."""
    if not reachable(case.routine.municipality) or not case.is_open:
        return
    take(case, Step.OFFER_PICKUP, by=None, at=at)
    _begin(case, at)


def renew(case: Case, *, by: Membership, at: datetime) -> None:
    """The school wants another link and another code; the old ones are worth nothing."""
    if not reachable(case.routine.municipality):
        raise WrongState
    take(case, Step.RENEW_PICKUP, by=by, at=at)
    _begin(case, at)


def _begin(case: Case, at: datetime) -> None:
    for earlier in case.pickups:
        end(earlier, PickupEnd.REPLACED, at=at)
    case.pickups.append(
        Pickup(
            municipality=case.routine.municipality,
            municipality_code=case.municipality_code,
            code=new_code(),
            tries_left=TRIES,
            created_at=at,
            expires_at=at + Purpose.PICKUP.lasts,
            next_at=min(_next_reminder(case, at), at + Purpose.PICKUP.lasts),
        )
    )


def _next_reminder(case: Case, at: datetime) -> datetime:
    day = add_working_days(today(at), case.routine.chase_days)
    return from_local(day, local(at).time())


def end(pickup: Pickup, why: PickupEnd, *, at: datetime) -> None:
    """It leads nowhere any more; of several reasons the first counts."""
    if pickup.ended_at is None:
        pickup.ended_at, pickup.ended_why = at, why


def leads_somewhere(pickup: Pickup, *, at: datetime) -> bool:
    """Whether link and code open the case: it is still this municipality's, and open."""
    return pickup.ended_at is None and at < pickup.expires_at and _is_needed(pickup)


def _is_needed(pickup: Pickup) -> bool:
    case = pickup.case
    stays = case.municipality_code == pickup.municipality_code
    return stays and case.is_open and not pickup.municipality.joined


def lapse(pickup: Pickup, why: PickupEnd, *, at: datetime) -> None:
    """End it and tell the school, which can renew it or send a letter."""
    end(pickup, why, at=at)
    take(pickup.case, Step.LAPSE_PICKUP, by=None, at=at, why=why)


def see_to(pickup: Pickup, *, at: datetime) -> None:
    """What the worker does when its time has come: remind, or end it and tell the school."""
    if not _is_needed(pickup):
        end(pickup, PickupEnd.NOT_NEEDED, at=at)
    elif at < pickup.expires_at:
        take(pickup.case, Step.CHASE_PICKUP, by=None, at=at)
        pickup.next_at = min(_next_reminder(pickup.case, at), pickup.expires_at)
    elif pickup.acknowledged_at is not None:
        end(pickup, PickupEnd.NOT_NEEDED, at=at)
    else:
        lapse(pickup, PickupEnd.EXPIRED, at=at)


def state(pickup: Pickup) -> PickupState:
    """How far it has come, in one word."""
    if pickup.acknowledged_at is not None:
        return PickupState.ACKNOWLEDGED
    if pickup.ended_at is not None:
        return PickupState.LAPSED
    return PickupState.OPENED if pickup.opened_at is not None else PickupState.SENT


def since(pickup: Pickup) -> datetime:
    """When it came that far."""
    if pickup.acknowledged_at is not None:
        return pickup.acknowledged_at
    return pickup.ended_at or pickup.opened_at or pickup.created_at
