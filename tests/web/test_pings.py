"""The address at which a pupil system tells that something has changed."""

import logging

import pytest
import structlog

from portal.access.tokens import ping_hash, ping_path
from portal.models import PupilSource
from portal.web.pings import LARGEST
from portal.workflow import accounts, sources
from tests.town import AT

TOKEN = "en-nyckel-som-ingen-gissar"
PATH = ping_path(TOKEN)
UNIT = "68285560"


@pytest.fixture
def source(town, rows):
    one = PupilSource(
        school_unit_code=UNIT,
        address="https://elev.example.se/v2.0",
        changed_at=AT,
        next_at=sources.next_night(UNIT, at=AT),
        tries=0,
        ping_hash=ping_hash(TOKEN),
        subscription_id="ett-id",
    )
    rows.add(one)
    rows.commit()
    return one


def test_it_needs_no_login_sets_no_cookie_and_says_nothing(client, source, rows):
    answer = client.post(PATH, json={"modifiedEntites": ["Person"], "deletedEntities": False})

    assert (answer.status_code, answer.data) == (200, b"")
    assert "Set-Cookie" not in answer.headers
    rows.expire_all()
    assert source.next_at < AT.replace(hour=AT.hour + 1)
    assert source.pinged_at is not None


@pytest.mark.parametrize("form", [
    {"data": b"{", "content_type": "application/json"},
    {"data": b"\x00" * LARGEST, "content_type": "multipart/form-data; boundary=x"},
    {"data": {"csrf_token": "x"}},
    {"data": b"", "content_type": ""},
])  # fmt: skip
def test_nothing_of_what_it_says_is_read(client, source, form):
    assert client.post(PATH, **form).status_code == 200


def test_more_than_a_few_kilobytes_are_not_taken(client, source, rows):
    before = source.next_at

    assert client.post(PATH, data=b"x" * (LARGEST + 1)).status_code == 413

    rows.expire_all()
    assert source.next_at == before


@pytest.mark.parametrize("token", ["", "a", TOKEN + "x", TOKEN.upper(), "a" * 3000, "å"])
def test_another_token_leads_nowhere(client, source, token):
    assert client.post(f"/pings/{token}").status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_it_is_only_posted_to(client, source, method, rows):
    assert client.open(PATH, method=method).status_code == 405
    rows.expire_all()
    assert source.pinged_at is None


def test_a_token_is_dead_with_its_source(client, source, rows):
    rows.delete(source)
    rows.commit()

    assert client.post(PATH).status_code == 404


def test_who_guesses_is_stopped_and_takes_nothing_from_those_behind_the_same_address(
    client, source, karin, enter
):
    guesses = [client.post(f"/pings/gissning-{one}") for one in range(accounts.TRIES_PER_ADDRESS)]
    assert {one.status_code for one in guesses} == {404}

    assert client.post("/pings/gissning-till").status_code == 429

    assert client.post(PATH).status_code == 200
    assert enter(karin.email).location == "/"


def test_no_log_line_tells_of_the_token_or_of_what_was_sent(client, source, caplog):
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as lines:
        client.post(PATH, json={"civicNo": "200906174532"})
        client.post("/pings/okand", json={"civicNo": "200906174532"})

    assert "200906174532" not in f"{caplog.text} {lines}"
    assert TOKEN not in f"{caplog.text} {lines}"


def test_it_is_the_only_address_without_a_token_of_the_page(app):
    protection = app.extensions["csrf"]

    assert protection._exempt_views == {"portal.web.pings.hear"}
    assert not protection._exempt_blueprints


@pytest.mark.parametrize(
    ("subscription", "pinged", "said"),
    [
        (None, None, "Nej, listan hämtas bara på natten"),
        ("ett-id", None, "Ja"),
        ("ett-id", AT, "Ja, senast 18 nov 2026"),
    ],
)
def test_the_administrator_sees_whether_it_tells(
    source, rows, login, town, subscription, pinged, said
):
    source.subscription_id, source.pinged_at = subscription, pinged
    rows.commit()

    page = login(town.organiser_admin).get(f"/admin/school-units/{UNIT}/source").text

    assert f"<dd>{said}" in page.replace("\N{NO-BREAK SPACE}", " ")
