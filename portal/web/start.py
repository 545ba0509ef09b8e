"""What to do, at the municipality and at the school. For the others: the way to their work."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.clock import now, today
from portal.queries import school_todo, todo, unfiled
from portal.queries.queue import end_of_week
from portal.vocabulary import Role
from portal.web import days
from portal.web.acting import actor
from portal.web.filters import deadline_text, word
from portal.web.guards import signed_in
from portal.web.rows import Action, Drawer, Row
from portal.workflow import drafts

if TYPE_CHECKING:
    from portal.models import Membership

bp = Blueprint("start", __name__)

HOMES: dict[Role, str] = {
    Role.RECTOR: "reports.school",
    Role.ORGANISER_ADMIN: "admin.people",
    Role.MUNICIPALITY_ADMIN: "admin.people",
    Role.PLATFORM_ADMIN: "admin.people",
    Role.LOG_REVIEWER: "admin.access_log",
    Role.PROTECTION_OFFICER: "protection.listing",
}
"""Where the work of the other roles is."""
MOST = 50
"""Rows on the page; the queue and the register have them all."""


@bp.get("/")
@signed_in
def show() -> ResponseReturnValue:
    """What to do, by nearest deadline; who has no such list is sent to their own first page."""
    by = actor()
    if by.role is Role.COUNSELLOR:
        return _school(by)
    if by.role in HOMES:
        return redirect(url_for(HOMES[by.role]))
    return _kaa(by, today(now()))


def _school(by: "Membership") -> str:
    at = now()
    written = school_todo.drafts(by)
    return render_template(
        "start/school.html",
        tasks=school_todo.tasks(by, at=at),
        drafts=written,
        leaving=drafts.leaving(written, at=at),
        unfiled=unfiled.counts(by, days.of(at)),
        today=today(at),
    )


def _kaa(by: "Membership", day: date) -> str:
    rows = _rows(by, day)
    leads = by.role is Role.COORDINATOR
    return render_template(
        "start/show.html",
        day=day,
        monday=day - timedelta(days=day.weekday()),
        sunday=end_of_week(day),
        figures=_figures(by, todo.figures(by, day)),
        late=Drawer(by, day).cases(todo.long_overdue(by)) if leads else [],
        rows=rows[:MOST],
        more=len(rows) > MOST or len(rows) >= todo.MOST,
        all_overdue=leads,
    )


def _figures(by: "Membership", numbers: todo.Figures) -> list[tuple[int, str, str]]:
    """The numbers first on the page, each the way to its list."""
    everybodys = by.role is Role.COORDINATOR
    overdue = url_for("queue.show", due="overdue", caseworker=None if everybodys else "me")
    return [
        (
            numbers.overdue,
            ngettext("försenat ärende", "försenade ärenden", numbers.overdue)
            if everybodys
            else ngettext("av dina är försenat", "av dina är försenade", numbers.overdue),
            overdue,
        ),
        (
            numbers.new,
            ngettext("nytt i kön", "nya i kön", numbers.new),
            url_for("queue.show", state="queued"),
        ),
        (
            numbers.meetings,
            ngettext("gemensamt möte i veckan", "gemensamma möten i veckan", numbers.meetings),
            url_for("meetings.upcoming"),
        ),
        (
            numbers.contacts,
            ngettext("kontakt att ta", "kontakter att ta", numbers.contacts),
            url_for("week.team" if everybodys else "week.mine"),
        ),
    ]


def _rows(by: "Membership", day: date) -> list[Row]:
    """Cases, youths and promises in one list, the nearest day first."""
    draw = Drawer(by, day)
    rows = [
        *draw.cases(todo.cases(by, day)),
        *_follow_ups(draw, todo.follow_ups(by, day)),
        *_commitments(draw, todo.commitments(by, day)),
    ]
    return sorted(rows, key=lambda row: (row.due_on, row.reference, row.what))


def _follow_ups(draw: Drawer, entries: Iterable[Any]) -> Iterable[Row]:
    for entry in entries:
        url = draw.url("register.show", entry.reference)
        status = word(entry.status)
        yield _row(
            draw,
            entry,
            _("Följ upp: %(status)s", status=status[0].lower() + status[1:]),
            whence=_("Registret"),
            url=url,
            action=Action(_("Öppna"), url),
        )


def _commitments(draw: Drawer, promises: Iterable[Any]) -> Iterable[Row]:
    for promise in promises:
        url = draw.url("cases.show", promise.reference)
        yield _row(
            draw,
            promise,
            _("Åtagande: %(what)s", what=promise.what),
            whence=_("Gemensamt möte"),
            url=url,
            action=Action(_("Öppna"), f"{url}#meeting"),
        )


def _row(draw: Drawer, one: Any, what: str, *, whence: str, url: str, action: Action) -> Row:
    return Row(
        due_on=one.due_on,
        due=deadline_text(one.due_on, draw.day),
        what=what,
        name=f"{one.given_name} {one.family_name}".strip(),
        age=draw.age(one.birth_date),
        reference=one.reference,
        url=url,
        school=whence,
        action=action,
    )
