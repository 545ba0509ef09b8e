"""The rector's page and its download."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import AccessLogEntry
from portal.vocabulary import FormKind
from portal.web import csvfile
from tests.town import AT, a_case, copies


def test_the_page_says_the_figures_in_words_drawing_and_table(login, town, stored):
    stored(a_case(town, FormKind.ABSENCE, at=AT - timedelta(days=3)))

    page = login(town.rector).get("/reports/school").page

    assert page.heading == "Skolans rapport"
    assert "Flest anmälningar kom i november 2026: 1 av 1." in page.text
    assert "Under juni, juli och augusti kom ingen." in page.text
    drawing = page.all(role="img")[0]
    assert [child.tag.partition("}")[2] for child in drawing][:2] == ["title", "desc"]
    assert page.links["Alla anmälningar"] == "/school/cases"
    assert "Hög ogiltig frånvaro" in page.text


def test_without_filings_the_page_says_so(login, town):
    page = login(town.rector).get("/reports/school").page

    assert "Inga anmälningar under den här tiden" in page.text


def test_the_page_shows_the_own_school_only(login, town, stored):
    stored(a_case(town, FormKind.ABSENCE))

    assert "Inga anmälningar" in login(town.other_rector).get("/reports/school").page.text


@pytest.mark.parametrize("period", ["latest", "2026", "2025", "1066", "'; drop table", "9" * 500])
def test_any_period_is_answered(login, town, stored, period):
    stored(a_case(town, FormKind.ABSENCE))

    assert login(town.rector).get("/reports/school", query_string={"period": period}).page


def test_a_school_year_is_a_choice(login, town, stored):
    stored(a_case(town, FormKind.ABSENCE))
    client = login(town.rector)

    page = client.get("/reports/school").page
    assert page.links["Läsåret 2026/27"] == "/reports/school?period=2026"
    last_year = client.get("/reports/school?period=2025").page
    assert "1 juli 2025–30 juni 2026" in last_year.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Inga anmälningar" in last_year.text


@pytest.mark.parametrize(
    "who", ["counsellor", "caseworker", "coordinator", "organiser_admin", "log_reviewer"]
)
@pytest.mark.parametrize("place", ["/reports/school", "/reports/school.csv"])
def test_the_report_is_the_rectors(login, town, who, place):
    assert login(getattr(town, who)).get(place).status_code == 403


def test_nobody_in_particular_is_asked_to_log_in(client, town):
    assert client.get("/reports/school").status_code == 303


def test_the_page_costs_few_statements_however_much_there_is(login, town, stored, rows, statements):
    case = stored(a_case(town, FormKind.ABSENCE))
    client = login(town.rector)
    statements.clear()
    client.get("/reports/school")
    few = len(statements)

    copies(rows, case, 200)
    statements.clear()
    client.get("/reports/school")

    assert len(statements) == few <= 10, statements


def test_the_download_opens_in_a_swedish_spreadsheet_and_names_nobody(login, town, stored, rows):
    case = stored(a_case(town, FormKind.ABSENCE))

    answer = login(town.rector).get("/reports/school.csv")

    assert answer.mimetype == "text/csv"
    disposition = answer.headers["Content-Disposition"]
    assert disposition == 'attachment; filename="anmalningar-latest.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    text = answer.data.decode("utf-8-sig")
    assert text.count("\r\n") == text.count("\n") == 2
    heads, line = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    said = dict(zip(heads, line, strict=True))
    assert said["Referens"] == case.reference
    assert said["Anmälan"] == "Hög ogiltig frånvaro"
    assert said["Inlämnad"] == "2026-11-18 10:00"
    assert said["Ärendets läge"] == "I kö"
    assert "Wilma" not in text
    assert "20100329" not in text


def test_a_download_is_written_in_the_access_log(login, town, rows):
    login(town.rector).get("/reports/school.csv?period=2026")

    logged = rows.scalars(select(AccessLogEntry)).all()
    assert [(one.opened, one.reference) for one in logged] == [("export", "2026")]
    assert logged[0].membership_id == town.rector.id


@pytest.mark.parametrize(
    "typed",
    [
        "=1+41",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\N{NO-BREAK SPACE}=1",
        "\N{FULLWIDTH EQUALS SIGN}1",
        "\N{FULLWIDTH PLUS SIGN}1",
        "\N{FULLWIDTH HYPHEN-MINUS}1",
        "\N{FULLWIDTH COMMERCIAL AT}1",
        '=HYPERLINK("https://example.se")',
        "|calc",
    ],
)
def test_a_spreadsheet_runs_nothing_of_what_a_list_says(app, typed):
    with app.test_request_context():
        rows = list(
            csv.reader(
                io.StringIO(
                    csvfile.download("x", ["a"], [[typed]]).get_data(as_text=True)[1:], newline=""
                ),
                delimiter=";",
            )
        )

    assert rows[1][0] == f"'{typed}"


def test_ordinary_text_is_left_as_it_is(app):
    with app.test_request_context():
        assert csvfile.text("26-7F3K-Q2MD") == "26-7F3K-Q2MD"
        assert csvfile.text(None) == ""
        assert csvfile.text(7) == "7"
