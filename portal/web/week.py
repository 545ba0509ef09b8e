"""The week's work in the register: one's own, and the whole team's for its meeting."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forms.week import WeekFilter
from portal.access.rules import roles_with
from portal.clock import now, today
from portal.queries import leave
from portal.queries import week as reading
from portal.queries.queue import end_of_week
from portal.queries.register import Place
from portal.queries.week import PAGE, Sum, Wanted, Whose
from portal.vocabulary import Permission, Role, WorkGroup
from portal.web import week_words
from portal.web.acting import actor
from portal.web.filters import word
from portal.web.guards import for_roles
from portal.web.posted import uuid
from portal.web.week_words import Team

if TYPE_CHECKING:
    from portal.models import Membership

bp = Blueprint("week", __name__)

FILTERS = ("group", "caseworker", "overdue")
MINE, TEAM = "week.mine", "week.team"
BACK = {MINE: "week", TEAM: "team"}
"""What steps that begin here say in their address, so that they lead back here."""


@bp.get("/week")
@for_roles(Permission.ENTRY_LIST)
def mine() -> ResponseReturnValue:
    """What to do this week: with one's own youths and those of whoever one stands in for."""
    by = actor()
    team = team_of(by, today(now()))
    return _page(by, team, wanted(team, own_work(by, team)), MINE)


@bp.get("/week/team")
@for_roles(Permission.ENTRY_LIST)
def team() -> ResponseReturnValue:
    """The same for the whole team, with who has how much."""
    by = actor()
    all_ = team_of(by, today(now()))
    return _page(by, all_, wanted(all_, asked_for()), TEAM)


def team_of(by: "Membership", day: date) -> Team:
    """Who works here, with who is away and who stands in."""
    people = {one.id: one for one in leave.colleagues(by)}
    standing_in = leave.substitute(by)
    return Team(people, people.get(standing_in.id) if standing_in else None, day)


def own_work(by: "Membership", team: Team) -> Whose:
    """One's own, that of those one stands in for, and for who leads also what nobody has."""
    ids = {by.id, *(one.id for one in team.standing_in_for(by))}
    return Whose(frozenset(ids), nobodys=by.role is Role.COORDINATOR)


def asked_for() -> Whose:
    """Whose work the address asks for; what it asks wrongly, it does not ask."""
    who = request.args.get("caseworker", "")
    if who == "nobody":
        return Whose(nobodys=True)
    found = uuid(who)
    return Whose(frozenset({found})) if found else Whose()


def wanted(team: Team, whose: Whose) -> Wanted:
    """What the address asks for, of somebody's work."""
    group = request.args.get("group", "")
    return Wanted(
        day=team.day,
        until=end_of_week(team.day),
        whose=whose,
        group=next((one for one in WorkGroup if one.value == group), None),
        overdue="overdue" in request.args,
    )


def _page(by: "Membership", team: Team, asked: Wanted, place: str) -> ResponseReturnValue:
    after = request.args.get("after", "")
    rows = reading.page(by, asked, after=Place.read(after))
    sums = reading.sums(by, asked)
    more = str(reading.place_of(rows[PAGE - 1])) if len(rows) > PAGE else None
    return render_template(
        "week/show.html",
        place=place,
        sections=week_words.sections(rows[:PAGE], team, BACK[place]),
        views=_views(asked, sums),
        by_post=sum(one.all for one in sums if one.by_post),
        loads=week_words.loads(sums, team) if place == TEAM and asked.whose == Whose() else [],
        birthdays=week_words.coming_of_age(
            [] if after else reading.birthdays(by, asked, tuple(week_words.AGES))
        ),
        form=WeekFilter(request.args, caseworkers=_names(team)) if place == TEAM else None,
        standing_in_for=[one.user.name for one in team.standing_in_for(by)],
        allowed_many=by.role in roles_with(Permission.ENTRY_ASSIGN),
        wanted=asked,
        monday=asked.until - timedelta(days=6),
        url=_url,
        next_url=_url(after=more) if more else None,
        first_url=_url() if after else None,
        narrowed=any(name in request.args for name in FILTERS),
        clear=url_for(place),
    )


def _views(asked: Wanted, sums: list[Sum]) -> list[tuple[str, str, bool, int]]:
    """All, what is late, and each group that there is something in, with how much."""
    everything = asked.group is None and not asked.overdue
    views = [
        (_("Allt"), _url(group=None, overdue=None), everything, sum(one.all for one in sums)),
        (
            _("Försenat"),
            _url(group=None, overdue="yes"),
            asked.overdue,
            sum(one.overdue for one in sums),
        ),
    ]
    return views + [
        (word(group), _url(group=group.value, overdue=None), asked.group is group, number)
        for group, number in week_words.groups(sums).items()
        if number or asked.group is group
    ]


def _names(team: Team) -> list[tuple[str, str]]:
    return [(str(who), one.user.name) for who, one in team.people.items()]


def _url(place: str | None = None, **changed: str | UUID | None) -> str:
    """This list with something changed; where the page begins is kept only if said."""
    kept: dict[str, Any] = {name: value for name in FILTERS if (value := request.args.get(name))}
    return url_for(place or request.endpoint or MINE, **(kept | changed))
