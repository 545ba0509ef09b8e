"""Whatever stands in an address, after its question mark or before, is answered with a page."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from portal.access.rules import roles_with
from portal.vocabulary import Permission
from portal.web import guards
from tests.web.bad_input import intake, states

SENSELESS = {
    "empty": "",
    "another": "zzz",
    "negative": "-1",
    "2^63": "9223372036854775808",
    "digits": "9" * 400,
    "strange digits": "\u00b2\u0663",
    "NUL": "a%00b",
    "control": "%0b%1b%7f",
    "surrogate": "%ED%A0%80",
    "half a sign": "%C3",
    "signs": "%F0%9F%99%82%E2%80%AE",
    "quotes": "'%20OR%201=1--",
    "markup": "%3Cscript%3E",
    "long": "a" * 4_000,
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "no such day": "2026-02-30",
    "no such month": "2026-13",
    "a place": "2026-11-18_00000000-0000-0000-0000-000000000000",
    "an instant": "9999-12-31T23:59:59-23:59_00000000-0000-0000-0000-000000000000",
    "an early instant": "0001-01-01T00:00:00+23:59_00000000-0000-0000-0000-000000000000",
    "a naive instant": "2026-11-18T10:00:00_00000000-0000-0000-0000-000000000000",
    "dots": "../../etc/passwd",
}
LISTS = {
    "/queue": ("caseworker", ["state", "kind", "school", "caseworker", "due", "after", "marked"]),
    "/queue?state=ended": ("caseworker", ["after"]),
    "/queue/sent-on": ("caseworker", ["before"]),
    "/meetings": ("caseworker", ["view", "after"]),
    "/register": ("caseworker", ["view", "status", "caseworker", "after"]),
    "/school/cases": ("counsellor", ["whose", "state", "kind", "after"]),
    "/roll": ("counsellor", ["group", "show", "after"]),
    "/filings/new/dropout": ("counsellor", ["pupil"]),
    "/filings/guide": ("counsellor", ["happening", "age", "own_municipality", "protected"]),
    "/filings/protected": ("counsellor", ["municipality", "kind"]),
    "/protected/": ("protection_officer", ["after"]),
    "/filings/new": ("counsellor", ["kind", "after"]),
    "/week": ("caseworker", ["group", "overdue", "after", "back"]),
    "/week/team": ("coordinator", ["caseworker", "group", "overdue", "after"]),
    "/week/letters": ("caseworker", ["whose", "caseworker"]),
    "/week/caseload": ("coordinator", ["caseworker", "after"]),
    "/reports/school": ("rector", ["period", "month", "year", "unit"]),
    "/reports/school.csv": ("rector", ["period"]),
    "/reports/municipality": ("caseworker", ["period"]),
    "/reports/municipality.pdf": ("coordinator", ["period"]),
    "/statistics": ("coordinator", ["half"]),
    "/statistics/checks/no_occupation": ("coordinator", ["half", "after"]),
    "/delivery": ("coordinator", ["state", "first_day", "last_day", "after"]),
    "/admin/people": ("municipality_admin", ["role", "place", "ended", "after"]),
    "/admin/people/invite": ("municipality_admin", ["role", "municipality", "organiser", "unit"]),
    "/admin/municipalities": ("platform_admin", ["name", "joined"]),
    "/admin/municipalities/0182/register-routines/preset": ("municipality_admin", ["preset"]),
    "/admin/municipalities/0182/register-routines/history": ("municipality_admin", ["after"]),
    "/admin/school-units": ("platform_admin", ["name", "municipality", "state", "after"]),
    "/admin/access-log": (
        "log_reviewer",
        ["reference", "person", "first_day", "last_day", "after"],
    ),
    "/account/openings": ("caseworker", ["after"]),
    "/register/{entry}/attempts/new": ("caseworker", ["task", "back"]),
    "/register/{entry}/mapping/new": ("caseworker", ["stage"]),
    "/register/{entry}/pass-on/letter": ("caseworker", ["to"]),
    "/register/files/{file}": ("caseworker", ["standing", "from"]),
    "/login": ("", ["next"]),
    "/roles": ("caseworker", ["next"]),
}
HOUSE = Path(__file__).parents[3]
ASKING = re.compile(r"""request\.args(?:\.get\(|\[)["'](\w+)["']""")


@pytest.mark.parametrize("address", LISTS)
def test_whatever_is_asked_of_a_list_is_answered(address, town, login, client, stored):
    parts = _fill(town, stored)
    who, names = LISTS[address]
    address = address.format(**parts)
    if who:
        login(getattr(town, who))
    client.reads_pages = False
    join = "&" if "?" in address else "?"
    for name in names:
        for said, text in SENSELESS.items():
            answer = client.get(f"{address}{join}{name}={text}&{name}=x")
            assert answer.status_code in (200, 303, 400, 404), (name, said)


def _fill(town, stored):
    """Something in each list, so that what is asked is also looked for; parts of addresses."""
    parts = {}
    for state in (states.promised, states.registered, states.closed, intake.read):
        made = state(town)
        stored(*made.stored)
        parts |= made.parts
    return parts


def test_no_address_asks_what_is_not_tried_here():
    asked = {
        name
        for module in (HOUSE / "portal" / "web").glob("*.py")
        for name in ASKING.findall(module.read_text())
    }

    assert asked <= {name for _, names in LISTS.values() for name in names} | {"mend"}


ODD = [
    *("-1", "9223372036854775808", "\u0663", "a\x00b", "'--", "a" * 3_000),
    *("26-7F3K-Q2MD", "00000000-0000-0000-0000-000000000000"),
]


@pytest.mark.parametrize("who", ["caseworker", "counsellor", "municipality_admin"])
def test_whatever_stands_in_a_path_is_answered(who, town, login, app, stored):
    """By those who may go there."""
    case = stored(states.queued(town).stored[0])
    role = getattr(town, who).role
    client = login(getattr(town, who))
    token = client.get("/account").page.values["csrf_token"]
    client.reads_pages = False
    for rule in app.url_map.iter_rules():
        if not rule.arguments or guards.is_static(rule.endpoint) or not _is_for(app, rule, role):
            continue
        for path in _paths(rule, case.reference):
            for method in sorted(rule.methods & {"GET", "POST"}):
                answer = client.open(path, method=method, data={"csrf_token": token})
                assert answer.status_code < 500, (method, path)


def _is_for(app, rule, role):
    said = guards.OPEN_TO[app.view_functions[rule.endpoint]]
    not_by_role = ("anyone", "signed in", guards.WITH_CODE)
    return said not in not_by_role and role in roles_with(Permission(said))


def _paths(rule, reference):
    """The rule's address with something odd in one place after the other."""
    usual = {"reference": reference, "ordinal": "1", "code": "0182", "kind": "dropout"}
    places = re.findall(r"<(?:[^<>]*:)?(\w+)>", rule.rule)
    for odd in places:
        for text in ODD:
            said = usual | {odd: quote(text, safe="")}
            yield re.sub(
                r"<(?:[^<>]*:)?(\w+)>", lambda part, said=said: said.get(part[1], "x"), rule.rule
            )
