"""The home municipality's queue: find a case, take it, give it to somebody."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forms.queue import AssignManyForm, QueueFilter, SearchForm
from portal.clock import now, today
from portal.db import transaction
from portal.errors import Conflict, NotAllowed, Refused
from portal.queries import people
from portal.queries import queue as cases
from portal.queries.queue import PAGE, Place, Wanted
from portal.vocabulary import CaseState, DueWithin, FormKind, Permission, Word
from portal.web import mishaps
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.posted import uuid
from portal.web.rows import Drawer
from portal.workflow import casework

if TYPE_CHECKING:
    from portal.models import Case, Membership

bp = Blueprint("queue", __name__)
W = TypeVar("W", bound=Word)

ENDED = "ended"
"""What stands for all closed and handed-over cases in the address."""
OPEN_STATES = (
    CaseState.QUEUED,
    CaseState.IN_PROGRESS,
    CaseState.NEEDS_INFO,
    CaseState.MONITORING,
    CaseState.REOPEN_REQUESTED,
)


@bp.get("/queue")
@for_roles(Permission.QUEUE_LIST)
def show() -> ResponseReturnValue:
    """The cases that are wanted, by nearest deadline."""
    by, day = actor(), today(now())
    colleagues = _colleagues(by)
    wanted = _wanted(by)
    found = cases.page(by, wanted, day=day, after=_place(request.args.get("after", "")))
    around = cases.overview(by, wanted, day=day)
    return render_template(
        "queue/show.html",
        form=QueueFilter(request.args, schools=around.schools, caseworkers=colleagues),
        search=SearchForm(formdata=None),
        assign=AssignManyForm(colleagues, formdata=None),
        rows=Drawer(by, day).cases(found[:PAGE]),
        views=_views(wanted, around.counts),
        total=None if wanted.ended else _total(wanted, around.counts),
        wanted=wanted,
        next_url=_next(found, wanted),
        first_url=_url(after=None) if "after" in request.args else None,
        clear=url_for("queue.show") if _is_filtered() else None,
        all_marked="marked" in request.args,
        mark_url=_url(marked="all"),
    )


def _colleagues(by: "Membership") -> list[tuple[str, str]]:
    assert by.municipality_code is not None
    return [(str(one), name) for one, name in people.names_of_caseworkers(by.municipality_code)]


def _wanted(by: "Membership") -> Wanted:
    """What the address asks for; what it asks wrongly, it does not ask."""
    who, state = request.args.get("caseworker", ""), request.args.get("state", "")
    return Wanted(
        state=_word(CaseState, state) if state in OPEN_STATES else None,
        ended=state == ENDED,
        kind=_word(FormKind, request.args.get("kind", "")),
        school=_digits(request.args.get("school", "")),
        caseworker_id=by.id if who == "me" else uuid(who),
        nobody=who == "nobody",
        due=_word(DueWithin, request.args.get("due", "")),
    )


def _word(words: type[W], value: str) -> W | None:
    return next((word for word in words if word.value == value), None)


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() else ""


def _place(text: str) -> Place | None:
    """Where the page before ended, as `_next` wrote it."""
    by, _sep, row_id = text.partition("_")
    found = uuid(row_id)
    try:
        at: date = datetime.fromisoformat(by) if "T" in by else date.fromisoformat(by)
    except ValueError:
        return None
    naive = isinstance(at, datetime) and at.tzinfo is None
    return None if found is None or naive else Place(at, found)


def _written(place: Place) -> str:
    return f"{place.by.isoformat()}_{place.id}"


def _next(found: Sequence[Any], wanted: Wanted) -> str | None:
    if len(found) <= PAGE:
        return None
    return _url(after=_written(cases.place_of(found[PAGE - 1], ended=wanted.ended)))


FILTERS = ("state", "kind", "school", "caseworker", "due")


def _url(**changed: str | None) -> str:
    """This list with something changed; where the page begins is kept only if said."""
    kept: dict[str, Any] = {
        name: value for name in FILTERS if (value := request.args.get(name, ""))
    }
    if "marked" in changed:
        kept["after"] = request.args.get("after")
    return url_for("queue.show", **(kept | changed))


def _is_filtered() -> bool:
    return any(request.args.get(name) for name in FILTERS if name != "state")


def _total(wanted: Wanted, counts: dict[CaseState, int]) -> int:
    return counts.get(wanted.state, 0) if wanted.state else sum(counts.values())


def _views(wanted: Wanted, counts: dict[CaseState, int]) -> list[tuple[str, str, bool, int | None]]:
    """The states as tabs, each with its number."""
    everything = wanted.state is None and not wanted.ended
    views: list[tuple[str, str, bool, int | None]] = [
        (_("Alla öppna"), _url(state=None), everything, sum(counts.values()))
    ]
    views += [
        (_(state.label), _url(state=state.value), wanted.state is state, counts.get(state, 0))
        for state in OPEN_STATES
    ]
    views.append((_("Avslutade"), _url(state=ENDED), wanted.ended, None))
    views.append((_("Skickade vidare"), url_for("queue.sent_on"), False, None))
    return views


@bp.post("/queue/search")
@for_roles(Permission.QUEUE_LIST)
def search() -> ResponseReturnValue:
    """Look a case up. Posted, so that no name stands in an address or a log."""
    by, day = actor(), today(now())
    form = SearchForm()
    found: Sequence[Any] = []
    if form.validate_on_submit():
        after = _place(request.form.get("after", ""))
        words = form.q.data or ""
        found = cases.found(by, words, after=after)
        if len(found) == 1 and words.upper().replace(" ", "").startswith(found[0].reference):
            return redirect(url_for("cases.show", reference=found[0].reference), 303)
    more = len(found) > PAGE
    answer = render_template(
        "queue/search.html",
        form=form,
        rows=Drawer(by, day).cases(found[:PAGE]),
        searched=not form.errors,
        after=_written(cases.place_of(found[PAGE - 1])) if more else None,
        later="after" in request.form,
    )
    return answer, 422 if form.errors else 200


@bp.get("/queue/search")
@for_roles(Permission.QUEUE_LIST)
def begin_search() -> ResponseReturnValue:
    """An empty search, for whoever comes back to its address."""
    return render_template("queue/search.html", form=SearchForm(), rows=[], searched=False)


@bp.post("/queue/assign")
@for_roles(Permission.QUEUE_LIST)
def assign() -> ResponseReturnValue:
    """Give the marked cases to a colleague, or take them oneself."""
    by, at = actor(), now()
    takes = request.form.get("how") == "take"
    colleagues = _colleagues_by_id(by)
    to = by if takes else colleagues.get(request.form.get("to", ""))
    references = [one for one in request.form.getlist("case") if one.isprintable()]
    if not references or to is None:
        flash(_("Markera minst ett ärende och välj vem som ska ha det."), "error")
        return redirect(_back(), 303)
    with transaction():
        chosen = cases.to_assign(by, references)
        left = [said for case in chosen if (said := _give(case, to, by=by, at=at))]
    _tell(len(chosen) - len(left), to, left, by=by)
    return redirect(_back(), 303)


def _colleagues_by_id(by: "Membership") -> dict[str, "Membership"]:
    assert by.municipality_code is not None
    return {str(one.id): one for one in people.caseworkers(by.municipality_code)}


def _give(case: "Case", to: "Membership", *, by: "Membership", at: datetime) -> str | None:
    """Take or assign one of many; why not, when it cannot be."""
    try:
        if to.id == by.id and case.caseworker_id != by.id:
            casework.take_on(case, by=by, at=at)
        else:
            casework.assign(case, to, by=by, at=at)
    except (Conflict, Refused, NotAllowed) as error:
        return f"{case.reference}: {mishaps.sentence(error)}"
    return None


def _tell(given: int, to: "Membership", left: Sequence[str], *, by: "Membership") -> None:
    if given and to.id == by.id:
        flash(ngettext("%(num)s ärende är nu ditt.", "%(num)s ärenden är nu dina.", given), "done")
    elif given:
        said = ngettext(
            "%(who)s har nu %(num)s ärende till.",
            "%(who)s har nu %(num)s ärenden till.",
            given,
            who=to.user.name,
        )
        flash(said, "done")
    for said in left:
        flash(said, "error")


def _back() -> str:
    """The list one came from, with its filter; nowhere else."""
    path = request.form.get("back", "")
    home = url_for("queue.show")
    return path if path == home or path.startswith(f"{home}?") else home


@bp.get("/queue/sent-on")
@for_roles(Permission.QUEUE_LIST)
def sent_on() -> ResponseReturnValue:
    """What was sent on to other municipalities: the fact alone."""
    by = actor()
    before = _place(request.args.get("before", ""))
    found = cases.sent_on(by, before=before)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return render_template(
        "queue/sent_on.html",
        rows=found[:PAGE],
        next_url=url_for("queue.sent_on", before=_written(Place(last.at, last.id)))
        if last
        else None,
        first_url=url_for("queue.sent_on") if before else None,
    )
