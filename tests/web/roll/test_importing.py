"""From file to roll: looked at first, stored as a whole, brought up to date, nobody deleted."""

import pytest
from sqlalchemy import select

from portal.drills.workbooks import xlsx
from portal.models import AccessLogEntry, RollColumns, RollPupil
from portal.vocabulary import ImportStage, Opened
from tests.town import SIXTEEN
from tests.web.roll.conftest import HEADER, PUPILS, ROLL


def test_a_file_is_looked_at_before_anything_is_stored(desk):
    preview = desk.send(ROLL)

    assert "Inget är sparat än" in preview.text
    assert desk.pupils() == []

    done = desk.store(preview)

    assert "Elevlistan är sparad" in done.text
    assert [one.name for one in desk.pupils()] == ["Wilma Ek", "Bo O'Brien", "Ali Öhman"]
    first = desk.pupils()[0]
    assert (first.number, first.class_name, first.year) == (SIXTEEN, "SA25A", 1)
    assert first.home_municipality_code == "0182"
    assert first.contact == {"phone": "070-174 06 05"}
    assert first.origins["class_name"][0] == "csv"


def test_of_a_file_nothing_is_kept_but_the_rows_that_wait(desk, database):
    desk.send(ROLL)

    assert desk.latest().content is None
    kept = database.execute("SELECT roll_import::text FROM roll_import").fetchone()[0]
    assert "Wilma" not in kept
    assert "elever" not in kept
    desk.store(desk.browser.get(f"/roll/import/{desk.latest().id}"))
    assert desk.latest().rows is None


def test_the_list_says_when_and_from_what_it_was_imported(desk):
    desk.import_(ROLL)

    page = desk.browser.get("/roll").page

    assert "från CSV-fil av" in page.text
    assert "O'Brien" in page.text


def test_an_import_brings_up_to_date_marks_who_left_and_deletes_nobody(desk):
    desk.import_(ROLL)

    desk.import_(
        "\n".join((HEADER, PUPILS[0].replace("SA25A", "SA25C"), PUPILS[1])), marks_left="y"
    )

    wilma, bo, _ = desk.pupils()
    assert wilma.class_name == "SA25C"
    assert bo.left_at is not None
    assert "O&#39;Brien" not in desk.browser.get("/roll").text
    assert "O&#39;Brien" in desk.browser.get("/roll?show=left").text


def test_who_comes_back_has_not_left(desk):
    desk.import_(ROLL)
    desk.import_("\n".join((HEADER, *PUPILS[:2])), marks_left="y")

    desk.import_(ROLL)

    assert [one.left_at for one in desk.pupils()] == [None] * 3


def test_a_file_with_one_class_marks_nobody_unless_asked(desk):
    desk.import_(ROLL)
    preview = desk.send("\n".join((HEADER, PUPILS[0])))

    assert "checked" not in preview.text.partition('name="marks_left"')[2].partition(">")[0]
    desk.store(preview)

    assert [one.left_at for one in desk.pupils()] == [None] * 3


def test_what_a_later_file_does_not_speak_of_stays_with_its_source(desk, clock):
    desk.import_(ROLL)
    before = desk.pupils()[0].origins["phone"]
    clock.shift(600)

    desk.import_(f"PersonNr;Fornamn;Efternamn;Klass\n{SIXTEEN};Wilma;Ek;SA25X")

    wilma = desk.pupils()[0]
    assert wilma.contact == {"phone": "070-174 06 05"}
    assert wilma.origins["phone"] == before
    assert wilma.origins["class_name"] != before


def test_other_headers_are_paired_once_and_remembered(desk, rows):
    content = f"Pnr;Kallas;Släkt;Mentor\n{SIXTEEN};Wilma;Ek;Åsa"
    page = desk.send(content)
    assert "Para ihop kolumnerna" in page.text
    assert "Wilma" not in page.text

    answer = desk.browser.send(
        page,
        to=f"{page.request.path}/columns",
        **{"column-0": "number", "column-1": "given_name", "column-2": "family_name"},
    )
    desk.store(desk.browser.get(answer.location))

    assert [one.name for one in desk.pupils()] == ["Wilma Ek"]
    assert rows.scalars(select(RollColumns)).one().columns["Mentor"] == ""
    assert "Kontrollera inläsningen" in desk.send(content).text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"column-0": "", "column-1": "given_name"}, "personnummer eller födelsedatum"),
        ({"column-0": "number", "column-1": ""}, "förnamn eller efternamn"),
        ({"column-0": "number", "column-1": "number"}, "samma uppgift för två kolumner"),
        ({"column-0": "state", "column-1": "given_name"}, "Välj ett av alternativen"),
    ],
)
def test_columns_that_do_not_say_whom_a_row_is_about_are_asked_for_again(desk, answers, said):
    page = desk.send(f"Vem;Kallas\n{SIXTEEN};Wilma")

    answer = desk.browser.send(page, to=f"{page.request.path}/columns", **answers)

    assert answer.status_code == 422
    assert said in answer.text
    assert desk.latest().stage is ImportStage.COLUMNS


def test_pressed_twice_it_is_stored_once(desk):
    preview = desk.send(ROLL)
    desk.store(preview)

    again = desk.browser.send(preview, to=f"{preview.request.path}/store")

    assert again.status_code == 303
    assert len(desk.pupils()) == 3


def test_broken_off_it_leaves_nothing(desk):
    preview = desk.send(ROLL)

    answer = desk.browser.send(preview, to=f"{preview.request.path}/abort")

    assert answer.location == "/roll"
    assert desk.pupils() == []
    assert desk.latest().rows is None
    store = desk.browser.post(
        f"{preview.request.path}/store", data={"csrf_token": preview.page.values["csrf_token"]}
    )
    assert store.status_code == 409


def test_a_new_file_takes_the_place_of_the_one_before(desk):
    first = desk.send(ROLL)

    desk.send(ROLL)

    assert "Inläsningen är avbruten" in desk.browser.get(first.request.path).text


@pytest.mark.parametrize("who", ["other_counsellor", "far_counsellor"])
def test_another_school_units_roll_is_not_there(desk, town, login, who):
    preview = desk.send(ROLL)
    desk.store(preview)
    pupil = desk.pupils()[0]

    stranger = login(getattr(town, who))

    assert stranger.get(preview.request.path).status_code == 404
    assert stranger.get(f"/roll/pupils/{pupil.id}").status_code == 404
    assert "Wilma" not in stranger.get("/roll").text
    assert stranger.get(f"/filings/new/dropout?pupil={pupil.id}").status_code == 200
    token = stranger.get("/roll").page.values["csrf_token"]
    for way in ("store", "abort", "columns"):
        path = f"{preview.request.path}/{way}"
        assert stranger.post(path, data={"csrf_token": token}).status_code == 404
    answer = stranger.post(
        f"/filings/new/dropout?pupil={pupil.id}", data={"csrf_token": token, "protected": "no"}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["rector", "caseworker", "organiser_admin", "platform_admin"])
@pytest.mark.parametrize("path", ["/roll", "/roll/import"])
def test_the_roll_is_for_counsellors(town, login, who, path):
    assert login(getattr(town, who)).get(path).status_code == 403


def test_that_a_pupil_was_opened_is_logged_without_a_name(desk, rows):
    desk.import_(ROLL)
    pupil = desk.pupils()[0]

    page = desk.browser.get(f"/roll/pupils/{pupil.id}")

    assert "CSV-fil, 18 nov 2026" in page.page.text.replace("\N{NO-BREAK SPACE}", " ")
    opened = rows.scalars(select(AccessLogEntry)).one()
    assert (opened.opened, opened.reference) == (Opened.ROLL, str(pupil.id))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wilm", ["Wilma"]),
        ("EK", ["Wilma"]),
        ("Wilma Ek", ["Wilma"]),
        ("öh", ["Ali"]),
        ("sa25a", ["Wilma", "Bo"]),
        (SIXTEEN, ["Wilma"]),
        ("%", []),
        ("Ekman", []),
    ],
)
def test_a_pupil_is_found_by_name_class_or_number(desk, text, found):
    desk.import_(ROLL)

    page = desk.browser.send(desk.browser.get("/roll"), to="/roll", text=text)

    assert page.request.query_string == b""
    assert [name for name in ("Wilma", "Bo", "Ali") if f">{name} " in page.text] == found


def test_the_list_costs_the_same_for_ten_and_for_a_thousand(desk, town, rows, statements):
    costs = []
    for number in (10, 1000):
        rows.add_all(
            RollPupil(
                school_unit_code=town.ybc.code,
                name_hash=f"{number} {turn}",
                given_name="Elev",
                family_name=f"Nummer {number} {turn}",
                search_name=f"nummer {number:04} {turn:04} elev",
                class_name="SA25",
                home_municipality_code="0182",
                origins={},
            )
            for turn in range(number)
        )
        rows.commit()
        statements.clear()
        page = desk.browser.get("/roll")
        costs.append(len(statements))

    assert costs[0] == costs[1]
    assert costs[0] <= 8
    seen, address = set(), "/roll"
    while address:
        page = desk.browser.get(address)
        assert "ummer" not in address
        seen |= {url for url in page.page.links.values() if "/roll/pupils/" in url}
        address = page.page.links.get("Visa nästa")
    assert len(seen) == 1010


def test_what_nobody_stored_is_forgotten_after_a_day(desk, clock):
    from portal.clock import now
    from portal.db import transaction
    from portal.rolls import importing

    desk.send(ROLL)
    clock.shift(25 * 3600)

    with transaction():
        importing.forget(at=now())

    assert desk.latest().stage is ImportStage.ABORTED
    assert desk.latest().rows is None


def test_a_file_may_be_larger_than_a_form_but_not_without_limit(desk, town):
    pupils = [f"2010-01-01;Elev;Nummer {turn};{'x' * 180};Nej" for turn in range(15_000)]
    header = "Fodelsedatum;Fornamn;Efternamn;Gatuadress;Sekretess"

    page = desk.send("\n".join((header, *pupils)))

    assert "Filen väntar på att läsas" in page.text
    for size, status in ((10 * 1024 * 1024 + 1, 303), (11 * 1024 * 1024, 413)):
        answer = desk.post(b"a;b\n" * (size // 4 + 1))
        assert answer.status_code == status
        if status == 303:
            assert "Den får vara högst 10 MB" in desk.browser.get(answer.location).text


def test_an_excel_file_is_imported_as_a_csv_file_is(desk):
    rows = [line.split(";") for line in ROLL.splitlines()]

    desk.import_(xlsx(rows))

    assert [one.name for one in desk.pupils()] == ["Wilma Ek", "Bo O'Brien", "Ali Öhman"]
    assert desk.pupils()[0].origins["number"][0] == "xlsx"


def test_what_is_wrong_is_said_row_by_row_and_nothing_is_repeated(desk):
    page = desk.send(f"{HEADER}\n{SIXTEEN[:-1]}9;Wilma;Ek;;;;;;\n;Bo;Ek;;;;7;;")

    text = page.page.text
    assert "Rad 2" in text
    assert "Personnumret stämmer inte" in text
    assert "Årskursen ska vara" in text
    assert "Wilma" not in text
