"""The case: what to do next and by when, whom to reach, and what has happened."""

from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from forms.case_steps import OpeningForm
from portal.access import log
from portal.access.rules import must_say_why
from portal.clock import now, today
from portal.db import transaction
from portal.errors import NotFound
from portal.identity import age_on
from portal.queries import attachments, cases, timeline
from portal.vocabulary import FilingState, Opened, Permission
from portal.web import case_words, held, information_words
from portal.web.acting import actor
from portal.web.guards import for_roles, on_case
from portal.workflow.legal import ADULT_AGE
from portal.workflow.nextstep import next_step
from portal.workflow.steps import CASE_MOVES, can_take

if TYPE_CHECKING:
    from portal.models import Case, Filing

bp = Blueprint("cases", __name__)


@bp.get("/cases/<reference>")
@on_case(Permission.CASE_READ)
def show(case: "Case") -> ResponseReturnValue:
    """One pupil's matter, whole."""
    day = today(now())
    story = timeline.story(case)
    current = [filing for filing in story.filings if filing.current]
    return render_template(
        "cases/show.html",
        case=case,
        day=day,
        age=age_of(case, day),
        step=next_step(case.state, case.due_kind, has_caseworker=case.caseworker_id is not None),
        latest=_latest(current),
        guardians=_guardians(case, current, day),
        happenings=case_words.happenings(story.events, story.filings, story.names),
        clocks=_clocks(case),
        informed=information_words.given(story.events),
        first_filed=story.filings[0],
        reroutings=story.reroutings,
        related=timeline.related(actor(), case),
        files=attachments.of_case(case, story.filings),
        can={step.value for step in CASE_MOVES if can_take(case, step)},
    )


def age_of(case: "Case", day: date) -> int | None:
    """How old the pupil is, when that is known."""
    return None if case.birth_date is None else age_on(case.birth_date, day)


def _latest(filings: "list[Filing]") -> "Filing":
    """The last filing that stands; with all of them withdrawn, the last one."""
    standing = [one for one in filings if one.state is FilingState.FILED]
    return (standing or filings)[-1]


def _guardians(case: "Case", filings: "list[Filing]", day: date) -> list[tuple[str, str]]:
    """Name and telephone of each guardian, until the pupil's 18th birthday."""
    age = age_of(case, day)
    if age is not None and age >= ADULT_AGE:
        return []
    answers = _latest(filings).answers
    pairs = [
        (answers.get(f"{which}_name") or "", answers.get(f"{which}_phone") or "")
        for which in ("guardian", "guardian2")
    ]
    return [pair for pair in pairs if any(pair)]


def _clocks(case: "Case") -> list[Any]:
    """The municipality's own deadlines: the running ones first, each by its day."""
    own = [one for one in case.deadlines if one.municipality_code == case.municipality_code]
    return sorted(own, key=lambda clock: (not clock.runs, clock.due_on, clock.kind.value))


@bp.get("/cases/<reference>/filings/<int:ordinal>")
@on_case(Permission.CASE_READ)
def filing(case: "Case", ordinal: int) -> ResponseReturnValue:
    """One filing with all its versions, to read and to print."""
    versions = [one for one in timeline.filings_of(case) if one.ordinal == ordinal]
    if not versions:
        raise NotFound
    return render_template(
        "cases/filing.html", case=case, filing=versions[-1], earlier=versions[-2::-1]
    )


@bp.route("/cases/<reference>/reason", methods=["GET", "POST"])
@for_roles(Permission.CASE_READ)
def reason(reference: str) -> ResponseReturnValue:
    """Say why one opens a colleague's case. What is said stands in the access log."""
    by, at = actor(), now()
    case = cases.case_for(by, reference, Permission.CASE_READ)
    onward = _page_of(case, request.args.get("next", ""))
    if not must_say_why(by, case):
        return redirect(onward, 303)
    form = OpeningForm()
    if form.validate_on_submit():
        with transaction():
            log.opened(
                by,
                Opened.CASE,
                case.reference,
                at=at,
                request_id=g.request_id,
                reason=form.reason.data,
            )
        return redirect(held.or_else(onward, at=at), 303)
    answer = render_template("cases/reason.html", case=case, form=form)
    return answer, 422 if form.errors else 200


def _page_of(case: "Case", path: str) -> str:
    """A page about this very case, and nothing else; else the case itself."""
    home = url_for("cases.show", reference=case.reference)
    parts = urlsplit(path)
    about_it = parts.path == home or parts.path.startswith(f"{home}/")
    if parts.scheme or parts.netloc or parts.query or not about_it or not _is_page(parts.path):
        return home
    return parts.path


def _is_page(path: str) -> bool:
    """Whether a path can be opened, and is not only for posting to."""
    if path.endswith("/reason"):
        return False
    try:
        current_app.url_map.bind("localhost").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True
