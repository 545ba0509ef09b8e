"""What monitors ask: the process, the database, the outbox and the disk, each failing alone."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.config import settings
from portal.vocabulary import MessageState
from tests.notifications.messages import a_message
from tests.servers import portal_at
from tests.town import AT

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
WELL = {"status": "ok", "database": "ok", "messages": "ok", "disk": "ok"}


@pytest.fixture
def limit(monkeypatch):
    """Set a limit as the environment would."""

    def set_it(name, value):
        monkeypatch.setenv(name, str(value))
        settings.cache_clear()

    yield set_it
    monkeypatch.undo()
    settings.cache_clear()


def ready(client):
    client.breakage_expected = True  # 503 is an answer here
    answer = client.get("/readyz")
    assert answer.status_code == (200 if answer.json["status"] == "ok" else 503)
    return answer.json


def test_the_process_answers_that_it_lives(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_all_is_well_when_all_is_well(client):
    assert ready(client) == WELL


def test_without_a_database_the_process_lives_but_is_not_ready(client):
    with portal_at(NOWHERE):
        assert client.get("/healthz").status_code == 200
        said = ready(client)

    assert said == {"status": "failing", "database": "away", "messages": "unknown", "disk": "ok"}


def test_a_database_that_comes_back_is_seen(client):
    with portal_at(NOWHERE):
        ready(client)

    assert ready(client) == WELL


def test_a_message_that_nobody_sends_is_late_by_the_limit_of_the_settings(client, stored, limit):
    stored(a_message(due_at=AT - timedelta(minutes=10)))
    assert ready(client) == WELL

    limit("LONGEST_WAIT", 599)

    assert ready(client) == WELL | {"status": "failing", "messages": "late"}


@pytest.mark.parametrize(
    "says",
    [
        {"due_at": AT + timedelta(hours=8)},
        {"state": MessageState.FAILED},
        {"state": MessageState.SENT, "sent_at": AT},
    ],
)
def test_what_is_not_due_yet_sent_or_given_up_is_not_late(client, stored, limit, says):
    stored(a_message(**{"due_at": AT - timedelta(days=2)} | says))
    limit("LONGEST_WAIT", 1)

    assert ready(client) == WELL


def test_the_message_that_is_due_the_longest_counts(client, stored):
    stored(a_message(), a_message(due_at=AT - timedelta(hours=1)), a_message())

    assert ready(client)["messages"] == "late"


@pytest.mark.parametrize(
    ("due", "asked", "template", "says"),
    [
        # in the hours
        ("11-18 16:30", "11-18 16:45", "new_filing", "ok"),
        ("11-18 16:30", "11-18 16:46", "new_filing", "late"),
        # left over when the hours ended: the night is no delay, what came before it is
        ("11-18 16:50", "11-18 17:30", "new_filing", "ok"),
        ("11-18 16:50", "11-19 05:59", "new_filing", "ok"),
        ("11-18 16:40", "11-18 17:30", "new_filing", "late"),
        ("11-18 16:40", "11-19 03:00", "new_filing", "late"),
        # the morning goes on counting where the evening stopped
        ("11-18 16:50", "11-19 06:05", "new_filing", "ok"),
        ("11-18 16:50", "11-19 06:06", "new_filing", "late"),
        # put off to the morning
        ("11-19 06:00", "11-19 06:15", "new_filing", "ok"),
        ("11-19 06:00", "11-19 06:16", "new_filing", "late"),
        # over a weekend
        ("11-20 16:50", "11-22 12:00", "new_filing", "ok"),
        ("11-20 16:50", "11-23 06:06", "new_filing", "late"),
        # what somebody waits for goes at night too
        ("11-18 22:00", "11-18 22:15", "reset", "ok"),
        ("11-18 22:00", "11-18 22:16", "reset", "late"),
        ("11-21 12:00", "11-21 12:16", "invitation", "late"),
    ],
)
def test_a_night_is_no_delay_but_of_what_goes_at_once(
    client, stored, limit, clock, due, asked, template, says
):
    limit("MAIL_HOURS", "07:00-18:00")
    at = datetime.fromisoformat(f"2026-{due}").replace(tzinfo=UTC)
    stored(a_message(template, created_at=at, due_at=at))
    clock.move_to(datetime.fromisoformat(f"2026-{asked}").replace(tzinfo=UTC), tick=False)

    assert ready(client)["messages"] == says


def test_an_older_message_that_may_wait_does_not_hide_one_that_may_not(
    client, stored, limit, clock
):
    limit("MAIL_HOURS", "07:00-18:00")
    evening = AT.replace(hour=16, minute=55)
    stored(
        a_message(created_at=evening, due_at=evening),
        a_message("reset", created_at=evening.replace(hour=20), due_at=evening.replace(hour=20)),
    )
    clock.move_to(AT.replace(hour=22), tick=False)

    assert ready(client)["messages"] == "late"


def test_a_disk_without_room_is_told(client, limit):
    limit("LEAST_FREE_DISK", 10**9)

    assert ready(client) == WELL | {"status": "failing", "disk": "full"}


def test_a_disk_that_is_not_there_is_told(client, limit):
    limit("WATCHED_FOLDER", "/nowhere/at/all")

    assert ready(client) == WELL | {"status": "failing", "disk": "unknown"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_neither_sets_a_cookie_nor_knows_who_asks(town, login, stored, statements, path):
    stored(a_message())
    client = login(town.caseworker)
    statements.clear()

    answer = client.get(path)

    assert "Set-Cookie" not in answer.headers
    assert not any("membership" in one for one in statements)
    for secret in ("26-7F3K-Q2MD", "example", "Amina"):
        assert secret not in answer.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_they_answer_a_session_whose_database_is_away(town, login, path):
    client = login(town.caseworker)
    client.breakage_expected = True

    with portal_at(NOWHERE):
        answer = client.get(path)

    assert answer.mimetype == "application/json"
    assert answer.status_code in (200, 503)
