"""Files to the register: chosen, their columns named, looked at row by row, then loaded."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.register_files import COLUMNS_FORMS, LoadForm, RegisterFileForm
from portal.clock import now
from portal.db import transaction
from portal.errors import NotFound, WrongState
from portal.queries import register_files as reading
from portal.rolls import intake_files, intake_rows
from portal.rolls.table import LARGEST
from portal.vocabulary import ENDED_STAGES, FileUse, ImportStage, Permission, RowFault, RowStanding
from portal.web import filters, roll_words
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.intake import UNPROCESSABLE, bp
from portal.web.uploads import takes_file
from portal.workflow import register_files as workflow

if TYPE_CHECKING:
    from portal.models import RegisterFile

PAGE = 100
"""Rows of the preview on a page."""
PAGES = {
    ImportStage.COLUMNS: "columns",
    ImportStage.CHECKED: "preview",
    ImportStage.REFUSED: "refused",
    ImportStage.STORED: "done",
    ImportStage.ABORTED: "aborted",
}


@bp.route("/files/new/<use>", methods=["GET", "POST"])
@takes_file(LARGEST)
@for_roles(Permission.REGISTER_LOAD)
def choose_file(use: str) -> ResponseReturnValue:
    """Choose a file; nothing of it is loaded before somebody has looked."""
    wanted = next((one for one in FileUse if one.value == use), None)
    if wanted is None:
        raise NotFound
    form = RegisterFileForm()
    if request.method == "GET" or not form.validate():
        page = render_template("register/files/choose.html", form=form, use=wanted)
        return page, UNPROCESSABLE if form.errors else 200
    with transaction():
        one = intake_files.begin(form.file.data.read(LARGEST + 1), wanted, by=actor(), at=now())
    return redirect(url_for(".file", file_id=one.id), 303)


@bp.get("/files/<uuid:file_id>")
@for_roles(Permission.REGISTER_LOAD)
def file(file_id: UUID) -> ResponseReturnValue:
    """How far the file has come, and what loading it would do."""
    return _page_of(reading.one(actor(), file_id))


def _page_of(one: "RegisterFile", form: Any = None) -> ResponseReturnValue:
    if one.stage is ImportStage.COLUMNS and form is None:
        form = _columns(one).form
    if one.stage is ImportStage.CHECKED and form is None:
        form = _load_form(one)
    page = render_template(
        f"register/files/{PAGES[one.stage]}.html",
        one=one,
        form=form,
        counts=one.counts,
        faults=[roll_words.said(*fault) for fault in one.faults],
        standings=list(RowStanding),
        preview=_preview(one),
    )
    wrong = form is not None and (form.errors or getattr(form, "form_errors", ()))
    return page, UNPROCESSABLE if wrong else 200


def _columns(one: "RegisterFile", *, typed: bool = False) -> Any:
    known = reading.remembered(one.municipality_code, one.use)
    guessed = intake_rows.guess(one.headers, known)
    posted = dict(request.form.lists()) if typed else None
    return COLUMNS_FORMS[one.use](one.headers, guessed, posted)


def _load_form(one: "RegisterFile") -> LoadForm:
    return LoadForm(says_flags=bool(one.counts.get("says_flags")))


def _preview(one: "RegisterFile") -> dict[str, Any]:
    """One page of the rows of one standing, or of all, as the file has them."""
    wanted = request.args.get("standing", "")
    rows = (one.rows or {}).get("rows", [])
    if wanted in list(RowStanding):
        rows = [row for row in rows if row["standing"] == wanted]
    start = min(max(request.args.get("from", 0, int), 0), len(rows))
    end = start + PAGE
    return {
        "rows": [_shown(row) for row in rows[start:end]],
        "standing": wanted,
        "start": start,
        "next": end if end < len(rows) else None,
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    standing = RowStanding(row["standing"])
    said = [filters.word(RowFault(fault)) for fault in row["faults"]]
    return row | {
        "standing": standing,
        "said": said if standing is RowStanding.FAULTY else [],
        "name": f"{row['given_name']} {row['family_name']}".strip(),
    }


@bp.post("/files/<uuid:file_id>/columns")
@for_roles(Permission.REGISTER_LOAD)
def columns(file_id: UUID) -> ResponseReturnValue:
    """Say what the columns are; then the rows are read and compared."""
    one = reading.one(actor(), file_id, locked=True)
    if one.stage is not ImportStage.COLUMNS:
        raise WrongState
    form = _columns(one, typed=True)
    if not form.holds():
        return _page_of(one, form.form)
    with transaction():
        intake_files.pair(one, form.paired(), form.reason, at=now())
    if one.use is FileUse.ENROLMENT and not one.faults:
        flash(_("Listan är jämförd med registret. Gå igenom förslagen nedan."), "done")
        return redirect(url_for(".reconciliation"), 303)
    return redirect(url_for(".file", file_id=one.id), 303)


@bp.post("/files/<uuid:file_id>/load")
@for_roles(Permission.REGISTER_LOAD)
def load(file_id: UUID) -> ResponseReturnValue:
    """Load what was looked at. Pressed twice, it is loaded once."""
    one = reading.one(actor(), file_id, locked=True)
    if one.stage is ImportStage.STORED:
        return redirect(url_for(".file", file_id=one.id), 303)
    if one.stage is not ImportStage.CHECKED:
        raise WrongState
    form = _load_form(one)
    if not form.validate():
        return _page_of(one, form)
    with transaction():
        done = intake_files.load(one, by=actor(), at=now())
    if not done:
        loaded = filters.number(one.counts["loaded"])
        flash(_("%(loaded)s ungdomar är inskrivna. Gå igenom resten och fortsätt.", loaded=loaded))
    return redirect(url_for(".file", file_id=one.id), 303)


@bp.post("/files/<uuid:file_id>/abort")
@for_roles(Permission.REGISTER_LOAD)
def abort(file_id: UUID) -> ResponseReturnValue:
    """Do not load it. The file is forgotten at once."""
    one = reading.one(actor(), file_id, locked=True)
    if one.stage in ENDED_STAGES:
        raise WrongState
    with transaction():
        workflow.end(one, ImportStage.ABORTED, at=now())
    flash(_("Filen är borttagen och registret är som förut."), "done")
    return redirect(url_for("register.listing"), 303)
