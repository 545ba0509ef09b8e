"""A pupil system that tells when something has changed: asked to, renewed, forgotten, refused."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.config import settings
from portal.models import PupilSource, RollPupil
from portal.rolls.ss12000 import command, subscribing
from portal.workflow.sources import APART, SOON
from tests.rolls.conftest import NIGHT
from tests.rolls.ss12000_server import MOST_TRIES, UNIT, a_person
from tests.town import EIGHTEEN, SIXTEEN

LATER = NIGHT + timedelta(hours=8)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def reachable(monkeypatch, opened):
    """Pupil systems reach the portal, though it is not under https here."""
    monkeypatch.setenv("SS12000_PINGS", "yes")
    settings.cache_clear()


@pytest.fixture
def subscribed(system, source, night):
    """After a first night."""
    system.persons = [a_person(SIXTEEN)]
    night()
    return source


@pytest.fixture
def post(client):
    """The way from the pupil system to the portal."""

    def send(target, body):
        assert target.startswith("http://localhost/pings/")
        answer = client.post(target, data=body, content_type="application/json")
        return answer.status_code

    return send


def said_of_it(system):
    return [(method, path) for method, path, _ in system.asked if "subscriptions" in path]


def numbers(rows):
    return {one.number for one in rows.scalars(select(RollPupil))}


def test_the_first_night_asks_to_be_told_and_keeps_no_token(system, subscribed, database):
    (asked,) = system.subscriptions.values()

    assert asked["resourceTypes"] == [{"resource": "Person"}]
    assert subscribed.subscription_id == asked["id"]
    token = asked["target"].rpartition("/")[2]
    assert len(token) > 40
    assert (
        token not in database.execute("SELECT pupil_source::text FROM pupil_source").fetchone()[0]
    )


@pytest.mark.parametrize("body", [
    b'{"modifiedEntites": ["Person"], "deletedEntities": false}',
    b'{"modifiedEntities": ["Person"]}',
    b'{"deletedEntities": true}',
    b'{"modifiedEntites": [',
    b"\xff",
    b"",
])  # fmt: skip
def test_a_ping_is_followed_by_a_fetch_whatever_it_says(
    system, subscribed, night, post, rows, clock, body
):
    system.persons.append(a_person(EIGHTEEN))
    clock.move_to(LATER)

    assert system.tell(post, body) == 1
    night(LATER + timedelta(minutes=5))
    assert numbers(rows) == {SIXTEEN}
    night(LATER + timedelta(minutes=20))

    assert numbers(rows) == {SIXTEEN, EIGHTEEN}
    assert subscribed.next_at > LATER + timedelta(hours=12)


def test_many_pings_are_one_fetch(system, subscribed, night, post, rows, clock):
    clock.move_to(LATER)
    system.tell(post)
    rows.expire_all()
    planned = subscribed.next_at
    before = len(system.asked)

    for minute in (1, 3, 5):
        clock.move_to(LATER + timedelta(minutes=minute))
        system.tell(post)
    rows.expire_all()

    assert LATER + SOON <= planned < LATER + SOON + timedelta(minutes=APART + 1)
    assert subscribed.next_at == planned
    night(planned + timedelta(seconds=5))
    asked = [path for _, path, _ in system.asked[before:]]
    assert asked.count("/organisations") == 2  # pages of one answer
    night(planned + timedelta(seconds=40))
    assert len(system.asked) == before + len(asked)


def test_what_changes_while_it_is_being_fetched_is_fetched_again(
    system, subscribed, night, post, rows, monkeypatch
):
    said = system._page
    monkeypatch.setattr(system, "_page", lambda *asked: (system.tell(post), said(*asked))[1])
    tomorrow = NIGHT + DAY

    night(tomorrow)

    assert subscribed.next_at < tomorrow + timedelta(hours=1)


def test_a_lost_ping_changes_nothing_the_night_comes_all_the_same(system, subscribed, night, rows):
    system.persons.append(a_person(EIGHTEEN))

    assert system.tell(lambda _target, _body: 503) == MOST_TRIES
    night(NIGHT + DAY)

    assert numbers(rows) == {SIXTEEN, EIGHTEEN}


def test_each_night_it_is_renewed_and_no_other_fetch_does(system, subscribed, night, rows):
    kept = subscribed.subscription_id
    before = len(said_of_it(system))
    command.soon(UNIT)
    night(LATER)
    assert len(said_of_it(system)) == before

    night(NIGHT + DAY)

    assert [method for method, _ in said_of_it(system)[before:]] == ["PATCH"]
    assert subscribed.subscription_id == kept


def test_one_that_lives_shorter_is_renewed_sooner(system, source, night, rows):
    system.persons = [a_person(SIXTEEN)]
    system.expires = (NIGHT + timedelta(hours=6)).isoformat()

    night()

    assert source.renew_at == pytest.approx(NIGHT + timedelta(hours=3), abs=timedelta(minutes=1))


@pytest.mark.parametrize("expires", [
    None, "", "i morgon", "2026-12-24", "2026-12-24T12:00:00", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00", 7, {}, [None],
])  # fmt: skip
def test_however_its_end_is_said_it_is_renewed_the_next_night(system, source, night, rows, expires):
    system.persons, system.expires = [a_person(SIXTEEN)], expires
    night()
    assert source.subscription_id in system.subscriptions

    night(NIGHT + DAY)

    assert said_of_it(system)[-1][0] == "PATCH"


def test_what_the_system_has_forgotten_is_asked_for_anew(system, subscribed, night, post, clock):
    old = next(iter(system.subscriptions.values()))["target"]
    system.subscriptions.clear()

    night(NIGHT + DAY)

    (new,) = system.subscriptions.values()
    assert subscribed.subscription_id == new["id"]
    assert new["target"] != old
    assert (post(old, b""), post(new["target"], b"")) == (404, 200)


def test_a_system_that_cannot_renew_never_has_two_of_ours(system, subscribed, night):
    system.renews = False

    night(NIGHT + DAY)

    assert [one["id"] for one in system.subscriptions.values()] == [subscribed.subscription_id]


@pytest.mark.parametrize("answer", [
    (400, {"code": "x", "message": "y"}), (401, {}), (403, {}), (404, {}), (405, b"<html>"),
    (302, {}), (200, b""), (200, []), (201, {}), (201, {"id": 7}), (201, {"id": ""}),
    (201, {"id": "x" * 201}), (201, {"id": "a\x00b"}), (201, {"id": "\ud800"}), (200, b"\xff"),
])  # fmt: skip
def test_a_system_that_refuses_or_has_none_is_polled_alone(system, source, night, rows, answer):
    system.persons = [a_person(SIXTEEN)]
    system.trouble["POST /subscriptions"] = answer

    night()

    assert numbers(rows) == {SIXTEEN}
    assert (source.subscription_id, source.ping_hash) == (None, None)
    system.trouble.clear()
    night(NIGHT + DAY)
    assert source.subscription_id in system.subscriptions


def test_one_that_refuses_later_is_heard_no_more(system, subscribed, night, post):
    target = next(iter(system.subscriptions.values()))["target"]
    for path in (f"{method} /subscriptions" for method in ("PATCH", "POST")):
        system.trouble[path] = 403, {}
    system.subscriptions.clear()

    night(NIGHT + DAY)

    assert subscribed.ping_hash is None
    assert post(target, b"") == 404


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_moments_trouble_ends_no_subscription(system, subscribed, night, rows, status):
    kept = subscribed.subscription_id
    path = f"PATCH /v2.0{subscribing._path(kept)}".replace("/v2.0", "")
    system.trouble[path] = status, {}

    night(NIGHT + DAY)

    assert subscribed.subscription_id == kept
    assert list(system.subscriptions) == [kept]


def test_a_system_that_is_silent_is_not_asked_for_more(system, source, night):
    system.trouble["/organisations"] = 503, {}

    night()

    assert said_of_it(system) == []


@pytest.mark.parametrize(("said", "base", "asks"), [
    ("", "http://portal.example", False), ("", "https://portal.example", True),
    ("no", "https://portal.example", False), ("yes", "http://portal.example", True),
])  # fmt: skip
def test_only_where_systems_reach_the_portal_are_they_asked(
    system, source, night, monkeypatch, said, base, asks
):
    system.persons = [a_person(SIXTEEN)]
    monkeypatch.setenv("SS12000_PINGS", said)
    monkeypatch.setenv("BASE_URL", base)
    settings.cache_clear()

    night()

    assert bool(system.subscriptions) is asks
    assert all(one["target"].startswith(base) for one in system.subscriptions.values())


def test_another_address_ends_what_the_one_before_may_tell(
    system, subscribed, post, night, rows, authority
):
    target = next(iter(system.subscriptions.values()))["target"]
    command.store(UNIT, f"{system.address}/", {})
    rows.expire_all()

    assert post(target, b"") == 404
    assert (subscribed.subscription_id, subscribed.renew_at) == (None, None)
    night(NIGHT + DAY)
    assert subscribed.subscription_id is not None


def test_removed_it_is_ended_there_and_dead_here(system, subscribed, login, town, post, rows):
    target = next(iter(system.subscriptions.values()))["target"]
    browser = login(town.organiser_admin)
    path = f"/admin/school-units/{UNIT}/source"
    page = browser.get(path)
    assert "Säger till när något ändras" in page.text

    assert browser.send(page, to=f"{path}/remove").status_code == 303

    assert system.subscriptions == {}
    assert post(target, b"") == 404
    assert rows.scalars(select(PupilSource)).all() == []


@pytest.mark.parametrize("status", [404, 500])
def test_removed_it_is_dead_here_whatever_they_say_there(
    system, subscribed, login, town, post, status
):
    (asked,) = system.subscriptions.values()
    system.trouble[f"DELETE {subscribing._path(asked['id'])}"] = status, {}
    browser = login(town.organiser_admin)
    path = f"/admin/school-units/{UNIT}/source"

    assert browser.send(browser.get(path), to=f"{path}/remove").status_code == 303

    assert post(asked["target"], b"") == 404


def test_what_is_removed_while_it_is_being_asked_for_is_taken_back(
    system, source, rows, monkeypatch
):
    said = system._subscribed

    def removed_meanwhile(method, name, body):
        if method == "POST":
            rows.delete(source)
            rows.commit()
        return said(method, name, body)

    monkeypatch.setattr(system, "_subscribed", removed_meanwhile)

    subscribing.keep(UNIT, now=lambda: datetime.now(UTC))

    assert system.subscriptions == {}
    assert [method for method, _ in said_of_it(system)] == ["POST", "DELETE"]
