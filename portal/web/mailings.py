"""The week's post: printed as one file and marked as sent, steps that do not need each other."""

from typing import TYPE_CHECKING, Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from portal.access import log
from portal.clock import now, today
from portal.db import transaction
from portal.errors import Conflict, Refused
from portal.queries import mailings as reading
from portal.queries.mailings import MOST
from portal.queries.week import Wanted
from portal.vocabulary import CARDS, Opened, Permission
from portal.web import mailing_words, mishaps, pdf
from portal.web.acting import actor
from portal.web.guards import for_roles
from portal.web.mailing_words import Post
from portal.web.posted import uuids
from portal.web.week import asked_for, bp, own_work, team_of, wanted
from portal.workflow import mailings as workflow

if TYPE_CHECKING:
    from datetime import datetime

    from portal.models import Membership

LANGUAGE = "sv"
"""A letter is written in Swedish, whatever language its writer reads."""


@bp.get("/week/letters")
@for_roles(Permission.ENTRY_WORK)
def letters() -> ResponseReturnValue:
    """What is to be sent by post this week, and what cannot be sent, with why."""
    by, at = actor(), now()
    rows = reading.due(by, _asked(by, at))
    found = mailing_words.posts(rows[:MOST], today(at))
    return render_template(
        "week/letters.html",
        posts=[one for one in found if not one.hindrance],
        hindered=[one for one in found if one.hindrance],
        more=len(rows) > MOST,
        cards=CARDS,
        day=today(at),
        whole=_whole(),
        here=_here(),
    )


def _whole() -> bool:
    """The whole team's post, and not one's own."""
    return request.args.get("whose") == "team"


def _here() -> dict[str, Any]:
    """What the address says of whose post it is."""
    return {name: request.args[name] for name in ("whose", "caseworker") if name in request.args}


def _asked(by: "Membership", at: "datetime") -> Wanted:
    team = team_of(by, today(at))
    return wanted(team, asked_for() if _whole() else own_work(by, team))


@bp.post("/week/letters/print")
@for_roles(Permission.ENTRY_WORK)
def print_letters() -> ResponseReturnValue:
    """One file with all that was ticked, made anew each time and kept nowhere."""
    by, at = actor(), now()
    rows = reading.due(by, _asked(by, at), among=uuids("task"))
    chosen = [one for one in mailing_words.posts(rows[:MOST], today(at)) if not one.hindrance]
    if not chosen:
        return _nothing_ticked()
    with transaction():
        for one in chosen:
            log.opened(by, Opened.ENTRY, one.row.reference, at=at, request_id=g.request_id)
    return _file(chosen, by, at)


def _file(chosen: list[Post], by: "Membership", at: "datetime") -> Response:
    assert by.municipality is not None
    with force_locale(LANGUAGE):
        said = mailing_words.texts(chosen, by.municipality, at)
        return pdf.attachment(pdf.render("week.typ", said, at=at), "veckans-brev")


def _nothing_ticked() -> ResponseReturnValue:
    flash(_("Markera minst ett brev."), "error")
    return redirect(url_for(".letters", **_here()), 303)


@bp.post("/week/letters/sent")
@for_roles(Permission.ENTRY_WORK)
def mark_sent() -> ResponseReturnValue:
    """All that was ticked has been posted. What was marked before stays as it was."""
    by, at = actor(), now()
    ids = uuids("task")[:MOST]
    if not ids:
        return _nothing_ticked()
    try:
        with transaction():
            number = workflow.sent(reading.to_mark(by, ids), ids, by=by, at=at)
    except (Conflict, Refused) as error:
        flash(mishaps.sentence(error), "error")
        return redirect(url_for(".letters", **_here()), 303)
    flash(
        ngettext(
            "%(num)s brev är markerat som skickat.",
            "%(num)s brev är markerade som skickade.",
            number,
        ),
        "done",
    )
    return redirect(url_for(".letters", **_here()), 303)
