"""How far the work with a youth has come, for the forms about it."""

from uuid import uuid4

from portal.vocabulary import ContactChannel, ContactOutcome
from portal.workflow import contact, plans
from tests.town import AT, TODAY, Town
from tests.web.bad_input import states
from tests.web.bad_input.states import State


def written_to(town: Town) -> State:
    """A letter has gone to the youth."""
    state = states.registered(town)
    entry = state.stored[1]
    attempt = contact.try_to_reach(
        entry, ContactChannel.LETTER, ContactOutcome.SENT, on=TODAY, by=town.caseworker, at=AT
    )
    attempt.id = uuid4()
    return State(state.stored, state.parts | {"attempt": attempt.id})


def planned(town: Town) -> State:
    """The youth has a plan that nobody has signed."""
    state = states.registered(town)
    says = plans.Said("Arbeta.", "Söker.", "Bokar.", "", TODAY, None, None, TODAY)
    plans.make(state.stored[1], says, revises=0, by=town.caseworker, at=AT)
    return state
