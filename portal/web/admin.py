"""Administration: people, municipalities and schools, and who has opened what. No case content.

This page holds the blueprint and the log reviewers' view; the rest is by theme beside it.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from forms.admin import FilterForm, LogFilter
from portal.queries import access_log, people
from portal.vocabulary import Permission
from portal.web.acting import actor
from portal.web.guards import for_roles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.models import AccessLogEntry, Membership

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("/access-log", endpoint="access_log")
@for_roles(Permission.ACCESS_LOG_READ)
def openings() -> ResponseReturnValue:
    by = actor()
    colleagues = people.everybody_of(by)
    form = LogFilter(_named(colleagues), formdata=request.args)
    search = _search(form) if form.validate() else access_log.Search()
    after = access_log.Place.parse(request.args.get("after"))
    found = access_log.openings_for(by, search, after=after)
    shown = found[: access_log.PAGE]
    return render_template(
        "admin/access_log.html",
        form=form,
        entries=shown,
        filtered=search != access_log.Search(),
        is_first=after is None,
        next_url=_next_url(form, shown[-1]) if len(found) > access_log.PAGE else None,
    )


def _named(colleagues: "Sequence[Membership]") -> list[tuple[str, str]]:
    return [
        (one.id.hex, f"{one.user.name}, {gettext(one.role.label).lower()}") for one in colleagues
    ]


def _search(form: LogFilter) -> access_log.Search:
    return access_log.Search(
        reference=form.reference.data or "",
        membership_id=UUID(form.person.data) if form.person.data else None,
        first_day=form.first_day.data,
        last_day=form.last_day.data,
    )


def page_after(endpoint: str, form: FilterForm, place: object) -> str:
    """The next page of a list, narrowed as this one; nothing else of the address is kept."""
    kept: dict[str, Any] = {
        field.name: request.args[field.name] for field in form if field.name in request.args
    }
    return url_for(endpoint, after=str(place), **kept)


def _next_url(form: LogFilter, last: "AccessLogEntry") -> str:
    return page_after("admin.access_log", form, access_log.Place(last.at, last.id))
