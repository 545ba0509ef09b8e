"""A youth's measures: agreed on, begun, met, ended; and the reports that their providers give."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.measures import AgreeForm, BeginForm, EndForm, MeetForm, PlanEndForm
from portal.clock import now, today
from portal.db import session
from portal.errors import NotOffered, WrongState
from portal.queries import measures as reading
from portal.vocabulary import EntryState, Permission, Step
from portal.web import measure_words
from portal.web.acting import actor
from portal.web.entry_forms import fill_in
from portal.web.guards import on_entry
from portal.web.steps import must_be_possible, press_and_go
from portal.workflow import measure_reports as reports
from portal.workflow import measures as workflow

if TYPE_CHECKING:
    from collections.abc import Callable

    from forms.base import PortalForm
    from portal.models import RegisterEntry

bp = Blueprint("measures", __name__)
ONE = "/register/<reference>/measures/<uuid:measure_id>"
REPORT = "/register/<reference>/measure-reports/<uuid:report_id>"


@bp.route("/register/<reference>/measures/new", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def agree(entry: "RegisterEntry") -> ResponseReturnValue:
    """The youth and the municipality agree on one of the municipality's offers."""
    must_be_possible(entry, Step.AGREE_MEASURE)
    at, code = now(), entry.municipality_code
    offers = {one.key: one for one in reading.offers(code, active=True)}
    providers = {str(one.id): one for one in reading.providers(code, running=True)}
    form = AgreeForm(
        [(key, measure_words.offer(one)) for key, one in offers.items()],
        [(key, one.name) for key, one in providers.items()],
        today=today(at),
        data={"agreed_on": today(at)},
    )

    def act() -> None:
        said = form.values()
        offer = offers.get(said.pop("offer"))
        if offer is None:
            raise NotOffered
        provider = providers.get(said.pop("provider"), offer.provider)
        workflow.agree(entry, offer, provider, **said, by=actor(), at=at)

    said = _("Åtgärden är inskriven.")
    return fill_in(entry, form, act, said, "agree.html", any_offers=bool(offers))


def _step(
    entry: "RegisterEntry",
    measure_id: UUID,
    form: "PortalForm",
    verb: "Callable[..., None]",
    *,
    said: str,
    template: str,
) -> ResponseReturnValue:
    """A step with one measure. Its form is not shown once it has ended."""
    measure = reading.measure_of(entry, measure_id)
    open_still = measure.runs and entry.state is EntryState.OPEN
    if request.method == "GET" and not open_still:
        raise WrongState
    return fill_in(
        entry,
        form,
        lambda: verb(measure, **form.values(), by=actor(), at=now()),
        said,
        template,
        measure=measure,
        offer=measure.offer,
    )


@bp.route(f"{ONE}/begin", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def begin(entry: "RegisterEntry", measure_id: UUID) -> ResponseReturnValue:
    """The measure starts."""
    form = BeginForm(today=today(now()))
    said = _("Åtgärdens första dag är sparad.")
    return _step(entry, measure_id, form, workflow.begin, said=said, template="measure_begin.html")


@bp.route(f"{ONE}/meeting", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def meet(entry: "RegisterEntry", measure_id: UUID) -> ResponseReturnValue:
    """The first meeting was held."""
    form = MeetForm(today=today(now()))
    said = _("Det första mötet är inskrivet.")
    return _step(entry, measure_id, form, workflow.meet, said=said, template="measure_meeting.html")


@bp.route(f"{ONE}/planned-end", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def plan_end(entry: "RegisterEntry", measure_id: UUID) -> ResponseReturnValue:
    """The measure is to end on another day."""
    form = PlanEndForm(today=today(now()))
    said = _("Det planerade slutet är ändrat.")
    template = "measure_planned_end.html"
    return _step(entry, measure_id, form, workflow.plan_end, said=said, template=template)


@bp.route(f"{ONE}/end", methods=["GET", "POST"])
@on_entry(Permission.ENTRY_WORK)
def end(entry: "RegisterEntry", measure_id: UUID) -> ResponseReturnValue:
    """The measure has ended."""
    form = EndForm(today=today(now()))
    said = _("Åtgärden är avslutad.")
    return _step(entry, measure_id, form, workflow.end, said=said, template="measure_end.html")


# --- reports -------------------------------------------------------------------------------------


@bp.get(REPORT)
@on_entry(Permission.ENTRY_READ)
def report(entry: "RegisterEntry", report_id: UUID) -> ResponseReturnValue:
    """One month's report, or where it is."""
    one = reading.report_of(entry, report_id)
    return render_template(
        "register/measure_report.html",
        entry=entry,
        report=one,
        measure=one.measure,
        can_send=reports.awaits(one),
    )


@bp.post(f"{REPORT}/read")
@on_entry(Permission.ENTRY_WORK)
def read(entry: "RegisterEntry", report_id: UUID) -> ResponseReturnValue:
    """The report is read and approved."""
    one = reading.report_of(entry, report_id)
    said = _("Rapporten är läst och godkänd.")
    return press_and_go(_youth(entry), lambda: reports.read(one, by=actor(), at=now()), said)


@bp.post(f"{REPORT}/link")
@on_entry(Permission.ENTRY_WORK)
def send_anew(entry: "RegisterEntry", report_id: UUID) -> ResponseReturnValue:
    """The provider gets a new link."""
    one = reading.report_of(entry, report_id)
    said = _("En ny länk är på väg till anordnaren. Den gamla gäller inte längre.")

    def act() -> None:
        session().add(reports.send_anew(one, by=actor(), at=now()))

    here = url_for(".report", reference=entry.reference, report_id=one.id)
    return press_and_go(here, act, said)


def _youth(entry: "RegisterEntry") -> str:
    return url_for("register.show", reference=entry.reference)
