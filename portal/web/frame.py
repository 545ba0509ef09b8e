"""What every page needs around its content: menu, person, roles, languages, addresses."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, request, url_for
from flask import session as cookie
from flask_babel import get_locale, gettext

from portal.access.rules import roles_with
from portal.clock import now
from portal.queries import people
from portal.vocabulary import N_, Permission
from portal.web.acting import actor, is_signed_in, may_have_others
from portal.web.guards import allowed

if TYPE_CHECKING:
    from portal.models import Membership

MENU: tuple[tuple[str, str, Permission | None], ...] = (
    ("start.show", N_("Att göra"), Permission.QUEUE_LIST),
    ("start.show", N_("Att göra"), Permission.FILING_FILE),
    ("queue.show", N_("Kö"), Permission.QUEUE_LIST),
    ("meetings.upcoming", N_("Möten"), Permission.QUEUE_LIST),
    ("week.mine", N_("Veckan"), Permission.ENTRY_LIST),
    ("register.listing", N_("Register"), Permission.ENTRY_LIST),
    ("sought.listing", N_("Frågor"), Permission.SOUGHT_ASK),
    ("school.listing", N_("Anmälningar"), Permission.CASE_FOLLOW),
    ("filing.choose", N_("Ny anmälan"), Permission.FILING_FILE),
    ("roll.listing", N_("Elevlista"), Permission.ROLL_READ),
    ("protection.listing", N_("Skyddade ärenden"), Permission.SEALED_LIST),
    ("protection.own", N_("Skyddade"), Permission.SEALED_FOLLOW),
    ("reports.school", N_("Rapporter"), Permission.REPORT_SCHOOL),
    ("delivery.listing", N_("Utskick"), Permission.DELIVERY_LIST),
    ("admin.people", N_("Personer"), Permission.PEOPLE_MANAGE),
    ("admin.officers", N_("Skyddshandläggare"), Permission.OFFICER_PROPOSE),
    ("admin.municipality", N_("Kommun"), Permission.MUNICIPALITY_MANAGE),
    ("admin.school_units", N_("Skolenheter"), Permission.SCHOOL_UNIT_MANAGE),
    ("admin.access_log", N_("Åtkomstlogg"), Permission.ACCESS_LOG_READ),
)
"""Endpoint, word and the permission whose roles see it; the order is that of the page."""
ROOMS = {"cases": "queue", "casework": "queue", "closing": "queue", "intake": "register",
         "erasure": "register", "extract": "register"}  # fmt: skip
"""Pages that have no place of their own in the menu, and the place they belong to."""
THEMES = dict.fromkeys(
    ("portal.web.admin_register_routines", "portal.web.admin_external_register"),
    "portal.web.admin_municipalities",
)
"""Modules whose pages belong to the place of another module's."""
LANGUAGES = {"sv": "Svenska", "en": "English"}


@dataclass(frozen=True)
class Item:
    """One place in the menu."""

    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Person:
    """Who is logged in, as the header says it."""

    name: str
    role_label: str
    organisation_name: str


@dataclass(frozen=True)
class OtherRole:
    """A role the person also has; its address is POSTed to."""

    label: str
    url: str


def remember_language(code: str, *, chosen: bool = False) -> None:
    """The language of this browser; one chosen here goes before the account's."""
    if chosen or cookie.get("locale") not in LANGUAGES:
        cookie["locale"] = code


def register(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(_frame)
    app.add_template_global(allowed, "allowed")
    app.jinja_env.globals["Permission"] = Permission


def _frame() -> dict[str, Any]:
    locale = str(get_locale() or "sv")
    return {
        "nav": _menu() if is_signed_in() else [],
        "person": _person() if is_signed_in() else None,
        "other_roles": _other_roles() if is_signed_in() and may_have_others() else [],
        "locale": locale,
        "languages": [
            (code, name, url_for("account.language", code=code))
            for code, name in LANGUAGES.items()
            if code != locale
        ],
        "links": {
            "home": url_for("start.show"),
            "logout": url_for("account.logout"),
            "account": url_for("account.profile"),
            "login": url_for("account.login"),
            "keepalive": url_for("account.keepalive"),
            "accessibility": url_for("account.accessibility"),
        },
        "printed_at": now(),
    }


def _menu() -> list[Item]:
    role = actor().role
    blueprint = (request.endpoint or "").partition(".")[0]
    return [
        Item(gettext(label), url_for(endpoint), _is_here(endpoint, blueprint))
        for endpoint, label, permission in MENU
        if permission is None or role in roles_with(permission)
    ]


def _is_here(endpoint: str, blueprint: str) -> bool:
    """A page belongs to its own place in the menu, else to that of its theme, else of its stage."""
    if request.endpoint == endpoint:
        return True
    places = [one for one, _, _ in MENU if one.partition(".")[0] == blueprint]
    if request.endpoint in places:
        return False
    of_theme = [one for one in places if _theme(one) == _theme(request.endpoint)]
    return (of_theme or places)[:1] == [endpoint]


def _theme(endpoint: str | None) -> str:
    """The module a view stands in."""
    module = current_app.view_functions[endpoint].__module__ if endpoint else ""
    return THEMES.get(module, module)


def _person() -> Person:
    by = actor()
    return Person(by.user.name, gettext(by.role.label), by.organisation_name)


def _other_roles() -> list[OtherRole]:
    by = actor()
    return [
        OtherRole(_role_and_place(one), url_for("account.switch", membership_id=one.id))
        for one in people.memberships_of(by.user)
        if one.id != by.id
    ]


def _role_and_place(membership: "Membership") -> str:
    role = gettext(membership.role.label).lower()
    place = membership.organisation_name
    return f"{role}, {place}" if place else role
