"""An empty form is there for anybody, also when the database is away."""

import pytest

from portal.vocabulary import FormKind
from portal.web import paper, pdf
from tests.servers import portal_at

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


@pytest.fixture(autouse=True)
def _nothing_is_set_yet():
    paper._set.cache_clear()


@pytest.mark.parametrize("kind", FormKind)
def test_each_kind_has_a_form_for_anybody(client, database, kind):
    answer = client.get(f"/paper/{kind.value}.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in answer.data
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="blankett-{kind.value}.pdf"'
    )
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("kind", ["x", "queue", "AT_RISK", "at_risk.pdf", "..%2freceipt"])
def test_there_is_no_form_of_a_kind_that_is_none(client, database, kind):
    assert client.get(f"/paper/{kind}.pdf").status_code == 404


def test_a_form_is_set_once_however_often_it_is_asked_for(client, database, monkeypatch):
    client.get("/paper/start.pdf")
    monkeypatch.setattr(pdf, "LONGEST", 0)  # nothing more could be set in no time

    assert client.get("/paper/start.pdf").status_code == 200


def test_each_language_has_its_own(client, database):
    swedish = client.get("/paper/start.pdf").data
    with client.session_transaction() as cookie:
        cookie["locale"] = "en"

    assert client.get("/paper/start.pdf").data != swedish


def test_without_a_database_it_can_be_printed_by_who_is_logged_in_too(town, login):
    client = login(town.counsellor)

    with portal_at(NOWHERE):
        assert client.get("/paper/absence.pdf").status_code == 200


@pytest.mark.parametrize(("who", "page"), [("counsellor", "/filings/new"), (None, "/login")])
def test_the_way_there_stands_where_a_form_is_chosen_and_where_one_logs_in(
    town, login, client, who, page
):
    if who:
        login(getattr(town, who))

    links = client.get(page).page.links

    assert links["Blankett: studieavbrott (PDF)"] == "/paper/dropout.pdf"
    assert sum(url.startswith("/paper/") for url in links.values()) == len(FormKind)


def test_the_page_of_a_fault_shows_the_way_too(town, login):
    client = login(town.counsellor)
    client.breakage_expected = True

    with portal_at(NOWHERE):
        answer = client.get("/school/cases")

    assert answer.status_code == 500
    assert answer.page.links["Blankett: studieavbrott (PDF)"] == "/paper/dropout.pdf"
