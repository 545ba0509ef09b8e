"""A batch by file: the template comes back filled in, and says what a form would have said."""

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from forms.base import Facts
from forms.batch import questions
from portal.drills import workbooks
from portal.models import BatchPupil
from portal.queries import filing as queries
from portal.rolls.table import Line, Table
from portal.vocabulary import FormKind
from portal.web import batch_read, csvfile
from tests.town import EIGHTEEN, SIXTEEN, TODAY, TWENTY
from tests.web.batch.conftest import LEAVING, ROLL
from tests.web.roll.conftest import Desk

HEAD = (
    "Personnummer;Förnamn;Efternamn;Program eller studieväg;Elevens hemkommun;"
    "Varför är det hemkommunen?"
)
WILMA = f"{SIXTEEN};Wilma;Ek;SA25;Nacka;Folkbokförd i kommunen"
ALI = f"{EIGHTEEN};Ali;Öhman;SA25;0581;Folkbokförd i kommunen"
HARD = ("O'Brien", "X", "Å" * 60, "", "Đặng", "محمد", "=1+1", "+46", "-Ek", "@Ek", "'t Hooft")


def a_file(*rows, head=HEAD):
    return "\r\n".join((head, *rows)).encode()


def sheet(head, *rows):
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read_as(kind, headers, cells):
    table = Table(list(headers), [Line(2, list(cells))])
    reader = batch_read.Reader(FormKind(kind), [("0182", "Nacka")], table, TODAY)
    return reader, table.lines[0]


# --- the template -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FormKind)
def test_the_template_has_a_column_and_an_explanation_for_each_question(app, many, kind):
    many.begin(kind.value)

    book = load_workbook(io.BytesIO(many.page("template.xlsx").data))

    heads = [cell.value for cell in book.worksheets[0][1]]
    with app.test_request_context():
        facts = Facts(TODAY, meets=kind is not FormKind.START)
        asked = [str(field.label.text) for field in questions(kind, facts)]
    explained = [row[0].value for row in book.worksheets[2].iter_rows(min_row=2)]
    assert heads == explained == asked


def test_the_template_offers_the_answers_to_choose_from(many):
    many.begin("dropout")

    book = load_workbook(io.BytesIO(many.page("template.xlsx").data))

    lists = book.worksheets[1]
    offered = {
        str(rule.sqref).partition("2")[0]: [
            cell.value for (cell,) in lists[rule.formula1.rpartition("!")[2].replace("$", "")]
        ]
        for rule in book.worksheets[0].data_validations.dataValidation
        if rule.type == "list" and ":" in rule.formula1
    }
    assert ["Studiebevis", "Gymnasiebevis", "Utdrag ur betygskatalogen", "Inget ännu"] in (
        offered.values()
    )
    assert lists.sheet_state == "hidden"
    assert any("Nacka" in answers for answers in offered.values())


@pytest.mark.parametrize("kind", FormKind)
def test_no_two_questions_of_a_kind_have_the_same_head(app, kind):
    with app.test_request_context():
        heads = [
            said
            for field in questions(kind, Facts(TODAY))
            for said in {batch_read.fold(str(field.label.text))}
        ]
    assert len(heads) == len(set(heads))


@pytest.mark.parametrize("shape", ["xlsx", "csv"])
def test_the_template_with_the_marked_pupils_can_be_sent_as_it_comes(many, shape):
    many.begin("leavers", many.pupils())
    many.post("common", **LEAVING, end_ground="studiebevis")
    content = many.page(f"template.{shape}").data

    answer = many.upload(content)

    assert answer.status_code == 303, answer.page.text
    assert all("end_ground" not in row.typed for row in many.one().rows)
    assert many.send().status_code == 303
    assert {(one.given_name, one.municipality_code) for one in many.filings()} == {
        ("Wilma", "0182"),
        ("Ali", "0581"),
        ("Bo", "0138"),
    }


@pytest.mark.parametrize("shape", ["xlsx", "csv"])
def test_hard_names_come_back_as_they_went_out_and_are_never_run(many, shape):
    many.begin("leavers", many.pupils())
    rows = many.one().rows
    for place, name in enumerate(HARD[:3]):
        page = many.page(f"pupils/{rows[place].id}")
        many.browser.send(page, family_name=name, guardian_informed="no")
    for place, name in enumerate(HARD[-3:]):
        page = many.page(f"pupils/{rows[place].id}")
        many.browser.send(page, given_name=name, guardian_informed="no")
    wanted = [(row.typed["given_name"], row.typed["family_name"]) for row in many.one().rows]
    content = many.page(f"template.{shape}").data

    if shape == "xlsx":
        written = load_workbook(io.BytesIO(content)).worksheets[0]
        assert "f" not in {cell.data_type for row in written for cell in row}
    else:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        cells = [cell for row in lines for cell in row]
        assert not any(cell.startswith(csvfile.RUN_BY_SPREADSHEETS) for cell in cells)
    many.upload(content)

    assert [
        (row.typed["given_name"], row.typed["family_name"]) for row in many.one().rows
    ] == wanted


# --- reading it ---------------------------------------------------------------------------------


def test_a_filled_in_file_is_looked_at_and_sent(many):
    many.begin("leavers")
    head = HEAD + ";Vårdnadshavarens namn;Vårdnadshavarens telefon"
    answer = many.upload(a_file(WILMA + ";Anna Ek;070-174 06 06", ALI + ";;", head=head))
    assert answer.location == f"{many.place}/check", answer.page.text
    many.post("common", **LEAVING, end_ground="studiebevis")

    assert many.send().status_code == 303
    assert len(many.filings()) == 2


def test_words_of_both_languages_and_codes_are_understood(app):
    heads = ("På vilken grund slutar eleven?", "wanted", "grades", "home_municipality")
    for said in ("Eleven byter skola", "changed_school", "ELEVEN BYTER SKOLA "):
        with app.test_request_context():
            reader, line = read_as(
                "dropout", heads, (said, "Råd till skolan; guidance", "studiebevis", "nacka")
            )
            assert reader.typed(line) == {
                "end_ground": ["changed_school"],
                "wanted": ["advice", "guidance"],
                "grades": ["studiebevis"],
                "home_municipality": ["0182"],
            }


def test_what_is_wrong_in_a_row_is_said_with_its_row_its_column_and_what_to_do(many):
    many.begin("leavers")
    many.upload(a_file(WILMA.replace("Nacka", "Nackka"), ALI.replace("Folkbokförd i", "Bor i")))
    many.post("common", **LEAVING, end_ground="studiebevis")

    text = many.page("check").page.text

    assert "Wilma Ek (rad 2): Elevens hemkommun – Välj ett av alternativen i listan." in text
    assert "Ali Öhman (rad 3): Varför är det hemkommunen? – Välj ett av alternativen." in text
    assert many.send().status_code == 422


def test_what_a_row_leaves_out_the_roll_fills_in(many):
    many.begin("leavers")
    many.upload(a_file(f"{EIGHTEEN};;;;;"))
    many.post("common", **LEAVING, end_ground="studiebevis")
    many.send()

    filing = many.filings()[0]
    assert (filing.given_name, filing.municipality_code) == ("Ali", "0581")


def test_a_list_from_the_pupil_system_will_do(many):
    many.begin("leavers")
    head = "PersonNr;Fornamn;Efternamn;Klass;Studievagskod;Kommunkod"
    many.upload(a_file(f"{EIGHTEEN};Ali;Öhman;SA25A;SA25;0581", head=head))

    assert many.one().rows[0].typed["home_municipality"] == ["0581"]


FAULTY = [
    (b"", "Filen är tom."),
    (workbooks.bomb(200), "blir alldeles för stor när den packas upp"),
    (b"PK\x03\x04", "Filen är skadad"),
    (a_file(), "Filen har en rubrikrad men inga elever."),
    (a_file("Wilma;Ek", head="Förnamn;Efternamn"), "Kolumnen med personnummer saknas."),
    (a_file(WILMA + ";x", head=HEAD + ";Skonummer"), "Kolumn 7 har en rubrik som inte finns"),
    (a_file(f"{SIXTEEN};{SIXTEEN}", head="Personnummer;number"), "Två kolumner har samma"),
    (a_file(WILMA.replace("Ek", "=1+1")), "Rad 2: En cell innehåller en formel."),
    (a_file(ALI, WILMA + ";extra"), "Rad 3: Raden har fler celler"),
    (a_file(SIXTEEN), "Rad 2: Raden har färre celler"),
    (a_file(*[WILMA] * 101), "Filen har fler än 100 elever."),
]


@pytest.mark.parametrize(("content", "sentence"), FAULTY)
def test_a_file_that_cannot_be_read_is_explained_and_nothing_of_it_is_kept(many, content, sentence):
    many.begin("leavers")

    answer = many.upload(content)

    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert many.one().rows == []


@pytest.mark.parametrize(
    ("row", "head"),
    [
        (WILMA, HEAD),
        ("20100329TF10;Wilma;Ek;SA25;Nacka;x", HEAD),
        (f"{EIGHTEEN};Ali;Öhman;Ja", "Personnummer;Förnamn;Efternamn;Sekretess"),
        (f"{EIGHTEEN};Ali;Öhman;Vet ej", "Personnummer;Förnamn;Efternamn;Sekretess"),
    ],
)
def test_a_file_with_somebody_protected_is_refused_and_nothing_of_it_is_kept(
    many, rows, database, row, head
):
    Desk(many.browser, rows).import_(ROLL.replace("Wilma;Ek;;", "Wilma;Ek;Ja;"))
    many.begin("leavers")

    answer = many.upload(a_file(row, head=head))

    assert answer.status_code == 422
    assert "Rad 2: Eleven kan ha skyddade personuppgifter." in answer.page.text
    assert answer.page.links["Visa vart du ringer"] == "/filings/protected"
    assert rows.scalars(select(BatchPupil)).all() == []


def test_the_same_file_again_gives_the_same_receipt(many):
    content = a_file(ALI, f"{TWENTY};Bo;Ek;SA25;Nacka;Folkbokförd i kommunen")
    many.begin("leavers")
    many.upload(content)
    many.post("common", **LEAVING, end_ground="studiebevis")
    first = many.send().location
    many.begin("leavers")

    again = many.upload(content)

    assert again.location == first
    assert "Den här filen är redan skickad." in many.browser.get(again.location).text
    assert len(many.filings()) == 2
    assert many.page("check").status_code == 404


def test_a_row_that_is_filed_already_is_said_when_the_file_has_grown(many):
    many.begin("leavers")
    many.upload(a_file(ALI))
    many.post("common", **LEAVING, end_ground="studiebevis")
    many.send()
    many.begin("leavers")
    many.upload(a_file(ALI, f"{TWENTY};Bo;Ek;SA25;Nacka;Folkbokförd i kommunen"))
    many.post("common", **LEAVING, end_ground="studiebevis")

    page = many.page("check").page

    assert "Ali Öhman (rad 2): Redan anmäld för samma dag" in page.text
    assert "Bo Ek (rad" not in page.text


def test_an_excel_file_with_days_as_days_is_read(many):
    many.begin("leavers")
    many.upload(sheet(["Personnummer", "Vilken dag slutar eleven?"],
                      [EIGHTEEN, date(2026, 11, 13)]))  # fmt: skip

    assert many.one().rows[0].typed["event_on"] == ["2026-11-13"]


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80
).map(str.strip)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_name=NAMES | st.sampled_from(HARD), family_name=NAMES | st.sampled_from(HARD))
def test_any_name_survives_the_way_out_and_in(app, given_name, family_name):
    heads = ("number", "given_name", "family_name")
    with app.test_request_context():
        out = [csvfile.text(one) for one in (SIXTEEN, given_name, family_name)]
        reader, line = read_as("start", heads, out)
        typed = reader.typed(line)

    assert typed.get("number") == [SIXTEEN]
    for name, text in (("given_name", given_name), ("family_name", family_name)):
        kept = batch_read.visible(text.strip())
        assert typed.get(name, [""]) == [kept]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_read_or_explained(app, town, content):
    with app.test_request_context():
        found = batch_read.read(
            content, FormKind.DROPOUT, queries.municipalities(), by=town.counsellor, today=TODAY
        )
    assert found.rows or found.said
