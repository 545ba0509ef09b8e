"""Which step tells whom, with which text. A step that is not here tells nobody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.models import Case, Membership, Municipality, User
from portal.vocabulary import Step


@dataclass(frozen=True)
class Receiver:
    """One address: a function's, or a person's in the language they read."""

    address: str
    user: User | None = None

    @property
    def locale(self) -> str:
        return self.user.locale if self.user is not None else "sv"


def the_desk(case: Case, session: Session) -> Iterable[Receiver]:
    """The function mailbox of the municipality's KAA."""
    municipality = session.get_one(Municipality, case.municipality_code)
    if municipality.joined and municipality.email:
        yield Receiver(municipality.email)


def the_mailbox(case: Case, session: Session) -> Iterable[Receiver]:
    """The function mailbox of a municipality that has not joined."""
    municipality = session.get_one(Municipality, case.municipality_code)
    if not municipality.joined and municipality.email:
        yield Receiver(municipality.email)


def the_school(case: Case, session: Session) -> Iterable[Receiver]:
    """Those at the school who filed and still work there."""
    for membership_id in case.author_ids:
        membership = session.get_one(Membership, membership_id)
        if membership.ended_at is None:
            yield Receiver(membership.user.email, membership.user)


def the_caseworker(case: Case, session: Session) -> Iterable[Receiver]:
    """Whoever has the case; the desk when nobody has."""
    if case.caseworker is None:
        yield from the_desk(case, session)
    else:
        yield Receiver(case.caseworker.user.email, case.caseworker.user)


@dataclass(frozen=True)
class Notice:
    """One text to one kind of receiver."""

    template: str
    to: Callable[[Case, Session], Iterable[Receiver]]


_PICKUP = (Notice("pickup", the_mailbox),)
_NEWS = (Notice("news_for_school", the_school),)

SUBSCRIPTIONS: dict[Step, tuple[Notice, ...]] = {
    Step.FILE: (Notice("new_filing", the_desk),),
    Step.CORRECT: (Notice("changed_by_school", the_caseworker),),
    Step.WITHDRAW: (Notice("changed_by_school", the_caseworker),),
    Step.WITHDRAW_LAST: (Notice("changed_by_school", the_caseworker),),
    Step.ASSIGN: (Notice("assigned", the_caseworker),),
    Step.ACKNOWLEDGE: _NEWS,
    Step.ASK: (Notice("question", the_school),),
    Step.ANSWER: (Notice("changed_by_school", the_caseworker),),
    Step.REPLY: _NEWS,
    Step.REROUTE: (Notice("new_filing", the_desk), *_NEWS),
    Step.CLOSE: _NEWS,
    Step.REQUEST_REOPEN: (Notice("changed_by_school", the_caseworker),),
    Step.REOPEN: _NEWS,
    Step.REFUSE_REOPEN: _NEWS,
    Step.OFFER_PICKUP: _PICKUP,
    Step.RENEW_PICKUP: _PICKUP,
    Step.CHASE_PICKUP: _PICKUP,
    Step.LAPSE_PICKUP: (Notice("pickup_lapsed", the_school),),
    Step.PROPOSE_TIMES: (Notice("meeting", the_school),),
    Step.BOOK_MEETING: (Notice("meeting", the_school),),
    Step.RESCHEDULE_MEETING: (Notice("meeting", the_school),),
    Step.CHANGE_MEETING: (Notice("meeting", the_school),),
    Step.CANCEL_MEETING: (Notice("meeting", the_school),),
    Step.ACCEPT_HANDOVER: _NEWS,
    Step.DECLINE_HANDOVER: _NEWS,
}
