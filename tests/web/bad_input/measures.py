"""How far a measure has come, for the forms about it and its reports."""

from uuid import uuid4

from portal.access.tokens import report_token
from portal.workflow import measure_reports
from tests.measures import a_measure, an_offer
from tests.town import AT, Town
from tests.web.bad_input import states
from tests.web.bad_input.states import State


def listed(town: Town) -> State:
    """An offer and who runs it; nobody has it."""
    offer = an_offer(id=uuid4())
    offer.provider.id = uuid4()
    return State([offer], {"provider": offer.provider.id})


def offered(town: Town) -> State:
    """The municipality has an offer, and the youth no measure yet."""
    state = states.registered(town)
    return State([*state.stored, an_offer(id=uuid4())], state.parts)


def running(town: Town) -> State:
    """A measure that goes on, and of which a report is asked for."""
    state = states.registered(town)
    measure = a_measure(town, state.stored[1], an_offer())
    measure.id = uuid4()
    letter = measure_reports.ask(measure, at=AT)
    report = measure.reports[0]
    more = {"measure": measure.id, "report": report.id, "token": report_token(report)}
    return State([*state.stored, letter], state.parts | more | {"code": measure.report_code})
