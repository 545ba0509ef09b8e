"""The KAA register: the youths by next follow-up, and one youth's entry."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.contact_attempts import ANSWERS
from forms.queue import SearchForm
from forms.register import RegisterFilter
from portal.clock import now, today
from portal.identity import age_on
from portal.queries import external_register, offers, people, youth
from portal.queries import measures as measures_reading
from portal.queries import register as reading
from portal.queries.register import PAGE, Place, View, Wanted
from portal.vocabulary import EntryState, Permission, Tense, YouthStatus
from portal.web import (
    delivery_words,
    entry_words,
    measures,
    register_contact,
    register_mapping,
    register_plan,
    register_steps,
    register_work,
    youth_words,
)
from portal.web.acting import actor
from portal.web.guards import allowed, for_roles, on_entry
from portal.web.posted import uuid
from portal.workflow.mapping import next_stage
from portal.workflow.register import latest_erasure, past_20, soon_20, turns_20_on
from portal.workflow.steps import ENTRY_MOVES, can_take

if TYPE_CHECKING:
    from portal.models import Membership, RegisterEntry

bp = Blueprint("register", __name__)
PARTS = (
    register_steps,
    register_contact,
    register_work,
    register_mapping,
    register_plan,
    measures,
)
for part in PARTS:
    bp.register_blueprint(part.bp)

FILTERS = ("view", "status", "caseworker")


@bp.get("/register")
@for_roles(Permission.ENTRY_LIST)
def listing() -> ResponseReturnValue:
    """The youths that are wanted, by next follow-up."""
    by = actor()
    wanted = _wanted(by)
    after = request.args.get("after", "")
    rows = reading.page(by, wanted, after=Place.read(after))
    counts, offered = reading.counts(by, wanted)
    more = str(reading.place_of(rows[PAGE - 1], wanted)) if len(rows) > PAGE else None
    return render_template(
        "register/listing.html",
        form=RegisterFilter(request.args, caseworkers=_colleagues(by)),
        search=SearchForm(formdata=None),
        rows=rows[:PAGE],
        wanted=wanted,
        counts=counts,
        offered=offered,
        day=wanted.day,
        ageing=entry_words.ageing,
        url=_url,
        erases=allowed(Permission.ERASURE_DECIDE, by),
        next_url=_url(after=more) if more else None,
        first_url=_url() if after else None,
        clear=_url(status=None, caseworker=None) if wanted != _wanted_everybody(wanted) else None,
    )


def _colleagues(by: "Membership") -> list[tuple[str, str]]:
    assert by.municipality_code is not None
    return [(str(one), name) for one, name in people.names_of_caseworkers(by.municipality_code)]


def _wanted(by: "Membership") -> Wanted:
    """What the address asks for; what it asks wrongly, it does not ask."""
    day = today(now())
    view, who = request.args.get("view", ""), request.args.get("caseworker", "")
    status = request.args.get("status", "")
    return Wanted(
        view=View(view) if view in list(View) else View.OPEN,
        status=next((one for one in YouthStatus if one.value == status), None),
        day=day,
        soon_20=soon_20(day),
        past_20=past_20(day),
        caseworker_id=by.id if who == "me" else uuid(who),
        nobody=who == "nobody",
    )


def _wanted_everybody(wanted: Wanted) -> Wanted:
    return replace(wanted, status=None, caseworker_id=None, nobody=False)


def _url(**changed: str | None) -> str:
    """This list with something changed; where the page begins is kept only if said."""
    kept = {name: value for name in FILTERS if (value := request.args.get(name, ""))}
    arguments: dict[str, Any] = {**kept, **changed}
    return url_for("register.listing", **arguments)


@bp.route("/register/search", methods=["GET", "POST"])
@for_roles(Permission.ENTRY_LIST)
def search() -> ResponseReturnValue:
    """Look a youth up. Posted, so that no name stands in an address or a log."""
    form = SearchForm()
    rows: Any = []
    if form.validate_on_submit():
        typed = form.q.data or ""
        rows = reading.found(actor(), typed)
        if len(rows) == 1 and rows[0].reference == typed.upper().replace(" ", ""):
            return redirect(url_for(".show", reference=rows[0].reference), 303)
    page = render_template(
        "register/search.html",
        form=form,
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        searched=request.method == "POST" and not form.errors,
        day=today(now()),
        ageing=entry_words.ageing,
    )
    return page, 422 if form.errors else 200


@bp.get("/register/<reference>")
@on_entry(Permission.ENTRY_READ)
def show(entry: "RegisterEntry") -> ResponseReturnValue:
    """One youth: who, how to reach, what they do, what has happened."""
    return _page(entry, full_number=False)


@bp.get("/register/<reference>/number")
@on_entry(Permission.ENTRY_READ)
def number(entry: "RegisterEntry") -> ResponseReturnValue:
    """The same with the identity number in full, where the work needs it."""
    return _page(entry, full_number=True)


def _page(entry: "RegisterEntry", *, full_number: bool) -> ResponseReturnValue:
    by, day = actor(), today(now())
    return render_template(
        "register/show.html",
        entry=entry,
        full_number=full_number,
        day=day,
        age=age_on(entry.birth_date, day),
        ageing=entry_words.ageing(entry.birth_date, day) if entry.state is EntryState.OPEN else "",
        too_old=entry_words.has_turned_20(entry.birth_date, day),
        turns_20_on=turns_20_on(entry.birth_date),
        erased_by=latest_erasure(entry.birth_date),
        happenings=entry_words.happenings(reading.events(entry)),
        origins=reading.origins(by, entry),
        offer=offers.waits(entry),
        told=external_register.last_told(entry),
        why=delivery_words.reason,
        can={step.value for step in ENTRY_MOVES if can_take(entry, step)},
        **_work(entry, day),
    )


def _work(entry: "RegisterEntry", day: date) -> dict[str, Any]:
    """What is done with the youth: what is next, and what has been."""
    known = reading.occupations(entry)
    tried = youth.attempts(entry)
    steps = youth.mapping(entry)
    return {
        "doings": youth_words.doings(entry, youth.open_tasks(entry), day),
        "occupations": [(tense, [one for one in known if one.tense is tense]) for tense in Tense],
        "attempts": tried,
        "answers": ANSWERS,
        "letters": youth_words.letters(tried),
        "mapping": steps,
        "next_stage": next_stage(steps),
        "plans": youth.plans(entry),
        "measures": measures_reading.of_entry(entry),
    }
