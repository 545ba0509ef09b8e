"""Where a login leads: to our own pages only."""

import pytest

from portal.web.local_paths import local_path

FOREIGN = (
    "//evil.test", "///evil.test", "////evil.test/%2f..", "/\\evil.test", "\\/evil.test",
    "\\\\evil.test", "/\\/evil.test", "http://evil.test", "https://evil.test/account",
    "HTTPS://EVIL.TEST", "http:evil.test", "https:/evil.test", "https:evil.test", "http:///evil.test",
    "//evil.test@localhost", "//localhost@evil.test", "http://localhost@evil.test",
    "http://localhost.evil.test", "javascript:alert(1)", "JavaScript://%0aalert(1)",
    "data:text/html,x", "vbscript:x", "file:///etc/passwd", "ftp://evil.test", "/%09//evil.test",
    "/\t/evil.test", "\t//evil.test", "\n//evil.test", " //evil.test", "/ /evil.test",
    "/\r\nLocation: https://evil.test", "/account\r\nSet-Cookie: a=b", "/account%0d%0aX: y\n",
    "/\u2028/evil.test", "/\u3002evil.test", "//evil\u3002test", "/\uff0f/evil.test",
    "\uff0f\uff0fevil.test", "//%65vil.test", "/account//evil.test", "/.//evil.test",
    "/account?next=//evil.test", "//[::1]", "//127.0.0.1", "//2130706433", "evil.test",
    "@evil.test",
    "?//evil.test", "#//evil.test", ".", "..", "/account\x00", "/account\x0b", "/account/../../x",
    "/account@evil.test", "/account;//evil.test", "mailto:a@evil.test", "//", "/\\", "", None,
)  # fmt: skip
OURS = ("/", "/account", "/account/openings", "/admin/people", "/admin/people?role=rector")


@pytest.mark.parametrize("wanted", FOREIGN)
def test_no_address_leads_away(app, wanted):
    with app.test_request_context():
        assert local_path(wanted) is None


@pytest.mark.parametrize("wanted", FOREIGN)
def test_a_login_leads_to_none_of_them(town, login, wanted):
    client = login(town.counsellor)

    answer = client.get("/login", query_string={"next": wanted or ""})

    if "\0" in (wanted or ""):
        assert answer.status_code == 404  # no address of ours has one: portal/web/guards.py
    else:
        assert answer.location == "/"


@pytest.mark.parametrize("wanted", OURS)
def test_our_own_pages_are_found(app, wanted):
    with app.test_request_context():
        assert local_path(wanted) == wanted


@pytest.mark.parametrize("wanted", ["/logout", "/keepalive", "/nothing/here", "/static"])
def test_what_cannot_be_opened_as_a_page_is_no_page(app, wanted):
    with app.test_request_context():
        assert local_path(wanted) is None
