"""The school's roll: who is in it, and a file imported to it, looked at before it is stored."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.rolls import LEFT, ColumnsForm, RollFileForm, RollFilter, RollSearchForm, StoreForm
from portal.clock import now
from portal.db import transaction
from portal.errors import WrongState
from portal.queries import rolls, sources
from portal.rolls import columns, importing
from portal.rolls.table import LARGEST
from portal.vocabulary import ENDED_STAGES, FormKind, ImportStage, Permission
from portal.web import filters, roll_words
from portal.web.acting import actor
from portal.web.guards import for_roles, on_import, on_listed
from portal.web.posted import uuid
from portal.web.uploads import takes_file
from portal.workflow import rolls as workflow

if TYPE_CHECKING:
    from portal.models import Membership, RollImport, RollPupil

bp = Blueprint("roll", __name__, url_prefix="/roll")


@bp.get("")
@for_roles(Permission.ROLL_READ)
def listing() -> ResponseReturnValue:
    """Everybody who goes to the school unit, or who has left it, by name."""
    by, at = actor(), now()
    classes = rolls.classes(by)
    form = RollFilter(request.args, classes)
    valid = form.validate()
    wanted = rolls.Wanted(
        class_name=(form.group.data or "") if valid else "",
        left=valid and form.show.data == LEFT,
    )
    rows = rolls.listing(by, wanted, uuid(request.args.get("after", "")), at=at)
    shown = rows[: rolls.PAGE]
    return render_template(
        "roll/listing.html",
        form=form,
        search=RollSearchForm(formdata=None),
        wanted=wanted,
        rows=shown,
        latest=rolls.latest(by),
        source=(health := _health(by)),
        faults=roll_words.faults(health.refused) if health and health.refused else [],
        next_url=_page(after=str(shown[-1].id)) if len(rows) > rolls.PAGE else None,
        first_url=_page(after=None) if "after" in request.args else None,
        clear=_page(group=None, show=None, after=None),
        all_marked="all" in request.args,
        mark_all=_page(all="1"),
        mark_none=_page(),
        today=filters.today(),
    )


def _health(by: "Membership") -> sources.Health | None:
    """How fetching goes, where there is something to fetch from."""
    unit_code = by.school_unit_code or ""
    return sources.health(unit_code) if sources.find(unit_code) else None


def _page(**changes: str | None) -> str:
    kept = {name: request.args.get(name) for name in ("group", "show", "after")}
    said: dict[str, Any] = {name: value for name, value in (kept | changes).items() if value}
    return url_for("roll.listing", **said)


@bp.post("")
@for_roles(Permission.ROLL_READ)
def search() -> ResponseReturnValue:
    """Look somebody up. Posted, so that no name and no number stands in an address or a log."""
    form, rows = RollSearchForm(), []
    if form.validate():
        wanted = rolls.Wanted(text=form.text.data or "")
        rows = rolls.listing(actor(), wanted, None, at=now())
    page = render_template(
        "roll/search.html",
        form=form,
        rows=rows[: rolls.PAGE],
        more=len(rows) > rolls.PAGE,
        today=filters.today(),
    )
    return page, 422 if form.errors else 200


@bp.get("/pupils/<uuid:pupil_id>")
@on_listed
def pupil(pupil: "RollPupil") -> ResponseReturnValue:
    """What the roll knows of one, each thing with its source and time, and the way to a filing."""
    return render_template(
        "roll/pupil.html",
        pupil=pupil,
        facts=roll_words.facts(pupil),
        kinds=FormKind,
        left=pupil.has_left(filters.today()),
    )


@bp.post("/fetch")
@for_roles(Permission.ROLL_IMPORT)
def fetch() -> ResponseReturnValue:
    """Ask the school's own system now; what it says is looked at before anything is stored."""
    from portal.rolls import fetching

    one = fetching.begin(actor(), at=now())
    return redirect(url_for("roll.show", import_id=one.id), 303)


@bp.route("/import", methods=["GET", "POST"])
@takes_file(LARGEST)
@for_roles(Permission.ROLL_IMPORT)
def choose_file() -> ResponseReturnValue:
    """Choose a file. It is read, and nothing of it is stored before somebody has looked."""
    form = RollFileForm()
    if request.method == "GET" or not form.validate():
        page = render_template("roll/file.html", form=form, usual=columns.USUAL)
        return page, 422 if form.errors else 200
    one = importing.begin(form.file.data.read(LARGEST + 1), by=actor(), at=now())
    return redirect(url_for("roll.show", import_id=one.id), 303)


@bp.get("/import/<uuid:import_id>")
@on_import
def show(one: "RollImport") -> ResponseReturnValue:
    """How far the import has come, and what it would do."""
    return _page_of(one)


def _page_of(one: "RollImport", **forms: Any) -> ResponseReturnValue:
    stage = one.stage
    if stage is ImportStage.COLUMNS and "form" not in forms:
        forms["form"] = _columns_form(one).form
    if stage is ImportStage.CHECKED and "form" not in forms:
        forms["form"] = _store_form(one, data={"marks_left": workflow.few_leave(one)})
    page = render_template(
        f"roll/{PAGES[stage]}.html",
        one=one,
        counts=one.counts,
        faults=roll_words.faults(one),
        **forms,
    )
    form = forms.get("form")
    return page, 422 if form is not None and (form.errors or _whole(form)) else 200


PAGES = {
    ImportStage.READING: "waiting",
    ImportStage.STORING: "waiting",
    ImportStage.COLUMNS: "columns",
    ImportStage.CHECKED: "preview",
    ImportStage.REFUSED: "refused",
    ImportStage.STORED: "done",
    ImportStage.ABORTED: "aborted",
}


def _whole(form: Any) -> list[str]:
    return list(getattr(form, "form_errors", ()))


def _columns_form(one: "RollImport", *, typed: bool = False) -> ColumnsForm:
    headers = one.headers or []
    known = rolls.remembered(one.school_unit_code)
    guessed = columns.guess(headers, known.columns if known else {})
    posted = dict(request.form.lists()) if typed else None
    return ColumnsForm(headers, guessed, posted)


def _store_form(one: "RollImport", **kwargs: Any) -> StoreForm:
    return StoreForm(
        says_flags=bool(one.counts.get("says_flags")),
        leaves=bool(one.counts.get("gone")),
        **kwargs,
    )


@bp.post("/import/<uuid:import_id>/columns")
@on_import
def pair(one: "RollImport") -> ResponseReturnValue:
    """Say what the columns are; then the file is read."""
    if one.stage is not ImportStage.COLUMNS:
        raise WrongState
    form = _columns_form(one, typed=True)
    if not form.holds():
        return _page_of(one, form=form.form)
    with transaction():
        workflow.pair(one, form.paired())
        importing.go_on(one, now=now)
    return redirect(url_for("roll.show", import_id=one.id), 303)


@bp.post("/import/<uuid:import_id>/store")
@on_import
def store(one: "RollImport") -> ResponseReturnValue:
    """Store what was looked at: all of it or nothing. Pressed twice, it is stored once."""
    if one.stage in (ImportStage.STORED, ImportStage.STORING):
        return redirect(url_for("roll.show", import_id=one.id), 303)
    if one.stage is not ImportStage.CHECKED:
        raise WrongState
    form = _store_form(one)
    if not form.validate():
        return _page_of(one, form=form)
    with transaction():
        workflow.confirm(one, marks_left="marks_left" in form and bool(form.marks_left.data))
        importing.go_on(one, now=now)
    return redirect(url_for("roll.show", import_id=one.id), 303)


@bp.post("/import/<uuid:import_id>/abort")
@on_import
def abort(one: "RollImport") -> ResponseReturnValue:
    """Do not store it. The file is forgotten at once."""
    if one.stage is ImportStage.STORING or one.stage in ENDED_STAGES:
        raise WrongState
    with transaction():
        workflow.end(one, ImportStage.ABORTED, at=now())
    flash(gettext("Inläsningen är avbruten. Filen är borttagen och elevlistan är som förut."))
    return redirect(url_for("roll.listing"), 303)
