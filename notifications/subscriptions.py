"""Which step tells whom, with which text. A step that is not here tells nobody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.models import Case, Membership, Municipality, Summons, User
from portal.vocabulary import Step


@dataclass(frozen=True)
class Receiver:
    """One address: a function's, or a person's in the language they read."""

    address: str
    user: User | None = None

    @property
    def locale(self) -> str:
        return self.user.locale if self.user is not None else "sv"


Finder = Callable[[Case, Session, date], Iterable[Receiver]]
"""Finds those who are to hear of a case on a day."""


def the_desk(case: Case, session: Session, _day: date) -> Iterable[Receiver]:
    """The function mailbox of the municipality's KAA."""
    municipality = session.get_one(Municipality, case.municipality_code)
    if municipality.joined and municipality.email:
        yield Receiver(municipality.email)


def the_mailbox(case: Case, session: Session, _day: date) -> Iterable[Receiver]:
    """The function mailbox of a municipality that has not joined."""
    municipality = session.get_one(Municipality, case.municipality_code)
    if not municipality.joined and municipality.email:
        yield Receiver(municipality.email)


def the_school(case: Case, session: Session, _day: date) -> Iterable[Receiver]:
    """Those at the school who filed and still work there."""
    return _authors(case, session, set())


def _authors(case: Case, session: Session, called: set[UUID | None]) -> Iterable[Receiver]:
    for membership_id in case.author_ids:
        membership = session.get_one(Membership, membership_id)
        if membership.ended_at is None and membership_id not in called:
            yield Receiver(membership.user.email, membership.user)


def the_school_not_called(case: Case, session: Session, _day: date) -> Iterable[Receiver]:
    """Those who filed, but for those whom the same step calls to the meeting itself."""
    called = {new.membership_id for new in session.new if isinstance(new, Summons)}
    return _authors(case, session, called)


def the_caseworker(case: Case, session: Session, day: date) -> Iterable[Receiver]:
    """Whoever has the case, or stands in for them; the desk when nobody does."""
    receiver = reached(case.caseworker, session.get_one(Municipality, case.municipality_code), day)
    if receiver is None:
        yield from the_desk(case, session, day)
    else:
        yield receiver


def reached(somebody: Membership | None, municipality: Municipality, day: date) -> Receiver | None:
    """Somebody at KAA, or the substitute while they are on leave; None when neither is there."""
    deputy = municipality.substitute.membership if municipality.substitute else None
    for one in (somebody, deputy if somebody else None):
        if one is not None and one.ended_at is None and not one.on_leave(day):
            return Receiver(one.user.email, one.user)
    return None


@dataclass(frozen=True)
class Notice:
    """One text to one kind of receiver."""

    template: str
    to: Finder


_PICKUP = (Notice("pickup", the_mailbox),)
_NEWS = (Notice("news_for_school", the_school),)
_MEETING = (Notice("meeting", the_school_not_called),)

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
    Step.PROPOSE_TIMES: _MEETING,
    Step.BOOK_MEETING: _MEETING,
    Step.RESCHEDULE_MEETING: _MEETING,
    Step.CHANGE_MEETING: _MEETING,
    Step.CANCEL_MEETING: _MEETING,
    Step.ASK_OTHER_TIME: (Notice("other_time", the_caseworker),),
    Step.ACCEPT_HANDOVER: _NEWS,
    Step.DECLINE_HANDOVER: _NEWS,
}
