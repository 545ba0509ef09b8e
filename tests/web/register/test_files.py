"""Youths from the regional database: columns named, rows looked at, loaded once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.db import keyed_hash, transaction
from portal.models import Occupation, RegisterEntry, RegisterFile
from portal.queries import register_files
from portal.rolls import intake_files
from portal.sealing import seal_pupil
from portal.vocabulary import (
    EntryOrigin,
    Flagged,
    FormKind,
    ImportStage,
    OccupationSource,
    RegistrationReason,
)
from tests.town import AT, EIGHTEEN, SIXTEEN, a_case, number
from tests.web.register.filing_cabinet import HEADER, Cabinet, numbers
from tests.web.register.places import REGISTER


@pytest.fixture
def cabinet(kaa):
    return Cabinet(kaa)


def entries(rows):
    rows.expire_all()
    return rows.scalars(select(RegisterEntry).order_by(RegisterEntry.search_name)).all()


def the_file(rows):
    rows.expire_all()
    return rows.scalars(select(RegisterFile).order_by(RegisterFile.created_at.desc())).first()


def test_each_row_says_what_it_becomes_before_anything_is_loaded(cabinet, rows):
    page, _url = cabinet.named()

    text = page.page.text
    assert "2 ungdomar skrivs in." in text
    for said in ("Wilma Ek", "Ali Öhman", "Har fyllt 20"):
        assert said in text
    assert entries(rows) == []


def test_loaded_they_are_in_the_register_with_all_that_the_file_says(cabinet, rows):
    done = cabinet.loaded()

    assert "Filen är inläst" in done.page.text
    wilma, ali = entries(rows)
    assert (wilma.name, wilma.number) == ("Wilma Ek", SIXTEEN)
    assert wilma.address == "Storgatan 1, 131 40 Nacka"
    assert wilma.reason is RegistrationReason.MOVED_IN
    assert (ali.reason, ali.origin) == (RegistrationReason.DROPPED_OUT, EntryOrigin.DATABASE)
    assert {one.caseworker_id for one in (wilma, ali)} == {None}
    assert all(one.next_follow_up_on for one in (wilma, ali))
    past = rows.scalars(select(Occupation).where(Occupation.entry_id == wilma.id)).one()
    assert (past.what, past.source) == ("De Geer 1", OccupationSource.AUTHORITY)


def test_the_file_is_gone_once_it_is_loaded_and_its_name_was_never_kept(cabinet, rows):
    cabinet.loaded()

    one = the_file(rows)
    assert one.stage is ImportStage.STORED
    assert (one.content, one.rows) == (None, None)
    assert "Wilma" not in repr(vars(one))


def test_the_same_file_again_doubles_nobody(cabinet, rows):
    cabinet.loaded()
    page, _url = cabinet.named()
    again = cabinet.loaded()

    assert "0 ungdomar skrivs in." in page.page.text
    assert "Inskrivna0" in again.page.text
    assert len(entries(rows)) == 2


def test_pressed_twice_it_is_loaded_once(cabinet, kaa, rows):
    page, url = cabinet.named()
    kaa.post(f"{url}/load", data=page.page.values)

    assert kaa.post(f"{url}/load", data=page.page.values).status_code == 303
    assert kaa.post(f"{url}/abort", data=page.page.values).status_code == 409
    assert kaa.post(f"{url}/columns", data=page.page.values).status_code == 409
    assert len(entries(rows)) == 2


def test_what_the_columns_are_is_remembered_by_header(cabinet, kaa):
    content = f"Vem;Kallas;Varför\n{SIXTEEN};Wilma;Inflyttad"
    url = cabinet.send(content)
    asked = kaa.get(url).page.values
    cabinet.named(content, **{"column-0": "number", "column-1": "given_name", "column-2": "reason"})

    again = kaa.get(cabinet.send(f"Kallas;Vem\nBo;{EIGHTEEN}")).page.values

    assert asked["column-0"] == asked["column-1"] == ""
    assert (again["column-0"], again["column-1"]) == ("given_name", "number")


def test_the_reason_may_be_said_of_all(cabinet, rows):
    content = f"PersonNr;Fornamn\n{SIXTEEN};Wilma"
    cabinet.loaded(content, reason="newly_arrived")

    assert entries(rows)[0].reason is RegistrationReason.NEWLY_ARRIVED


@pytest.mark.parametrize(
    ("content", "columns", "said"),
    [
        (f"PersonNr;Fornamn\n{SIXTEEN};Wilma", {}, "Välj varför ungdomarna skrivs in"),
        (f"A;B\n{SIXTEEN};Wilma", {}, "Välj vilken kolumn som är personnummer."),
        (f"PersonNr;B\n{SIXTEEN};Wilma", {}, "Välj vilken kolumn som är förnamn"),
        (
            f"PersonNr;Fornamn\n{SIXTEEN};Wilma",
            {"column-1": "number"},
            "samma uppgift för två kolumner",
        ),
        (f"PersonNr;Fornamn\n{SIXTEEN};Wilma", {"column-1": "x"}, "Välj ett av alternativen"),
    ],
)
def test_columns_that_say_too_little_are_asked_about_again(cabinet, content, columns, said):
    page, _url = cabinet.named(content, **columns)

    assert page.status_code == 422
    assert said in page.page.text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("201003292389;Wilma;Ek;;;;;Avbrott;;", "Personnumret stämmer inte"),
        (";Wilma;Ek;;;;;Avbrott;;", "Personnumret saknas"),
        (f"{SIXTEEN};;;;;;;Avbrott;;", "Namnet saknas"),
        (f"{SIXTEEN};Wilma;Ek;;;;;Kanske;;", "Orsaken går inte att förstå"),
        (f"{SIXTEEN};Wilma;Ek;;;;;;;", "Orsaken går inte att förstå"),
        (f"{SIXTEEN};Wilma;Ek;;;;;Avbrott;;igår", "En dag går inte att läsa"),
        (f"{SIXTEEN};=1+1;Ek;;;;;Avbrott;;", "En cell är en formel"),
        (f"{SIXTEEN};Wil\u202ema;Ek;;;;;Avbrott;;", "tecken som inte syns"),
        (f"{SIXTEEN};Wilma;Ek;;;;;Avbrott;;;x", "inte lika många celler"),
        (f"{SIXTEEN};Wilma;Ek", "inte lika många celler"),
        ("20100300TF55;Wilma;Ek;;;;;Avbrott;;", "Personnumret stämmer inte"),
    ],
)
def test_a_faulty_row_says_why_and_the_others_are_loaded(cabinet, rows, row, said):
    content = f"{HEADER}\n{row}\n{EIGHTEEN};Ali;Öhman;Nej;;;;Avbrott;;"
    page, url = cabinet.named(content)

    faulty = cabinet.browser.get(f"{url}?standing=faulty").page
    assert said in faulty.text
    assert "Ali" not in faulty.text
    cabinet.browser.post(f"{url}/load", data=page.page.values)
    assert [one.name for one in entries(rows)] == ["Ali Öhman"]


def test_somebody_who_stands_twice_is_read_once(cabinet, rows):
    row = f"{SIXTEEN};Wilma;Ek;Nej;;;;Avbrott;;"
    page, _url = cabinet.named(f"{HEADER}\n{row}\n{row}")

    assert "Samma person står på en tidigare rad" in page.page.text
    assert "1 ungdom skrivs in." in page.page.text


@pytest.mark.parametrize("marked", ["Ja", "x", "skyddad"])
def test_of_who_is_marked_as_protected_nothing_is_kept(cabinet, rows, marked):
    page, _url = cabinet.named(f"{HEADER}\n{SIXTEEN};Wilma;Ek;{marked};;;;Avbrott;;")

    assert "1 rad är märkt som skyddad" in page.page.text
    assert "Wilma" not in page.page.text
    one = the_file(rows)
    assert one.content is None
    assert "Wilma" not in repr(one.rows)
    assert keyed_hash(SIXTEEN) not in repr(one.rows)


def test_who_is_sealed_and_who_is_in_the_register_read_the_same(cabinet, kaa, rows, enter, entry):
    enter(number=number(EIGHTEEN), given_name="Ali", family_name="Öhman")
    with transaction():
        seal_pupil(keyed_hash(SIXTEEN), Flagged.PUPIL, by=None, at=AT)
    page, url = cabinet.named()

    known = kaa.get(f"{url}?standing=known").page
    assert "Wilma Ek" in known.text
    assert "Ali Öhman" in known.text
    assert not [link for link in known.links.values() if link.startswith(f"{REGISTER}/26-")]
    kaa.post(f"{url}/load", data=page.page.values)
    assert [one.name for one in entries(rows)] == ["Ali Öhman"]


def test_sealing_forgets_the_files_that_wait_there(cabinet, rows, entry):
    cabinet.named()
    with transaction():
        seal_pupil(keyed_hash(SIXTEEN), Flagged.PUPIL, by=None, at=AT)

    one = the_file(rows)
    assert (one.stage, one.rows) == (ImportStage.ABORTED, None)


def test_who_was_closed_is_not_loaded_but_shown_to_be_opened(cabinet, kaa, rows, entry, page):
    kaa.send(kaa.get(f"{page}/close"), reason="moved", what="Tyresö", on="2026-11-10")

    shown, _url = cabinet.named()

    assert shown.page.links[entry.reference] == page
    cabinet.loaded()
    assert [one.name for one in entries(rows)] == ["Wilma Ek", "Ali Öhman"]


def test_an_open_case_is_told_of_in_the_row(cabinet, stored, town):
    case = stored(a_case(town, FormKind.ABSENCE))

    shown, _url = cabinet.named()

    assert shown.page.links[case.reference] == f"/cases/{case.reference}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tom"),
        (b"%PDF-1.7", "varken en CSV-fil"),
        (b"PK\x03\x04 not a real one", "skadad"),
        (b"\xff\xfeP\x00", "Unicode"),
    ],
)
def test_what_is_no_table_is_refused_and_forgotten(cabinet, kaa, rows, content, said):
    shown = kaa.get(cabinet.send(content)).page

    assert shown.heading == "Filen går inte att läsa"
    assert said.casefold() in shown.text.casefold()
    assert (the_file(rows).stage, the_file(rows).content) == (ImportStage.REFUSED, None)


def test_a_file_is_forgotten_after_a_day(cabinet, rows):
    cabinet.named()
    with transaction():
        assert register_files.forget(at=AT) == 0
        assert register_files.forget(at=AT + timedelta(days=400)) == 1

    assert (the_file(rows).stage, the_file(rows).rows) == (ImportStage.ABORTED, None)


def test_a_file_that_says_nothing_of_protection_is_looked_through_first(cabinet, kaa, rows):
    page, url = cabinet.named(f"PersonNr;Fornamn\n{SIXTEEN};Wilma", reason="moved_in")

    answer = kaa.post(f"{url}/load", data=page.page.values)

    assert answer.status_code == 422
    assert "Kontrollera att ingen i filen" in answer.page.text
    assert entries(rows) == []


@pytest.mark.parametrize("who", ["counsellor", "municipality_admin", "other_caseworker"])
def test_a_file_is_its_own_municipalitys(cabinet, login, town, another_client, who):
    url = cabinet.send()
    other = login(getattr(town, who), another_client())
    token = other.get("/account").page.values

    assert other.get(url).status_code in (403, 404)
    for step in ("columns", "load", "abort"):
        assert other.post(f"{url}/{step}", data=token).status_code in (403, 404)


def many(count):
    """A file with so many youths, each with a number of its own."""
    lines = [f"{one};Ali;Öhman;Nej;;;;Avbrott;YBC;" for one in numbers(count)]
    return "\n".join([HEADER, *lines])


def test_thousands_of_rows_cost_as_many_statements_as_ten(cabinet, kaa, rows, statements):
    costs = []
    for count in (10, 3_000):
        page, url = cabinet.named(many(count))
        statements.clear()
        kaa.post(f"{url}/load", data=page.page.values)
        costs.append(len([one for one in statements if not one.startswith("INSERT")]))
        inserts = len([one for one in statements if one.startswith("INSERT")])

    assert costs[1] <= costs[0]
    assert inserts < 50
    assert rows.scalar(select(func.count()).select_from(RegisterEntry)) == 1_010
    assert "1 990 ungdomar skrivs in" in kaa.get(url).page.text


def test_of_very_many_the_rest_is_loaded_when_somebody_goes_on(cabinet, kaa, rows, monkeypatch):
    monkeypatch.setattr(intake_files, "AT_ONCE", 2)
    page, url = cabinet.named(many(3))

    first = kaa.get(kaa.post(f"{url}/load", data=page.page.values).location).page
    done = kaa.get(kaa.post(f"{url}/load", data=page.page.values).location).page

    assert "1 ungdom skrivs in" in first.text
    assert "Inskrivna3" in done.text
    assert len(entries(rows)) == 3
