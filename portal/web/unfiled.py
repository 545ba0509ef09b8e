"""Pupils the roll speaks of and nobody has filed about; a person files, or says why not."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from forms.kind import month_after
from forms.unfiled import HandledForm
from portal.clock import now
from portal.db import transaction
from portal.queries import unfiled
from portal.vocabulary import FormKind, HandledReason, Permission
from portal.web import days, filters, roll_words
from portal.web.acting import actor
from portal.web.filing_pages import trigger_text
from portal.web.guards import for_roles
from portal.web.posted import uuid
from portal.web.rolls import bp
from portal.workflow import unfiled as workflow

if TYPE_CHECKING:
    from portal.models import RollPupil

_LIST = "/unfiled/<any(absence,dropout):kind>"
HOUR = 60
WHOLE = 100


@bp.get(_LIST, endpoint="unfiled")
@for_roles(Permission.ROLL_READ)
def listing(kind: str) -> ResponseReturnValue:
    """Those about whom such a filing is missing, with what the roll says and who says so."""
    chosen = FormKind(kind)
    return _page(chosen, HandledForm(chosen, formdata=None))


def _page(kind: FormKind, form: HandledForm, ticked: frozenset[UUID] = frozenset()) -> str:
    by, day = actor(), days.of(now())
    rows = unfiled.listing(by, kind, uuid(request.args.get("after", "")), day)
    shown = rows[: unfiled.PAGE]
    more = len(rows) > unfiled.PAGE
    return render_template(
        "roll/unfiled.html",
        kind=kind,
        form=form,
        ticked=ticked,
        rows=shown,
        counts=unfiled.counts(by, day),
        said=said,
        line=line,
        source=source,
        first_url=url_for("roll.unfiled", kind=kind.value) if "after" in request.args else None,
        next_url=url_for("roll.unfiled", kind=kind.value, after=shown[-1].pupil.id)
        if more
        else None,
    )


@bp.post(_LIST, endpoint="handle")
@for_roles(Permission.ROLL_READ)
def handle(kind: str) -> ResponseReturnValue:
    """Say why no filing is made about those who are ticked; pressed twice, it is said once."""
    chosen, by, at = FormKind(kind), actor(), now()
    form = HandledForm(chosen)
    found = filter(None, map(uuid, request.form.getlist("pupil")))
    ticked = list(dict.fromkeys(found))
    valid = form.validate()
    if not ticked:
        form.refuse(gettext("Kryssa för de elever det gäller."))
    if not valid or not ticked:
        return _page(chosen, form, frozenset(ticked)), 422
    with transaction() as session:
        pupils = unfiled.marked(by, chosen, ticked, days.of(at))
        reason, words = HandledReason(form.reason.data), form.words.data or ""
        session.add_all(workflow.handle(pupils, chosen, reason, words, by=by, at=at))
        if chosen is FormKind.DROPOUT:
            unfiled.answer_sought(pupils, at)
    flash(
        ngettext(
            "%(num)s elev är hanterad utan anmälan.",
            "%(num)s elever är hanterade utan anmälan.",
            len(pupils),
        )
    )
    return redirect(url_for("roll.unfiled", kind=kind), 303)


def said(row: unfiled.Unfiled, kind: FormKind) -> list[str]:
    """What the roll tells of somebody, in sentences."""
    pupil = row.pupil
    if kind is FormKind.ABSENCE:
        return [_absence(pupil)] + ([_month(pupil)] if pupil.absent_since else [])
    sentences = []
    if row.asked_by:
        sentences.append(
            gettext("Eleven har slutat enligt kommunen, som frågar: %(who)s.", who=row.asked_by)
        )
    if pupil.ended_on is not None:
        sentences.append(gettext("Inskriven till %(day)s.", day=_day(pupil.ended_on)))
    elif pupil.left_at is not None:
        sentences.append(
            gettext("Fanns inte i elevlistan %(day)s.", day=_day(days.of(pupil.left_at).today))
        )
    if pupil.absent_since is not None:
        sentences.append(_month(pupil))
    return sentences


def _absence(pupil: "RollPupil") -> str:
    """Figures in hours, with their period."""
    missed, offered = pupil.unexcused_minutes or 0, pupil.offered_minutes or 0
    text = gettext("%(hours)s timmar ogiltig frånvaro", hours=_hours(missed))
    if offered:
        text = gettext(
            "%(missed)s av %(offered)s timmar (%(share)s procent)",
            missed=_hours(missed),
            offered=_hours(offered),
            share=round(WHOLE * missed / offered),
        )
    if pupil.attendance_from and pupil.attendance_to:
        text += f", {_day(pupil.attendance_from)}–{_day(pupil.attendance_to)}"
    if pupil.occasions:
        text += ngettext(", %(num)s tillfälle", ", %(num)s tillfällen", pupil.occasions)
    return str(text)


def _month(pupil: "RollPupil") -> str:
    since = pupil.absent_since
    if since is None:
        return ""
    sentence = gettext(
        "Borta sedan %(since)s. En månad går %(day)s: är eleven borta längre, utan sjukdom eller "
        "beviljad ledighet, räknas utbildningen i regel som avslutad (12 kap. 4 a §).",
        since=_day(since),
        day=_day(month_after(since)),
    )
    return str(sentence)


def _hours(minutes: int) -> str:
    return f"{minutes / HOUR:.1f}".removesuffix(".0").replace(".", ",")


def _day(value: date) -> str:
    return str(filters.date_long(value))


def line(row: unfiled.Unfiled) -> str:
    """The home municipality's rule, and from where the pupil is shown."""
    routine, home = row.routine, row.pupil.home_municipality
    if routine is None:
        return ""
    if home is None:
        return str(gettext("Hemkommunen saknas i elevlistan. Skolkommunens rutin gäller här."))
    return trigger_text(home.title, routine.absence_trigger, routine.absence_percent)


def source(row: unfiled.Unfiled, kind: FormKind) -> str:
    """Which source said so, and when."""
    names = ("unexcused_minutes",) if kind is FormKind.ABSENCE else ("ended_on", "absent_since")
    found = (roll_words.origin(row.pupil, name) for name in names if getattr(row.pupil, name))
    return next(filter(None, found), "")
