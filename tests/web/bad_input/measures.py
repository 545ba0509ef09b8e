"""How far a measure has come, for the forms about it and its reports."""

from typing import Any
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


CATALOGUE = "/admin/municipalities/0182"
WHOLE = f"{CATALOGUE}/measures"
YOUTH = "/register/{entry}"


def _admin(endpoint: str, to: str, shown: str = "", **answers: str) -> dict[str, Any]:
    facts = {"endpoint": f"admin.{endpoint}", "to": to, "shown": shown, "answers": answers}
    return facts | {"who": "municipality_admin", "state": listed}


def _step(endpoint: str, to: str, shown: str = "", **answers: str) -> dict[str, Any]:
    facts = {"endpoint": f"register.measures.{endpoint}", "to": f"{YOUTH}/{to}", "shown": shown}
    return facts | {"answers": answers, "state": running}


PLACES: tuple[dict[str, Any], ...] = (
    _admin("new_measure", f"{WHOLE}/new", name="Studiecirkel"),
    _admin("measure", f"{WHOLE}/N-M1"),
    _admin("switch_measure", f"{WHOLE}/N-M1/switch", WHOLE),
    _admin("new_provider", f"{CATALOGUE}/providers/new", name="Studieförbundet"),
    _admin("provider", f"{CATALOGUE}/providers/{{provider}}"),
    _admin("end_provider", f"{CATALOGUE}/providers/{{provider}}/end", WHOLE),
    _step("agree", "measures/new", offer="N-M1") | {"state": offered},
    _step("begin", "measures/{measure}/begin", on="2026-11-10"),
    _step("meet", "measures/{measure}/meeting", on="2026-11-10"),
    _step("plan_end", "measures/{measure}/planned-end", on="2026-12-18"),
    _step("end", "measures/{measure}/end", reason="to_work", on="2026-11-17",
          follow_up_on="2026-12-01"),
    _step("send_anew", "measure-reports/{report}/link", YOUTH + "/measure-reports/{report}"),
    {
        "endpoint": "measure_report.answer",
        "to": "/measure-report/{token}",
        "who": "",
        "state": running,
        "answers": {"code": "{code}", "attendance": "partly", "goes_on": "no"},
        "keeps": frozenset({"login_failure", "measure_report"}),
    },
)  # fmt: skip
"""As tests/web/bad_input/places.py takes them."""
