"""How the school reads a pick-up: how far it has come, and the code to say by telephone."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from portal.queries import pickups as rows
from portal.vocabulary import PickupEnd, PickupState, Step
from portal.workflow import pickups
from portal.workflow.steps import can_take

if TYPE_CHECKING:
    from portal.models import Case


@dataclass(frozen=True)
class Seen:
    """What the pages show of a case's pick-up. Without a state there is none."""

    state: PickupState | None = None
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None
    expires_at: datetime | None = None
    ended_why: PickupEnd | None = None
    code: str = ""
    """Only while it opens something and somebody still has to be told it."""
    can_renew: bool = False


def seen(case: "Case", *, at: datetime, changes: bool = False) -> Seen:
    """The pick-up of a case where the municipality does not read here."""
    if case.municipality.joined:
        return Seen()
    can_renew = changes and pickups.reachable(case.municipality) and _may_go_on(case)
    pickup = rows.latest(case)
    if pickup is None:
        return Seen(can_renew=can_renew)
    waits = pickups.leads_somewhere(pickup, at=at) and pickup.acknowledged_at is None
    return Seen(
        state=pickups.state(pickup),
        sent_at=pickup.created_at,
        opened_at=pickup.opened_at,
        acknowledged_at=pickup.acknowledged_at,
        expires_at=pickup.expires_at,
        ended_why=pickup.ended_why,
        code=pickup.code if waits else "",
        can_renew=can_renew,
    )


def _may_go_on(case: "Case") -> bool:
    return can_take(case, Step.RENEW_PICKUP)
