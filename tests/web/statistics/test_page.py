"""The page of the statistics file: what is looked for, who sees it, and the file itself."""

import csv
import hashlib
import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from portal.models import AccessLogEntry, SealedRecord, StatisticsExport
from portal.vocabulary import (
    ContactOutcome,
    EntryEndReason,
    FormKind,
    MeasureEndReason,
    OccupationKind,
    SealedState,
)
from tests.town import AT, TODAY

PAGE = "/statistics?half=2026-2"
FILE = "/statistics/2026-2/file"
TYPED = {"purpose": "delivery", "shape": "csv", "confirmed": "y"}


@pytest.fixture
def coordinator(login, town):
    return login(town.coordinator)


@pytest.fixture
def fetch(coordinator):
    """Asks for the file as the page's form does."""

    def ask(**typed):
        page = coordinator.get(PAGE).page
        token = page.all("input", name="csrf_token")[0].get("value")
        return coordinator.post(FILE, data={"csrf_token": token} | TYPED | typed)

    return ask


def lines(answer):
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def counts(page):
    """The checks that have found something: how often."""
    rows = [row for row in page.all("tr") if row.find(".//a") is not None]
    return {row.find(".//a").text: "".join(row[1].itertext()) for row in rows}


def whole_youth(youths):
    """One with a row in each block."""
    entry = youths.entry(
        date(2026, 8, 3), date(2026, 11, 2), EntryEndReason.STARTED_STUDIES, number="201003292388"
    )
    youths.works(entry)
    youths.contact(entry)
    youths.measure(
        entry,
        ended_on=date(2026, 10, 5),
        end_reason=MeasureEndReason.TO_STUDIES,
        occupation_after=OccupationKind.STUDIES,
    )
    youths.rows.commit()
    return entry


def test_a_youth_stands_in_the_file_with_a_row_for_each_thing_that_happened(youths, fetch):
    whole_youth(youths)

    rows = lines(fetch())

    assert [row["Block"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert {row["Personnummer"] for row in rows} == {"201003292388"}
    assert {row["Kommun"] for row in rows} == {"0182"}
    assert rows[0]["Registreringsdatum"] == "2026-08-03"
    assert rows[1]["Kontaktdatum"] == "2026-09-01"
    assert rows[2]["Startdatum"] == "2026-09-07"
    assert rows[3]["Slutdatum"] == "2026-10-05"
    assert rows[4]["Avregistreringsdatum"] == "2026-11-02"
    assert rows[0]["Registreringsorsak"] == ""


def test_the_excel_file_says_the_same_and_has_only_texts(youths, fetch):
    whole_youth(youths)
    expected = [list(row.values()) for row in lines(fetch())]

    sheet = load_workbook(io.BytesIO(fetch(shape="xlsx").data)).active

    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)] == expected
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_who_is_covered_at_some_time_in_the_half_year_is_there_once(youths, fetch):
    youths.entry(date(2025, 3, 3), number="open since long")
    youths.entry(date(2025, 3, 3), date(2026, 7, 1), EntryEndReason.MOVED, number="left first day")
    youths.entry(date(2025, 3, 3), date(2026, 6, 30), EntryEndReason.MOVED, number="left before")
    youths.entry(date(2026, 9, 1), date(2026, 9, 2), EntryEndReason.MISTAKE, number="by mistake")
    youths.entry(municipality=youths.town.norrkoping, number="another municipality's")
    youths.rows.commit()

    assert {row["Personnummer"] for row in lines(fetch())} == {"open since long", "left first day"}


def test_two_entries_of_one_youth_are_one_registration_and_one_end(youths, fetch, coordinator):
    youths.entry(
        date(2026, 7, 6), date(2026, 8, 3), EntryEndReason.MOVED, number="one", number_hash="same"
    )
    youths.entry(date(2026, 9, 7), number="one", number_hash="same")
    youths.rows.commit()

    rows = lines(fetch())

    assert [row["Block"] for row in rows] == ["1"]
    assert rows[0]["Registreringsdatum"] == "2026-07-06"
    assert counts(coordinator.get(PAGE).page)["Flera registerposter under halvåret"] == "1"


def test_each_fault_is_found_and_leads_to_the_youth(youths, coordinator):
    missing = youths.entry()
    youths.contact(missing)
    young = youths.entry(date(2026, 6, 30), birth_date=date(2010, 12, 1))
    old = youths.entry(birth_date=date(2006, 9, 1))
    studies = youths.entry()
    youths.works(studies, OccupationKind.STUDIES)
    late = youths.entry()
    youths.measure(late, planned_end_on=date(2026, 10, 1))
    after = youths.entry()
    youths.measure(after, ended_on=date(2026, 10, 1), end_reason=MeasureEndReason.OTHER)
    backwards = youths.entry(date(2026, 9, 1), date(2026, 8, 1), EntryEndReason.MOVED)
    unsaid = youths.entry(date(2026, 8, 1), date(2026, 9, 1), EntryEndReason.MOVED, ended_to="")
    youths.entry(
        date(2024, 8, 1), date(2026, 5, 1), EntryEndReason.HAS_EXAMEN, number_hash="graduate"
    )
    examen = youths.entry(number_hash="graduate")
    youths.rows.commit()
    expected = {
        "no_occupation": missing,
        "school_age": young,
        "turned_20": old,
        "in_school": studies,
        "no_measure_end": late,
        "no_occupation_after": after,
        "end_before_start": backwards,
        "end_unsaid": unsaid,
        "has_examen": examen,
    }

    for check, entry in expected.items():
        page = coordinator.get(f"/statistics/checks/{check}?half=2026-2").page
        assert page.links.get(f"Ungdom {entry.family_name}") == f"/register/{entry.reference}", (
            check
        )
        assert "1 ungdom" in page.text, check


def test_what_is_in_order_is_not_found(youths, coordinator):
    whole_youth(youths)

    page = coordinator.get(PAGE).page

    assert list(counts(page)) == ["Värden utan kod"]


def test_an_attempt_that_nobody_answered_is_no_contact(youths, fetch):
    entry = youths.entry()
    youths.contact(entry, outcome=ContactOutcome.NO_ANSWER)
    youths.contact(entry, date(2026, 6, 1))
    youths.contact(entry, date(2026, 6, 1), answered_on=date(2026, 7, 2))
    youths.rows.commit()

    assert [row["Kontaktdatum"] for row in lines(fetch()) if row["Block"] == "2"] == ["2026-07-02"]


def test_with_something_left_the_file_is_had_only_when_that_is_confirmed(youths, fetch, rows):
    whole_youth(youths)

    answer = fetch(confirmed="")

    assert answer.status_code == 422
    assert "Kryssa i om du ändå vill hämta filen." in answer.page.text
    assert rows.scalars(select(StatisticsExport)).all() == []


def test_that_the_file_was_made_is_written_down_twice(youths, fetch, rows, town):
    whole_youth(youths)

    answer = fetch()

    made = rows.scalars(select(StatisticsExport)).one()
    assert (made.year, made.half, made.rows, made.youths) == (2026, 2, 5, 1)
    assert (made.by_id, made.purpose, made.mapping_version) == (town.coordinator.id, "delivery", 0)
    assert made.checksum == hashlib.sha256(answer.data).hexdigest()
    logged = rows.scalars(select(AccessLogEntry)).one()
    assert (logged.opened, logged.reference) == ("export", "SCB-2026-2")
    assert answer.headers["Content-Disposition"].endswith('"kaa-statistik-2026-2.csv"')
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_says_that_a_new_file_replaces_the_old_one(youths, coordinator, fetch):
    whole_youth(youths)
    fetch()

    page = coordinator.get(PAGE).page

    assert "En ny fil ersätter den förra" in page.text
    assert "Cilla Frid" in page.text
    assert "Lämnas till SCB" in page.text


def test_a_half_year_that_has_not_ended_says_so(youths, coordinator):
    whole_youth(youths)

    assert "Halvåret är inte slut" in coordinator.get(PAGE).page.text
    assert "Halvåret är inte slut" not in coordinator.get("/statistics?half=2026-1").page.text


def test_sealed_records_are_counted_only_where_they_are_many(youths, coordinator, fetch, rows):
    whole_youth(youths)
    few = coordinator.get(PAGE).page.text
    assert "Antal under halvåret: färre än 5." in few
    for place in range(5):
        rows.add(
            SealedRecord(
                pseudonym=f"SKYDD-7F3{'KLMNP'[place]}",
                state=SealedState.WAITING,
                municipality_code="0182",
                kind=FormKind.DROPOUT,
                sealed_later=False,
                phone="08-465 004 02",
                call_at=AT,
                opened_at=AT,
                due_on=TODAY,
                version=1,
            )
        )
        rows.commit()
        if place < 4:
            assert coordinator.get(PAGE).page.text == few

    assert "Antal under halvåret: 5." in coordinator.get(PAGE).page.text
    assert len(lines(fetch())) == 5
    assert rows.scalars(select(StatisticsExport)).one().sealed == 5


def test_without_anybody_there_is_no_file_to_ask_for(coordinator):
    page = coordinator.get(PAGE).page

    assert "Ingen i registret under halvåret" in page.text
    assert "Hämta filen" not in page.text


def test_an_eleventh_file_in_ten_minutes_is_refused(youths, fetch, rows, clock):
    whole_youth(youths)
    for _ in range(10):
        assert fetch().status_code == 200

    assert fetch().status_code == 429
    assert len(rows.scalars(select(StatisticsExport)).all()) == 10


@pytest.mark.parametrize(
    "who", ["caseworker", "municipality_admin", "rector", "log_reviewer", "protection_officer"]
)
@pytest.mark.parametrize("place", [PAGE, "/statistics/checks/in_school"])
def test_the_file_is_the_coordinators(login, town, who, place):
    assert login(getattr(town, who)).get(place).status_code == 403


@pytest.mark.parametrize("place", ["/statistics/checks/nonsense", "/statistics/1999-1/file"])
def test_what_is_not_there_is_not_found(coordinator, youths, place):
    whole_youth(youths)
    page = coordinator.get(PAGE).page
    token = page.all("input", name="csrf_token")[0].get("value")

    answer = (
        coordinator.post(place, data={"csrf_token": token} | TYPED)
        if place.endswith("file")
        else coordinator.get(place)
    )

    assert answer.status_code == 404


def test_the_page_and_the_file_cost_the_same_for_ten_and_for_a_thousand(
    youths, fetch, coordinator, statements
):
    def cost():
        spent = []
        for ask in (lambda: coordinator.get(PAGE), fetch):
            statements.clear()
            ask()
            spent.append(len(statements))
        return spent

    def more(count):
        for _ in range(count):
            entry = youths.entry()
            youths.works(entry)
            youths.contact(entry)
            youths.measure(entry)
        youths.rows.commit()

    more(10)
    few = cost()
    more(990)

    assert cost() == few
    assert few[0] <= 16, statements
