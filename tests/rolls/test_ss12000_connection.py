"""How a pupil system is spoken to: where to, with what, how long, and what goes wrong."""

import logging

import pytest
import structlog

from portal.rolls.rows import Reader
from portal.rolls.ss12000 import connection
from portal.rolls.ss12000.connection import Access, check
from portal.rolls.ss12000.fetch import fetch
from portal.rolls.table import Unreadable
from portal.vocabulary import RollFault
from tests.rolls.conftest import PLACES
from tests.rolls.ss12000_server import TOKEN, UNIT, Authority, PupilSystem, a_person
from tests.town import SIXTEEN, TODAY

pytestmark = pytest.mark.usefixtures("opened")


def refused(ask, **access):
    with pytest.raises(Unreadable) as told:
        ask(**access)
    return told.value.fault.kind


@pytest.mark.parametrize(
    ("path", "answer", "fault"),
    [
        ("/persons", (401, {}), RollFault.SOURCE_REFUSES),
        ("/persons", (403, {}), RollFault.SOURCE_REFUSES),
        ("/organisations", (404, {}), RollFault.SOURCE_ADDRESS),
        ("/persons", (429, {}), RollFault.SOURCE_AWAY),
        ("/persons", (503, {}), RollFault.SOURCE_AWAY),
        ("/persons", (302, {}), RollFault.SOURCE_STRANGE),
        ("/persons", (200, b"<html>"), RollFault.SOURCE_STRANGE),
        ("/persons", (200, b"[" * 100_000), RollFault.SOURCE_STRANGE),
        ("/persons", (200, b"\xff\xfe"), RollFault.SOURCE_STRANGE),
        ("/persons", (200, []), RollFault.SOURCE_STRANGE),
        ("/persons", (200, {"data": None}), RollFault.SOURCE_STRANGE),
        ("/persons", (200, {"data": ["x"]}), RollFault.SOURCE_STRANGE),
        ("/persons", (200, {"data": [], "pageToken": 7}), RollFault.SOURCE_STRANGE),
        ("/persons", (200, {"data": [], "pageToken": "again"}), RollFault.SOURCE_STRANGE),
        ("/persons", (200, {"data": [], "pageToken": None}), RollFault.SOURCE_EMPTY),
        ("/organisations", (200, {"data": [], "pageToken": None}), RollFault.SOURCE_UNIT),
        ("/persons", (200, b" " * (connection.LARGEST + 1)), RollFault.SOURCE_LARGE),
    ],
)
def test_what_goes_wrong_is_said_in_words(system, ask, path, answer, fault):
    system.persons = [a_person(SIXTEEN)]
    system.trouble[path] = answer

    assert refused(ask) is fault


def test_a_wrong_token_is_refused_and_a_server_nobody_vouches_for_is_not_spoken_to(system, ask):
    assert refused(ask, token="another") is RollFault.SOURCE_REFUSES
    asked = len(system.asked)
    assert refused(ask, authority=None) is RollFault.SOURCE_TLS
    assert len(system.asked) == asked


def test_a_server_that_is_not_there_is_away(authority):
    reader = Reader(UNIT, PLACES, TODAY)

    with pytest.raises(Unreadable) as told:
        fetch(Access("https://127.0.0.1:1", TOKEN), reader, TODAY, int)

    assert told.value.fault.kind is RollFault.SOURCE_AWAY


def test_time_is_limited_as_a_whole(system, ask, monkeypatch):
    system.persons = [a_person(SIXTEEN)]
    monkeypatch.setattr(connection, "ALL_IN_ALL", 0)

    assert refused(ask) is RollFault.SOURCE_SLOW


def test_both_sides_may_show_a_certificate(authority):
    system = PupilSystem(authority, mutual=True)
    system.persons = [a_person(SIXTEEN)]
    certificate, key = authority.pair("portal")
    strange, strange_key = Authority().pair("portal")
    try:
        reader = Reader(UNIT, PLACES, TODAY)
        fetch(Access(system.address, TOKEN, certificate, key, authority.pem), reader, TODAY, int)
        for ours in ((None, None), (strange, strange_key)):
            with pytest.raises(Unreadable) as told:
                fetch(Access(system.address, TOKEN, *ours, authority.pem), reader, TODAY, int)
            assert told.value.fault.kind in (RollFault.SOURCE_TLS, RollFault.SOURCE_AWAY)
    finally:
        system.close()
    assert len(reader.rows) == 1


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://127.0.0.1/v2", RollFault.SOURCE_ADDRESS),
        ("file:///etc/passwd", RollFault.SOURCE_ADDRESS),
        ("gopher://127.0.0.1", RollFault.SOURCE_ADDRESS),
        ("https://user:pass@127.0.0.1/", RollFault.SOURCE_ADDRESS),
        ("https://127.0.0.1/?x=1", RollFault.SOURCE_ADDRESS),
        ("https://127.0.0.1:99999/", RollFault.SOURCE_ADDRESS),
        ("https://[::1", RollFault.SOURCE_ADDRESS),
        ("", RollFault.SOURCE_ADDRESS),
        ("https://10.0.0.1/", RollFault.SOURCE_CLOSED),
        ("https://2130706433/", RollFault.SOURCE_CLOSED),
        ("https://0177.0.0.1/", RollFault.SOURCE_CLOSED),
        ("https://[::ffff:127.0.0.1]/", RollFault.SOURCE_CLOSED),
        ("https://127.0.0.1.example.se/", RollFault.SOURCE_CLOSED),
        ("https://169.254.169.254/", RollFault.SOURCE_CLOSED),
    ],
)
def test_only_hosts_the_operator_has_opened_are_called(address, fault):
    with pytest.raises(Unreadable) as told:
        check(Access(address))

    assert told.value.fault.kind is fault


@pytest.mark.parametrize("secrets", [("x", "y"), ("-----BEGIN CERTIFICATE-----", "y")])
def test_a_certificate_that_is_none_is_refused_at_once(secrets):
    with pytest.raises(Unreadable) as told:
        check(Access("https://127.0.0.1", None, *secrets))

    assert told.value.fault.kind is RollFault.SOURCE_CERTIFICATE


def test_no_line_of_the_log_and_no_fault_tells_of_anybody(system, ask, caplog):
    system.persons = [a_person(SIXTEEN)]
    system.trouble["/persons"] = 400, {"code": "x", "message": f"Wilma Ek {SIXTEEN} {TOKEN}"}

    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as lines, pytest.raises(Unreadable) as told:
        ask()

    said = f"{caplog.text} {lines} {told.value!r} {told.value.fault} {Access('https://x', TOKEN)!r}"
    assert "Wilma" not in said
    assert SIXTEEN not in said
    assert TOKEN not in said
    assert told.value.__suppress_context__
