"""What every answer carries, whatever it is and whoever asks (security 3.G)."""

import os
import re

import pytest

from portal.errors import Conflict
from portal.web import guards

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
POLICY = (
    r"default-src 'none'; style-src 'self' 'nonce-[\w-]+'; script-src 'self' 'nonce-[\w-]+'; .*"
    r"base-uri 'none'; frame-ancestors 'none'"
)
ROLES = (
    "counsellor", "rector", "caseworker", "coordinator", "organiser_admin", "municipality_admin",
    "platform_admin", "log_reviewer", "protection_officer",
)  # fmt: skip


def protected(answer):
    for name, value in EVERYWHERE.items():
        assert answer.headers.get(name) == value, (answer.request.path, name)
    assert "Cookie" in answer.headers["Vary"]
    assert "Permissions-Policy" in answer.headers
    assert re.fullmatch(POLICY, answer.headers["Content-Security-Policy"])
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "werkzeug" not in answer.headers.get("Server", "").lower()
    if answer.mimetype.startswith("text/"):
        assert "charset=utf-8" in answer.headers["Content-Type"]


def plain_pages(app):
    """Every page whose address needs nothing filled in."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments and not guards.is_static(rule.endpoint)
    )


@pytest.mark.parametrize("who", [None, *ROLES])
def test_every_page_and_every_refusal_is_protected(app, town, client, login, who):
    if who:
        login(getattr(town, who))
    for path in plain_pages(app):
        protected(client.get(path))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/login", 200),
        ("GET", "/account", 303),
        ("GET", "/finns-inte", 404),
        ("DELETE", "/login", 405),
        ("TRACE", "/login", 405),
        ("POST", "/login", 303),
    ],
)
def test_so_are_the_answers_to_those_who_are_not_logged_in(client, method, path, status):
    answer = client.open(path, method=method)

    assert answer.status_code == status
    protected(answer)


def test_so_is_the_answer_to_too_much(client):
    answer = client.post("/login", data={"email": "x" * 1_100_000})

    assert answer.status_code == 413
    protected(answer)


def test_so_are_conflicts_and_bugs(app, client, monkeypatch):
    def refuse():
        raise Conflict

    def break_down():
        raise ZeroDivisionError("Wilma Ek")

    client.breakage_expected = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    for view, status in ((refuse, 409), (break_down, 500)):
        monkeypatch.setitem(app.view_functions, "account.accessibility", guards.anyone(view))
        answer = client.get("/accessibility")
        assert answer.status_code == status
        assert "Wilma" not in answer.text
        protected(answer)
    del app.config["PROPAGATE_EXCEPTIONS"]


def test_the_nonce_is_new_on_every_page(client):
    nonces = {client.get("/login").headers["Content-Security-Policy"] for _ in range(5)}

    assert len(nonces) == 5


def test_style_sheets_and_script_may_be_kept(client):
    page = client.get("/login").page
    (sheet, *_) = [link.get("href") for link in page.all("link", rel="stylesheet")]

    answer = client.get(sheet)

    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_the_cookie_is_the_browsers_alone(client, town, login):
    cookie = login(town.counsellor).get("/account").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert "Expires" not in cookie


def test_over_tls_the_cookie_is_bound_to_the_host_and_plain_http_forbidden(
    whole_database, monkeypatch
):
    from portal.app import create_app
    from portal.config import read

    monkeypatch.setenv("BASE_URL", "https://localhost")
    portal = create_app(read(os.environ))
    answer = portal.test_client().get("/login", base_url="https://localhost")

    assert answer.headers["Set-Cookie"].startswith("__Host-session=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
