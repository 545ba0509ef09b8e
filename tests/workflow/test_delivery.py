"""A message that was given up begins anew; the case remembers who saw to it."""

from datetime import timedelta

import pytest

from portal.errors import NotAllowed, WrongState
from portal.models import Message
from portal.vocabulary import CaseState, MessageState
from portal.workflow import casework, delivery
from tests.notifications.messages import a_message, a_message_about
from tests.town import AT, Town, a_case, town

LATER = AT + timedelta(hours=1)


def given_up(cast: Town, **says: object) -> Message:
    usual = {"state": MessageState.FAILED, "attempts": 17, "last_error": "TimeoutError"}
    return a_message_about(a_case(cast), **(usual | says))


@pytest.mark.parametrize("who", ["coordinator", "counsellor", "platform_admin"])
def test_it_is_due_at_once_with_all_its_tries_before_it(who: str) -> None:
    cast = town()
    message = given_up(cast)

    delivery.resend(message, by=getattr(cast, who), at=LATER)

    assert message.state is MessageState.WAITING
    assert (message.due_at, message.attempts, message.last_error) == (LATER, 0, "")


@pytest.mark.parametrize(
    "who",
    ["caseworker", "rector", "colleague", "other_counsellor", "far_counsellor",
     "municipality_admin", "organiser_admin", "log_reviewer", "protection_officer"],
)  # fmt: skip
def test_it_is_not_everybodys_to_send(who: str) -> None:
    cast = town()
    message = given_up(cast)

    with pytest.raises(NotAllowed):
        delivery.resend(message, by=getattr(cast, who), at=LATER)
    assert message.state is MessageState.FAILED


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.SENT])
def test_what_waits_or_has_arrived_is_not_sent_again(state: MessageState) -> None:
    cast = town()
    message = given_up(cast, state=state)

    with pytest.raises(WrongState):
        delivery.resend(message, by=cast.coordinator, at=LATER)


def test_a_municipality_that_has_sent_the_case_on_is_not_told_again() -> None:
    cast = town()
    message = given_up(cast)
    assert message.case is not None
    routine = next(one for one in cast.norrkoping.routines if one.kind is message.case.latest_kind)
    casework.reroute(message.case, routine, "Flyttat.", by=cast.caseworker, at=AT)

    with pytest.raises(NotAllowed):
        delivery.resend(message, by=cast.coordinator, at=LATER)
    with pytest.raises(WrongState):
        delivery.resend(message, by=cast.counsellor, at=LATER)


def test_what_is_about_an_account_has_a_button_of_its_own_elsewhere() -> None:
    cast = town()

    with pytest.raises(NotAllowed):
        delivery.resend(
            a_message("invitation", state=MessageState.FAILED), by=cast.platform_admin, at=LATER
        )


@pytest.mark.parametrize("state", CaseState)
def test_a_case_in_whatever_state_stays_there(state: CaseState) -> None:
    cast = town()
    message = given_up(cast)
    assert message.case is not None
    message.case.state = state

    delivery.resend(message, by=cast.coordinator, at=LATER)

    assert message.case.state is state
