"""Every address, for everybody: who gets a page, who is refused, who is sent to log in."""

import re
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from portal.access.rules import roles_with
from portal.app import create_app
from portal.vocabulary import Permission, Role
from portal.web import guards
from tests.town import a_case

ROLES = {
    "counsellor": Role.COUNSELLOR,
    "rector": Role.RECTOR,
    "caseworker": Role.CASEWORKER,
    "coordinator": Role.COORDINATOR,
    "organiser_admin": Role.ORGANISER_ADMIN,
    "municipality_admin": Role.MUNICIPALITY_ADMIN,
    "platform_admin": Role.PLATFORM_ADMIN,
    "log_reviewer": Role.LOG_REVIEWER,
    "protection_officer": Role.PROTECTION_OFFICER,
}
NOT_BY_ROLE = ("anyone", "signed in", guards.WITH_CODE)
STRANGE = {"uuid": str(uuid4()), "int": "1"}
"""What stands in the addresses of things that are not there."""
WITHOUT_FORM = ("pings.hear",)
"""Where machines send."""


def rules(app, method):
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in rule.methods and not guards.is_static(rule.endpoint)
    ]


def address(rule, **known):
    """The rule's address, with known things or strange ones."""
    return re.sub(r"<(?:([^:<>]+):)?(\w+)>", lambda part: _filled(*part.groups(), known), rule.rule)


def _filled(kind, name, known):
    if kind and kind.startswith("any("):
        return kind.removeprefix("any(").split(",")[0].rstrip(")")
    return known.get(name) or STRANGE.get(kind, "26-XXXX-XXXX")


def audience(app, rule):
    return guards.OPEN_TO[app.view_functions[rule.endpoint]]


def test_every_view_says_who_it_is_for(app):
    known = {
        *NOT_BY_ROLE,
        *(permission.value for permission in Permission),
    }

    assert {
        audience(app, rule)
        for rule in app.url_map.iter_rules()
        if not guards.is_static(rule.endpoint)
    } <= known


def test_a_view_that_does_not_say_so_stops_the_start(app):
    portal = create_app()
    portal.add_url_rule("/open", "open", lambda: "")

    with pytest.raises(RuntimeError, match="open"):
        guards.refuse_unguarded(portal)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_is_not_logged_in_reaches_only_what_is_for_anyone(app, client, database, method):
    token = client.get("/login").page.values["csrf_token"]
    for rule in rules(app, method):
        answer = client.open(address(rule), method=method, data={"csrf_token": token})
        said = audience(app, rule)
        if said != "anyone":
            way = "/pickup/over" if said == guards.WITH_CODE else "/login"
            assert answer.status_code == 303, rule
            assert answer.location.startswith(way), rule


@pytest.mark.parametrize("who", ROLES)
def test_a_role_reaches_only_the_views_of_its_permissions(app, town, login, who):
    client, role = login(getattr(town, who)), ROLES[who]
    for rule in rules(app, "GET"):
        said = audience(app, rule)
        if said in NOT_BY_ROLE or role in roles_with(Permission(said)):
            continue
        status = client.get(address(rule)).status_code
        assert status in (403, 404), (rule.rule, status)


@pytest.mark.parametrize("who", ROLES)
def test_posting_is_for_the_same_roles(app, town, login, who):
    client, role = login(getattr(town, who)), ROLES[who]
    token = client.get("/account").page.values["csrf_token"]
    for rule in rules(app, "POST"):
        said = audience(app, rule)
        if said in NOT_BY_ROLE or role in roles_with(Permission(said)):
            continue
        answer = client.post(address(rule), data={"csrf_token": token})
        assert answer.status_code in (403, 404), (rule.rule, answer.status_code)


STRANGERS = (
    "other_counsellor", "far_counsellor", "other_rector", "other_caseworker", "organiser_admin",
    "municipality_admin", "platform_admin", "log_reviewer", "protection_officer",
)  # fmt: skip


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_case_out_of_reach_looks_like_one_that_is_not_there(
    app, town, login, stored, who, method
):
    case = stored(a_case(town))
    client = login(getattr(town, who))
    token = client.get("/account").page.values["csrf_token"]
    for rule in rules(app, method):
        if "reference" not in rule.arguments:
            continue
        answers = [
            client.open(address(rule, reference=name), method=method, data={"csrf_token": token})
            for name in (case.reference, "26-XXXX-XXXX")
        ]
        assert answers[0].status_code == answers[1].status_code, rule
        assert answers[0].status_code in (403, 404), rule
        assert "Wilma" not in answers[0].text


@pytest.mark.parametrize("who", [None, *ROLES])
def test_no_form_is_taken_without_its_token(app, town, client, login, who, database):
    if who:
        login(getattr(town, who))
    before = fingerprint(database)
    for rule in rules(app, "POST"):
        answer = client.post(address(rule), data={"name": "x"})
        # A machine's token stands in the address; without it there is nothing there.
        refusals = (404,) if rule.endpoint in WITHOUT_FORM else (303, 422)
        assert answer.status_code in refusals, (rule.rule, answer.status_code)
    assert fingerprint(database) == before


@pytest.mark.parametrize("who", ROLES)
def test_another_persons_token_is_no_token(app, town, login, another_client, who):
    mine, theirs = login(getattr(town, who)), login(town.second_caseworker, another_client())
    token = theirs.get("/account").page.values["csrf_token"]

    answer = mine.post("/logout", data={"csrf_token": token})

    assert answer.status_code == 422
    assert mine.get("/account").status_code == 200


@pytest.mark.parametrize("who", [None, *ROLES])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_opening_pages_changes_nothing_but_the_access_log(
    app, town, client, login, stored, database, who, method
):
    case = stored(a_case(town))
    if who:
        login(getattr(town, who))
    if who in ("caseworker", "coordinator"):
        client.get(f"/cases/{case.reference}")  # that it was opened is told to the school, once
    before = fingerprint(database)
    for rule in rules(app, "GET"):
        # Not by the reading client: these answers have no body to read.
        path = address(rule, reference=case.reference)
        assert FlaskClient.open(client, path, method=method).status_code < 500, path

    assert fingerprint(database) == before


def fingerprint(database):
    """All that is stored, except who has opened what, what was held for whom and wrong links."""
    names = database.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN "
        "('access_log', 'held_form', 'login_failure', 'alembic_version') ORDER BY 1"
    ).fetchall()
    return [
        (
            name,
            database.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"
            ).fetchone(),
        )
        for (name,) in names
    ]
