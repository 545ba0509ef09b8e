"""What SS 12000 tells of pupils, against a server that keeps to the standard and its quirks."""

from datetime import date

import pytest

from portal.db import keyed_hash
from portal.rolls.rows import Reader
from portal.rolls.ss12000.connection import Access
from portal.rolls.ss12000.fetch import fetch
from tests.rolls.conftest import PLACES
from tests.rolls.ss12000_server import TOKEN, UNIT, a_person
from tests.town import EIGHTEEN, SIXTEEN, TODAY, TWENTY

pytestmark = pytest.mark.usefixtures("opened")


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


def test_a_system_that_has_no_minutes_of_anybody_says_nothing_of_absence(system, ask):
    system.persons = [a_person(SIXTEEN)]

    assert "unexcused_minutes" not in ask()[0]


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


def test_the_period_is_the_last_month(system, ask):
    system.persons = [a_person(SIXTEEN)]
    ask()

    query = next(query for _, path, query in system.asked if path == "/aggregatedAttendance")

    assert query["startDate"] == str(date(2026, 10, 19))
    assert query["endDate"] == str(date(2026, 11, 17))
    assert query["organisation"] == "3f4c0d0e-unit"
