"""The open cases as a file: the coordinator's, whole, harmless, and written in the access log."""

import csv
import io

import pytest
from sqlalchemy import select

from portal.models import AccessLogEntry
from portal.vocabulary import CloseReason, FormKind
from portal.workflow import closing
from tests.town import AT, EIGHTEEN, a_case, copies, number


def lines(answer):
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_it_says_what_to_do_by_when_about_whom_and_whom_to_phone(town, login, stored):
    town.counsellor.user.phone = "08-465 004 10"
    case = stored(a_case(town), town.counsellor.user)

    (line,) = lines(login(town.coordinator).get("/queue.csv"))

    assert line == {
        "Tidsfrist": "2026-11-20",
        "Steg": "Kvittera",
        "Referens": case.reference,
        "Efternamn": "Ek",
        "Förnamn": "Wilma",
        "Födelsedatum": "2010-03-29",
        "Anmälan": "Risk för studieavbrott",
        "Senast anmäld": "2026-11-18 10:00",
        "Läge": "I kö",
        "Handläggare": "",
        "Skola": "YBC",
        "Skolenhet": town.ybc.code,
        "Anmälare": "Karin Holm",
        "Telefon": "08-465 004 10",
    }


def test_its_name_says_nothing_of_anybody(town, login, stored):
    stored(a_case(town))

    answer = login(town.coordinator).get("/queue.csv")

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="oppna-arenden-2026-11-18.csv"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert "201003292388" not in answer.text


def test_only_the_municipalitys_own_open_cases_are_in_it(town, login, stored):
    ended = a_case(town, number=number(EIGHTEEN))
    closing.close(ended, CloseReason.OTHER, what="x", by=town.caseworker, at=AT)
    stored(ended, a_case(town, by=town.far_counsellor, home=town.norrkoping))

    assert lines(login(town.coordinator).get("/queue.csv")) == []


@pytest.mark.parametrize("name", ["=1+41", "@SUM(A1)", "+46", "-1", "\t=1", "＝1"])
def test_a_name_is_never_run_by_a_spreadsheet(town, login, stored, name):
    stored(a_case(town, given_name=name))

    (line,) = lines(login(town.coordinator).get("/queue.csv"))

    assert line["Förnamn"] == f"'{name}"


def test_that_it_left_is_written_in_the_access_log(town, login, rows):
    login(town.coordinator).get("/queue.csv")

    (logged,) = rows.scalars(select(AccessLogEntry)).all()
    assert (logged.opened, logged.reference) == ("export", "queue")
    assert (logged.membership_id, logged.municipality_code) == (town.coordinator.id, "0182")


@pytest.mark.parametrize(
    "who", ["caseworker", "counsellor", "rector", "municipality_admin", "platform_admin"]
)
def test_it_is_the_coordinators_alone(town, login, stored, rows, who):
    stored(a_case(town))

    answer = login(getattr(town, who)).get("/queue.csv")

    assert answer.status_code == 403
    assert "Wilma" not in answer.text
    assert rows.scalars(select(AccessLogEntry)).all() == []


def test_the_way_there_is_shown_to_the_coordinator_alone(town, login):
    way = "Hämta öppna ärenden (CSV)"

    assert login(town.coordinator).get("/queue").page.links[way] == "/queue.csv"
    assert way not in login(town.caseworker).get("/queue").page.links


def test_it_costs_the_same_however_many_there_are(town, login, stored, rows, statements):
    case = stored(a_case(town, FormKind.ABSENCE))
    client = login(town.coordinator)
    statements.clear()
    client.get("/queue.csv")
    few = len(statements)
    copies(rows, case, 1000)
    statements.clear()

    answer = client.get("/queue.csv")

    assert len(statements) == few <= 4
    assert len(lines(answer)) == 1001
