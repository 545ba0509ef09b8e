"""Youths who come into the register without a filing, or move on: their forms and states."""

from uuid import uuid4

from portal.models import Reconciliation
from portal.vocabulary import FileUse, Reconciled, RowStanding
from portal.workflow import moving as workflow_moving
from portal.workflow import register_files
from tests.town import AT, SIXTEEN, TODAY, Town
from tests.web.bad_input import states
from tests.web.bad_input.place import Place
from tests.web.bad_input.states import State


def moving(town: Town) -> State:
    """A youth who is offered to another municipality."""
    case, entry = states.an_entry(town)
    offer = workflow_moving.offer(entry, town.norrkoping, TODAY, by=town.caseworker, at=AT)
    offer.id = uuid4()
    return states.of(case, entry, entry=entry.reference, offer=offer.id)


def reconciled(town: Town) -> State:
    """A youth of the summer of whom a list of enrolled pupils says nothing."""
    case, entry = states.an_entry(town)
    one = Reconciliation(
        id=uuid4(),
        entry=entry,
        municipality_code=entry.municipality_code,
        year=TODAY.year,
        suggested=Reconciled.NOT_ON_LIST,
        compared_at=AT,
    )
    return states.of(case, entry, one, one=one.id)


def filed(town: Town) -> State:
    """A file to the register, of which nobody has said what the columns are."""
    content = f"PersonNr;Fornamn\n{SIXTEEN};Wilma".encode()
    one = register_files.receive(content, FileUse.DATABASE, by=town.caseworker, at=AT)
    one.id, one.headers = uuid4(), ["PersonNr", "Fornamn"]
    return State([one], {"file": one.id})


def read(town: Town) -> State:
    """The same, read and ready to be loaded."""
    state = filed(town)
    counts = dict.fromkeys((one.value for one in RowStanding), 0)
    register_files.checked(state.stored[0], [], counts | {"flagged": 0, "says_flags": 0})
    return state


PLACES = (
    Place("intake.enter", "/register/new?protected=no", state=states.nothing,
          answers={"number": "200804182392", "given_name": "Ali", "reason": "moved_in",
                   "origin": "youth"},
          together=frozenset({"given_name", "family_name", "birth_date"}), brief=True),
    Place("intake.reconciliation", "/register/reconciliation", state=reconciled,
          answers={"one": "{one}"}, together=frozenset({"one"}), brief=True),
    Place("intake.pass_on", "/register/{entry}/pass-on", state=states.registered,
          answers={"to": "0581", "moved_on": "2026-11-10"}),
    Place("intake.answer", "/register/offers/{offer}", "other_caseworker",
          state=moving),
    Place("intake.decline", "/register/offers/{offer}/decline", "other_caseworker",
          state=moving, answers={"reason": "not_here"}),
    Place("intake.take_back", "/register/offers/{offer}/take-back",
          shown="/register/{entry}", state=moving),
    Place("intake.columns", "/register/files/{file}/columns", shown="/register/files/{file}",
          state=filed, answers={"reason": "moved_in"},
          together=frozenset({"column-0", "column-1", "reason"})),
    Place("intake.load", "/register/files/{file}/load", shown="/register/files/{file}",
          state=read, answers={"looked": "y"}),
    Place("intake.abort", "/register/files/{file}/abort", shown="/register/files/{file}",
          state=read),
)  # fmt: skip
