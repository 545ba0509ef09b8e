"""Many youths get a caseworker at once: nobody's are shared out, a caseload is handed over."""

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forms.week import CaseloadForm
from portal.clock import now, today
from portal.db import transaction
from portal.errors import Refused
from portal.queries import caseload as reading
from portal.queries import leave
from portal.queries.caseload import MOST, PAGE
from portal.queries.register import Place
from portal.vocabulary import Permission
from portal.web import entry_words, mishaps
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.posted import uuid
from portal.web.week import bp
from portal.workflow import caseload as workflow

if TYPE_CHECKING:
    from datetime import date

    from portal.models import Membership


@bp.route("/week/caseload", methods=["GET", "POST"])
@for_roles(Permission.ENTRY_ASSIGN)
def caseload() -> ResponseReturnValue:
    """Somebody's youths, or nobody's, and to whom they go."""
    by, at = actor(), now()
    whose = uuid(request.args.get("caseworker"))
    people = {str(one.id): one for one in leave.colleagues(by)}
    others = [(key, one) for key, one in people.items() if one.id != whose]
    form = CaseloadForm(
        [(key, _with_leave(one, today(at))) for key, one in others], data={"which": "chosen"}
    )
    if form.validate_on_submit() and _given(form, whose, people, by):
        return redirect(url_for(".caseload", caseworker=whose), 303)
    loads = reading.loads(by)
    after = request.args.get("after", "")
    rows = reading.page(by, whose, after=Place.read(after))
    more = Place(rows[PAGE - 1].next_follow_up_on, rows[PAGE - 1].id) if len(rows) > PAGE else None
    page = render_template(
        "week/caseload.html",
        form=form,
        rows=rows[:PAGE],
        number=loads.get(whose, 0),
        views=_views(loads, people, whose),
        whose=people[str(whose)].user.name if str(whose) in people else "",
        chosen=set(request.form.getlist("entry")),
        ageing=entry_words.ageing,
        day=today(at),
        next_url=url_for(".caseload", caseworker=whose, after=more) if more else None,
        first_url=url_for(".caseload", caseworker=whose) if after else None,
        most=MOST,
    )
    return page, 422 if form.errors else 200


def _with_leave(one: "Membership", day: "date") -> str:
    name = one.user.name
    return str(_("%(name)s, ledig i dag", name=name)) if one.on_leave(day) else name


def _views(
    loads: dict[UUID | None, int], people: "dict[str, Membership]", whose: UUID | None
) -> list[tuple[str, str, bool, int]]:
    """Whose youths may be given away: nobody's first."""
    found = [(_("Ingen har"), url_for(".caseload"), whose is None, loads.get(None, 0))]
    return found + [
        (one.user.name, url_for(".caseload", caseworker=key), one.id == whose, loads.get(one.id, 0))
        for key, one in people.items()
        if one.id in loads or one.id == whose
    ]


def _given(
    form: CaseloadForm, whose: UUID | None, people: "dict[str, Membership]", by: "Membership"
) -> bool:
    """Give the youths away; what is refused is shown at the form."""
    ticked = [one for one in request.form.getlist("entry") if one.isprintable()]
    references = ticked if form.which.data == "chosen" else None
    if references == []:
        form.refuse(_("Markera minst en ungdom, eller välj Alla."), form.which)
        return False
    try:
        with transaction():
            entries = reading.to_give(by, whose, references)
            got = workflow.share_out(
                entries,
                [people[one] for one in form.to.data or ()],
                reading.loads(by),
                by=by,
                at=now(),
            )
    except Refused as error:
        form.refuse(mishaps.sentence(error))
        return False
    _tell(got)
    return True


def _tell(got: "Counter[Membership]") -> None:
    number = got.total()
    if not number:
        flash(_("Ungdomarna hade redan fått en annan handläggare."), "error")
        return
    each = ", ".join(f"{one.user.name} {count}" for one, count in got.items())
    said = ngettext(
        "%(num)s ungdom har fått en handläggare", "%(num)s ungdomar har fått en handläggare", number
    )
    flash(f"{said}: {each}.", "done")
