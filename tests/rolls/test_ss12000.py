"""The SS 12000 source against a server that keeps to the standard, and to what servers do."""

import logging
from datetime import date

import pytest
import structlog

from portal.db import keyed_hash
from portal.rolls.rows import Reader
from portal.rolls.ss12000 import connection
from portal.rolls.ss12000.connection import Access, check
from portal.rolls.ss12000.fetch import fetch
from portal.rolls.table import Unreadable
from portal.vocabulary import RollFault
from tests.rolls.ss12000_server import TOKEN, UNIT, Authority, PupilSystem, a_person
from tests.town import EIGHTEEN, SIXTEEN, TODAY, TWENTY

pytestmark = pytest.mark.usefixtures("opened")
PLACES = [("0182", "Nacka"), ("0581", "Norrköping"), ("1882", "Askersund"), ("0125", "Ekerö")]


@pytest.fixture
def ask(system, authority):
    """Everything the reader makes of what the system says."""

    def make(**access):
        said = {"token": TOKEN, "authority": authority.pem} | access
        reader = Reader(UNIT, PLACES, TODAY)
        left_out = fetch(Access(system.address, **said), reader, TODAY, lambda _count: None)
        assert reader.faults == []
        make.left_out = left_out
        return reader.rows

    return make


def refused(ask, **access):
    with pytest.raises(Unreadable) as told:
        ask(**access)
    return told.value.fault.kind


def test_a_pupil_comes_with_everything_the_standard_tells(system, ask):
    system.persons = [a_person(SIXTEEN)]

    (row,) = ask()

    assert row["number"] == SIXTEEN
    assert (row["given_name"], row["family_name"]) == ("Wilma", "Ek")
    assert (row["programme_code"], row["year"], row["started_on"]) == ("SA25", 1, "2026-08-17")
    assert row["home_municipality"] == "0182"
    assert (row["phone"], row["email"]) == ("070-174 06 05", "wilma@example.se")
    assert row["flag"] is False
    assert "class_name" not in row


def test_every_page_is_read_with_nothing_beside_its_token(system, ask):
    system.persons = [a_person(one) for one in (SIXTEEN, EIGHTEEN, TWENTY)]

    assert len(ask()) == 3
    asked = [query for _, path, query in system.asked if path == "/persons"]
    assert asked == [
        {"relationship.entity.type": "enrolment", "relationship.organisation": "3f4c0d0e-unit"},
        {"pageToken": "from-2"},
    ]


@pytest.mark.parametrize(
    ("code", "county", "home"),
    [
        (182, None, "0182"),
        (82, 1, "0182"),
        ("82", "01", "0182"),
        ("0182", "", "0182"),
        (1882, 18, "1882"),
        (82, None, None),
        (182, 5, None),
        ("9999", None, None),
        (True, None, None),
        ([182], None, None),
    ],
)
def test_a_municipality_gets_four_digits_or_is_left_out(system, ask, code, county, home):
    where = {"type": "Folkbokföring", "municipalityCode": code, "countyCode": county}
    system.persons = [a_person(SIXTEEN, addresses=[{"type": "Post"}, where])]

    (row,) = ask()

    assert row.get("home_municipality") == home
    assert ask.left_out == (0 if home or not isinstance(code, str | int) or code is True else 1)


@pytest.mark.parametrize(
    "marking", ["Sekretessmarkering", "Skyddad folkbokföring", "sekretess", "Okänd", 1]
)
def test_of_a_marked_pupil_nothing_goes_on_but_hashes(system, ask, marking):
    system.persons = [a_person(SIXTEEN, securityMarking=marking)]

    (row,) = ask()

    assert row["flag"] is True
    assert set(row) == {"flag", "number_hash", "name_hash"}
    assert row["number_hash"] == keyed_hash(SIXTEEN)


@pytest.mark.parametrize("marking", [None, ""])
def test_a_missing_marking_says_nothing_so_that_old_flags_stay(system, ask, marking):
    system.persons = [a_person(SIXTEEN, securityMarking=marking)]

    assert ask()[0]["flag"] is None


def test_an_enrolment_that_is_cancelled_or_elsewhere_is_none(system, ask):
    elsewhere = a_person(TWENTY, enrolled={"enroledAt": {"id": "other"}})
    compulsory = a_person("200804182392", enrolled={"schoolType": "GR"})
    system.persons = [
        a_person(SIXTEEN),
        a_person(EIGHTEEN, enrolled={"cancelled": True}),
        elsewhere,
        compulsory,
    ]

    assert [row["number"] for row in ask()] == [SIXTEEN]


def test_the_running_enrolment_goes_before_one_that_ended_and_its_end_is_kept(system, ask):
    old = {"enroledAt": {"id": "3f4c0d0e-unit"}, "endDate": "2026-06-10", "educationCode": "EK"}
    twice = a_person(SIXTEEN)
    twice["enrolments"].append(old)
    left = a_person(EIGHTEEN, enrolled={"endDate": "2026-11-01", "educationCode": "NA25"})
    system.persons = [twice, left]

    first, second = ask()

    assert (first["programme_code"], first["ended_on"]) == ("SA25", None)
    assert second["ended_on"] == "2026-11-01"


def test_other_spellings_and_shapes_are_understood(system, ask):
    enrolment = {"enrolledAt": "3f4c0d0e-unit", "schoolType": "gys", "schoolYear": "2"}
    system.persons = [a_person(SIXTEEN, enrolments=[enrolment])]

    assert ask()[0]["year"] == 2


@pytest.mark.parametrize("number", ["201003292389", "TF", "", 7])
def test_a_number_that_is_wrong_is_left_out_and_the_pupil_is_not(system, ask, number):
    system.persons = [a_person(SIXTEEN, civicNo={"value": number})]

    (row,) = ask()

    assert row["number"] is None
    assert row["name_hash"]


def test_minutes_are_added_up_by_pupil(system, ask):
    system.persons = [a_person(SIXTEEN), a_person(EIGHTEEN)]
    system.attendance = [
        {"student": {"id": f"person-{SIXTEEN}"}, "invalidAbsenceSum": minutes, "offeredSum": 600,
         "reportedSum": 580, "validAbsenceSum": 0, "activity": {"id": str(minutes)}}
        for minutes in (60, 90, 0)
    ]  # fmt: skip

    first, second = ask()

    assert (first["unexcused_minutes"], first["offered_minutes"]) == (150, 1800)
    assert (first["attendance_from"], first["attendance_to"]) == ("2026-10-19", "2026-11-17")
    assert second["unexcused_minutes"] is None
    assert second["attendance_from"] is None


def test_without_attendance_the_roll_is_good_and_old_figures_stay(system, ask):
    system.persons = [a_person(SIXTEEN)]
    system.trouble["/aggregatedAttendance"] = 404, {"code": "NOT_FOUND", "message": ""}

    assert "unexcused_minutes" not in ask()[0]


def test_guardians_only_of_minors_and_only_when_they_are_not_protected(system, ask):
    ties = [
        {"person": {"id": f"parent-{one}"}, "relationType": "Vårdnadshavare"} for one in "ab"
    ] + [{"person": {"id": "parent-c"}, "relationType": "God man"}]
    parents = [
        {"id": "parent-a", "givenName": "Anna", "familyName": "Ek", "securityMarking": "Ingen",
         "phoneNumbers": [{"value": "070-174 06 06"}]},
        {"id": "parent-b", "givenName": "Per", "familyName": "Ek",
         "securityMarking": "Sekretessmarkering"},
    ]  # fmt: skip
    adult = a_person(EIGHTEEN, responsibles=ties)
    system.persons = [a_person(SIXTEEN, responsibles=ties), adult, *parents]

    first, second = ask()

    assert (first["guardian_name"], first["guardian_phone"]) == ("Anna Ek", "070-174 06 06")
    assert first["guardian2_name"] == ""
    assert not second.get("guardian_name")


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


@pytest.mark.parametrize("odd", [None, 7, "text", [], {"id": None}, {"value": {}}])
def test_a_person_of_any_shape_breaks_nothing(system, authority, odd):
    names = (*("civicNo", "birthDate", "addresses", "emails", "phoneNumbers"), "responsibles")
    system.persons = [
        a_person(SIXTEEN),
        *(a_person(EIGHTEEN, id=f"p{place}", **{name: odd}) for place, name in enumerate(names)),
        a_person(TWENTY, enrolments=odd or [odd]),
    ]

    reader = Reader(UNIT, PLACES, TODAY)
    fetch(Access(system.address, TOKEN, authority=authority.pem), reader, TODAY, int)

    assert reader.rows[0]["number"] == SIXTEEN


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


def test_the_period_is_the_last_month(system, ask):
    system.persons = [a_person(SIXTEEN)]
    ask()

    query = next(query for _, path, query in system.asked if path == "/aggregatedAttendance")

    assert query["startDate"] == str(date(2026, 10, 19))
    assert query["endDate"] == str(date(2026, 11, 17))
    assert query["organisation"] == "3f4c0d0e-unit"
