"""The extract (registerutdrag): what is held about a person and who has read it, to hand over."""

from typing import TYPE_CHECKING

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.extract import ExtractForm
from portal.access import log
from portal.clock import now, today
from portal.db import keyed_hash, transaction
from portal.queries import extract as reading
from portal.vocabulary import Opened, Permission
from portal.web import extract_pdf
from portal.web.acting import actor
from portal.web.guards import for_roles, on_case, on_entry

if TYPE_CHECKING:
    from portal.models import Case, RegisterEntry

bp = Blueprint("extract", __name__)


@bp.route("/extract", methods=["GET", "POST"])
@for_roles(Permission.ENTRY_EXTRACT)
def find() -> ResponseReturnValue:
    """Whose extract. Somebody sealed is not here, and the answer is the same as for a stranger."""
    form = ExtractForm(today=today(now()))
    if not form.validate_on_submit() or form.identity is None:
        page = render_template("extract/find.html", form=form, missing=False)
        return page, 422 if form.errors else 200
    found = reading.first_reference(actor(), keyed_hash(form.identity.value))
    if found is None:
        return render_template("extract/find.html", form=form, missing=True)
    reference, is_entry = found
    place = "extract.of_entry" if is_entry else "extract.of_case"
    return redirect(url_for(place, reference=reference), 303)


@bp.get("/register/<reference>/extract")
@on_entry(Permission.ENTRY_EXTRACT)
def of_entry(entry: "RegisterEntry") -> ResponseReturnValue:
    """What the extract would hold, and what to think of before it is handed over."""
    return _page(entry, url_for("extract.file_of_entry", reference=entry.reference))


@bp.get("/cases/<reference>/extract")
@on_case(Permission.ENTRY_EXTRACT)
def of_case(case: "Case") -> ResponseReturnValue:
    """The same for somebody who is not in the register."""
    return _page(case, url_for("extract.file_of_case", reference=case.reference))


def _page(thing: "Case | RegisterEntry", file: str) -> ResponseReturnValue:
    held = reading.held(actor(), thing.number_hash)
    return render_template("extract/show.html", thing=thing, held=held, file=file)


@bp.get("/register/<reference>/extract.pdf")
@on_entry(Permission.ENTRY_EXTRACT)
def file_of_entry(entry: "RegisterEntry") -> ResponseReturnValue:
    """The file itself."""
    return _file(entry)


@bp.get("/cases/<reference>/extract.pdf")
@on_case(Permission.ENTRY_EXTRACT)
def file_of_case(case: "Case") -> ResponseReturnValue:
    """The file itself."""
    return _file(case)


def _file(thing: "Case | RegisterEntry") -> ResponseReturnValue:
    """That it left is logged for each case and entry before it does."""
    by, at = actor(), now()
    held = reading.held(by, thing.number_hash)
    with transaction():
        for one in held.references:
            log.opened(by, Opened.EXTRACT, one, at=at, request_id=g.request_id)
    return extract_pdf.download(thing, held, reading.readers(held), at=at)
