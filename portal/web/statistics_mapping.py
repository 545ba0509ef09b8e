"""How the statistics file is written: codes on a page, or the whole mapping as a file."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.statistics import SEPARATOR, CodesForm, MappingFileForm, codes_form
from portal.clock import now
from portal.db import transaction
from portal.errors import Conflict
from portal.rolls.table import Unreadable
from portal.statistics import keeping, mapping
from portal.statistics.mapping import MappingRow, Wrong
from portal.vocabulary import CODED, FileShape, MappingFault, Permission
from portal.web import mishaps, roll_words, statistics_file
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.statistics import bp
from portal.web.uploads import takes_file

if TYPE_CHECKING:
    from portal.models import StatisticsMapping

__all__ = ["bp"]

NO_VERSION = -1
"""What a page says that somebody has overtaken, or that says nothing sensible."""
MOST_SAID = 20
"""Faults of a file that are listed; whoever mends those sees the next."""


def _form(kept: "StatisticsMapping | None", *, posted: bool) -> CodesForm:
    rows = [one for one in keeping.rows_of(kept) if one.value]
    values = [(one.field, one.value, gettext(CODED[one.field](one.value).label)) for one in rows]
    if posted:
        return codes_form(values)
    codes = {f"{one.field.value}{SEPARATOR}{one.value}": one.code for one in rows}
    return codes_form(
        values, formdata=None, data=codes | {"version": str(keeping.version_of(kept))}
    )


def _page(
    kept: "StatisticsMapping | None",
    codes: CodesForm | None = None,
    file: MappingFileForm | None = None,
) -> ResponseReturnValue:
    form, upload = codes or _form(kept, posted=False), file or MappingFileForm(formdata=None)
    rows = keeping.rows_of(kept)
    page = render_template(
        "statistics/mapping.html",
        form=form,
        upload=upload,
        wrong=bool(upload.errors),
        columns=mapping.layout(rows).columns,
        fields=list(CODED),
        lacking=sum(not one.code for one in rows if one.value),
        version=keeping.version_of(kept),
        history=keeping.history(actor()),
    )
    return page, 422 if form.errors or upload.errors else 200


@bp.route("/mapping", methods=["GET", "POST"], endpoint="mapping")
@for_roles(Permission.STATISTICS_MAP)
def codes() -> ResponseReturnValue:
    """The codes, to be filled in; the columns, to be read; and what was before."""
    kept = keeping.current(actor())
    if request.method == "GET":
        return _page(kept)
    form = _form(kept, posted=True)
    if form.validate():
        for one in (field for field in form if SEPARATOR in field.name):
            if not mapping.is_code(one.data or ""):
                form.refuse(_sentence(Wrong(MappingFault.CODE)), one)
    rows = mapping.with_codes(keeping.rows_of(kept), form.codes())
    if not form.errors and _is_kept(rows, kept, form):
        return redirect(url_for("statistics.mapping"), 303)
    return _page(kept, codes=form)


def _is_kept(rows: Sequence[MappingRow], kept: "StatisticsMapping | None", form: CodesForm) -> bool:
    """Whether it is stored; not when somebody else has stored a newer version meanwhile."""
    version = keeping.version_of(kept)
    before = version if form.version.data == str(version) else NO_VERSION
    try:
        with transaction():
            keeping.keep(rows, before=before, by=actor(), at=now())
    except Conflict as error:
        form.refuse(mishaps.sentence(error))
        return False
    flash(gettext("Koderna är sparade."), "done")
    return True


@bp.post("/mapping/file")
@takes_file(mapping.LARGEST)
@for_roles(Permission.STATISTICS_MAP)
def upload() -> ResponseReturnValue:
    """The mapping from a file: all of it, or nothing when a row is wrong."""
    by, form = actor(), MappingFileForm()
    kept = keeping.current(by)
    if not form.validate():
        return _page(kept, file=form)
    try:
        rows, wrong = mapping.read(form.file.data.read(mapping.LARGEST + 1))
    except Unreadable as error:
        form.refuse(roll_words.sentences([error.fault])[0], form.file)
        return _page(kept, file=form)
    for one in wrong[:MOST_SAID]:
        form.refuse(_sentence(one), form.file)
    if wrong:
        return _page(kept, file=form)
    with transaction():
        keeping.keep(rows, before=keeping.version_of(kept), by=by, at=now())
    flash(gettext("Filen är läst. Den gäller från och med nu."), "done")
    return redirect(url_for("statistics.mapping"), 303)


def _sentence(wrong: Wrong) -> str:
    what = gettext(wrong.kind.label, **wrong.facts)
    return gettext("Rad %(row)s: %(what)s", row=wrong.row, what=what) if wrong.row else str(what)


@bp.get("/mapping/<int:version>.<any(xlsx,csv):shape>")
@for_roles(Permission.STATISTICS_MAP)
def version(version: int, shape: str) -> ResponseReturnValue:
    """A version as a file to fill in, or to go back to by uploading it. Excel keeps a code's 0."""
    rows = [_cells(one) for one in keeping.rows_of(keeping.one_version(actor(), version))]
    name = f"statistik-koder-{version}"
    return statistics_file.answer(name, mapping.COLUMNS, rows, FileShape(shape))


def _cells(one: MappingRow) -> list[str]:
    if one.block is not None:
        about = f"{gettext(one.block.label)}: {gettext(one.field.label)}"
        return [one.block.value, one.field.value, one.heading, "", about, one.code, ""]
    about = f"{gettext(one.field.label)}: {gettext(CODED[one.field](one.value).label)}"
    to_do = "" if one.code else gettext("Kommunen fyller i koden")
    return ["", one.field.value, "", one.value, about, one.code, to_do]
