"""How the file is written: codes on the page, the mapping as a file, and what is refused of it."""

import csv
import io

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from portal.models import StatisticsMapping
from portal.statistics import mapping
from portal.statistics.mapping import COLUMNS, read, standard
from portal.vocabulary import CODED, FIELDS_OF, MappingFault

PAGE = "/statistics/mapping"


@pytest.fixture(params=["coordinator", "municipality_admin"])
def kaa(login, town, request):
    return login(getattr(town, request.param))


@pytest.fixture
def coordinator(login, town):
    return login(town.coordinator)


def as_csv(rows):
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows([COLUMNS, *rows])
    return target.getvalue().encode()


def shipped():
    text = mapping.STANDARD.read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))[1:]


def changed(place, **cells):
    """What comes with the portal, with one row changed."""
    rows = shipped()
    for name, text in cells.items():
        rows[place][COLUMNS.index({"kod": "SCB-kod"}.get(name, name))] = text
    return rows


def give(client, content, name="koder.csv"):
    page = client.get(PAGE).page
    token = page.all("input", name="csrf_token")[0].get("value")
    data = {"csrf_token": token, "file": (io.BytesIO(content), name)}
    return client.post(f"{PAGE}/file", data=data, content_type="multipart/form-data")


def test_what_comes_with_the_portal_has_everything_and_no_code():
    rows = standard()

    assert {(one.block, one.field) for one in rows if one.block} == {
        (block, field) for block, fields in FIELDS_OF.items() for field in fields
    }
    assert {(one.field, one.value) for one in rows if one.value} == {
        (field, value) for field in CODED for value in mapping.values_of(field)
    }
    assert {one.code for one in rows} == {""}


def test_codes_typed_on_the_page_are_kept_as_a_new_version(kaa, rows):
    page = kaa.get(PAGE)
    assert "Kommunen fyller i koderna" in page.page.text

    answer = kaa.send(page, reason__dropped_out="01")

    assert answer.status_code == 303
    again = kaa.get(PAGE).page
    assert again.values["reason__dropped_out"] == "01"
    kept = rows.scalars(select(StatisticsMapping)).one()
    assert kept.version == 1
    assert {one.code for one in kept.rows} == {"", "01"}


@pytest.mark.parametrize(
    "code", ["=1+41", "-1", "1;2", "x" * 21, "å" * 50_000, "he\x00j", "he\x0bj", "he\u202ej", "<b>"]
)
def test_a_code_that_is_none_is_refused_at_its_field(coordinator, rows, code):
    answer = coordinator.send(coordinator.get(PAGE), reason__dropped_out=code)

    assert answer.status_code == 422
    assert answer.page.all(href="#reason__dropped_out")
    assert rows.scalars(select(StatisticsMapping)).all() == []


def test_of_two_who_change_the_codes_the_second_is_told(coordinator, rows):
    first, second = coordinator.get(PAGE), coordinator.get(PAGE)
    coordinator.send(first, reason__dropped_out="1")

    answer = coordinator.send(second, reason__dropped_out="2")

    assert answer.status_code == 422
    assert "Någon annan har ändrat koderna" in answer.page.text
    assert len(rows.scalars(select(StatisticsMapping)).all()) == 1


@pytest.mark.parametrize("shape", ["csv", "xlsx"])
def test_the_file_comes_back_as_it_went(coordinator, shape):
    coordinator.send(coordinator.get(PAGE), reason__dropped_out="01")
    got = coordinator.get(f"{PAGE}/1.{shape}").data

    assert give(coordinator, got, f"koder.{shape}").status_code == 303

    assert coordinator.get(f"{PAGE}/2.csv").data == coordinator.get(f"{PAGE}/1.csv").data
    assert b";01;" in coordinator.get(f"{PAGE}/2.csv").data


def test_an_excel_file_is_read_too(coordinator, rows):
    book = Workbook()
    for row in [COLUMNS, *changed(-1, kod="7")]:
        book.active.append(list(row))
    target = io.BytesIO()
    book.save(target)

    assert give(coordinator, target.getvalue()).status_code == 303
    assert {one.code for one in rows.scalars(select(StatisticsMapping)).one().rows} == {"", "7"}


@pytest.mark.parametrize(
    ("rows", "fault", "row"),
    [
        (changed(0, Del="6"), MappingFault.BLOCK, 2),
        (changed(0, Fält="name"), MappingFault.FIELD, 2),
        (changed(0, Fält="contact_on"), MappingFault.FIELD, 2),
        (changed(0, Rubrik=""), MappingFault.HEADING, 2),
        (changed(0, Rubrik="x" * 61), MappingFault.HEADING, 2),
        (changed(0, Rubrik="Kommun"), MappingFault.SAME_HEADING, 2),
        (changed(0, kod="1"), MappingFault.DAY, 2),
        (changed(3, kod="DD/MM"), MappingFault.DAY, 5),
        (changed(0, Del=""), MappingFault.ROW, 2),
        (changed(0, Värde="dropped_out"), MappingFault.ROW, 2),
        (changed(-1, Värde="mistake"), MappingFault.VALUE, 65),
        (changed(-1, Värde="has_diagnosis"), MappingFault.VALUE, 65),
        (changed(-1, Värde="moved"), MappingFault.TWICE, 65),
        (changed(-1, kod="=1"), MappingFault.CODE, 65),
        (changed(-1, kod="1" * 21), MappingFault.CODE, 65),
        (shipped()[:2] + shipped()[3:], MappingFault.NO_NUMBER, None),
    ],
)
def test_each_fault_of_a_file_is_said_with_its_row(rows, fault, row):
    _, wrong = read(as_csv(rows))

    assert (fault, row) in {(one.kind, one.row) for one in wrong}
    assert {one.kind for one in wrong} <= {fault, MappingFault.NO_NUMBER}


def test_a_wrong_file_changes_nothing_and_says_why(coordinator, rows):
    answer = give(coordinator, as_csv(changed(-1, kod="=1")))

    assert answer.status_code == 422
    assert "Rad 65: En kod får ha högst 20" in answer.page.text
    assert rows.scalars(select(StatisticsMapping)).all() == []


@pytest.mark.parametrize(
    "content", [b"", b"\0\0", b"%PDF-1.4", b"PK\x03\x04", b"a;b\n1;2\n", b"\xff\xfea", b"x" * 9]
)
def test_what_is_no_such_file_is_refused(coordinator, content):
    answer = give(coordinator, content)

    assert answer.status_code == 422
    assert answer.page.all(role="alert")


def test_columns_and_codes_of_the_mapping_make_the_file(coordinator, youths):
    rows = [row for row in changed(3, kod="ÅÅÅÅMMDD") if row[0] in ("", "1")]
    rows = [*reversed(rows[:5]), *rows[5:]]
    rows += [[str(block), "number", "Pnr", "", "", "", ""] for block in range(2, 6)]
    rows = [["", *row[1:5], "07", ""] if row[3] == "dropped_out" else row for row in rows]
    assert give(coordinator, as_csv(rows)).status_code == 303
    youths.entry(number="201003292388")
    youths.rows.commit()
    page = coordinator.get("/statistics?half=2026-2").page
    token = page.all("input", name="csrf_token")[0].get("value")

    answer = coordinator.post(
        "/statistics/2026-2/file",
        data={"csrf_token": token, "purpose": "control", "shape": "csv", "confirmed": "y"},
    )

    lines = answer.data.decode("utf-8-sig").split("\r\n")
    heads = "Registreringsorsak;Registreringsdatum;Personnummer;Kommun;Block;Pnr"
    assert lines[:2] == [heads, "07;20260803;201003292388;0182;1;"]


@pytest.mark.parametrize("version", ["1", "99", "99999999999999999999"])
def test_a_version_that_is_not_there_is_not_found(coordinator, version):
    assert coordinator.get(f"{PAGE}/{version}.csv").status_code == 404


def test_another_municipalitys_codes_are_not_there(login, town, coordinator, rows):
    town.other_caseworker.role = "coordinator"
    rows.add(town.other_caseworker)
    rows.commit()
    coordinator.send(coordinator.get(PAGE), reason__dropped_out="0182-only")
    stranger = login(town.other_caseworker)

    assert "0182-only" not in stranger.get(PAGE).text
    assert stranger.get(f"{PAGE}/1.csv").status_code == 404


@pytest.mark.parametrize("who", ["caseworker", "platform_admin", "rector", "counsellor"])
def test_the_codes_are_the_coordinators_and_the_administrators(login, town, who):
    assert login(getattr(town, who)).get(PAGE).status_code == 403
