"""The municipality asks schools about youths its regional register knows without a filing."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from forms.sought import SoughtFileForm
from portal.clock import now, today
from portal.queries import sought
from portal.rolls import sought as asking
from portal.rolls.table import LARGEST
from portal.vocabulary import Permission
from portal.web import roll_words
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.posted import uuid
from portal.web.uploads import takes_file

bp = Blueprint("sought", __name__, url_prefix="/sought")
MOST_FAULTS = 20
MOST_ROWS_SAID = 30


@bp.get("")
@for_roles(Permission.SOUGHT_ASK)
def listing() -> ResponseReturnValue:
    """Whom one has asked about, and what the schools have answered."""
    rows = sought.listing(actor(), uuid(request.args.get("after", "")))
    shown = rows[: sought.PAGE]
    more = len(rows) > sought.PAGE
    return render_template(
        "sought/listing.html",
        rows=shown,
        next_url=url_for("sought.listing", after=shown[-1].id) if more else None,
        first_url=url_for("sought.listing") if "after" in request.args else None,
    )


@bp.route("/ask", methods=["GET", "POST"])
@takes_file(LARGEST)
@for_roles(Permission.SOUGHT_ASK)
def ask() -> ResponseReturnValue:
    """Choose a file. All of it is asked, or nothing when a row is wrong."""
    form = SoughtFileForm()
    if request.method == "GET" or not form.validate():
        return render_template("sought/ask.html", form=form), 422 if form.errors else 200
    at = now()
    youths, faults = asking.read(form.file.data.read(LARGEST + 1), today(at))
    if faults:
        for one in roll_words.sentences(faults[:MOST_FAULTS]):
            form.refuse(one, form.file)
        return render_template("sought/ask.html", form=form), 422
    _tell(asking.ask(youths, by=actor(), at=at))
    return redirect(url_for("sought.listing"), 303)


def _tell(done: asking.Asked) -> None:
    flash(
        ngettext(
            "%(num)s fråga är ställd till en skola.",
            "%(num)s frågor är ställda till skolor.",
            done.asked,
        )
    )
    if done.filed:
        flash(gettext("Redan anmälda av skolan: %(count)s.", count=done.filed))
    if done.waiting:
        flash(gettext("Redan ställda och inte besvarade: %(count)s.", count=done.waiting))
    if done.unknown:
        rows = ", ".join(map(str, done.unknown[:MOST_ROWS_SAID]))
        flash(
            gettext(
                "Finns inte i någon elevlista här: %(count)s (rad %(rows)s%(more)s). Fråga de "
                "skolorna på annat sätt.",
                count=len(done.unknown),
                rows=rows,
                more=" …" if len(done.unknown) > MOST_ROWS_SAID else "",
            )
        )
