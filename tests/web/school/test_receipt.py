"""The receipt as a file to keep: PDF/A, the school's own copy, and a name that tells nothing."""

from subprocess import CalledProcessError

import pytest
import time_machine

from portal.web import filters, pdf
from tests.pdfs import Pdf, assert_is_kept_for_long
from tests.town import AT, a_case


def receipt_of(client, case, ordinal=1):
    return client.get(f"/school/cases/{case.reference}/filings/{ordinal}/receipt.pdf")


@pytest.fixture
def told(monkeypatch):
    """The texts that the portal gives to be set."""
    given = []
    render = pdf.render

    def listening(template, texts, **more):
        given.append(texts)
        return render(template, texts, **more)

    monkeypatch.setattr(pdf, "render", listening)
    return given


@pytest.mark.parametrize(
    ("lang", "title"), [("sv", "Kvittens på anmälan"), ("en", "Receipt for a filing")]
)
def test_a_receipt_is_a_pdf_a_in_the_readers_language(login, town, stored, lang, title):
    case = stored(a_case(town))
    client = login(town.counsellor)
    token = client.get("/account").page.values["csrf_token"]
    client.post(f"/language/{lang}", data={"csrf_token": token})

    answer = receipt_of(client, case)

    assert_is_kept_for_long(answer.data, lang=lang, title=title)


@pytest.mark.parametrize("name", ["محمد", "Đặng Nguyễn", "Олексій", "李 🙂"])
def test_a_receipt_is_a_pdf_a_whatever_letters_a_name_has(login, town, stored, name):
    case = stored(a_case(town, given_name=name))

    answer = receipt_of(login(town.counsellor), case)

    assert_is_kept_for_long(answer.data, lang="sv", title="Kvittens på anmälan")


def test_a_receipt_says_reference_time_ground_and_what_was_sent(login, town, stored, told):
    case = stored(a_case(town, answers={"efforts_text": "Vi har pratat."}))

    answer = receipt_of(login(town.counsellor), case)

    (texts,) = told
    facts = dict(texts["facts"])
    filing = case.filings[0]
    assert facts["Referens"] == f"{case.reference}-1"
    assert facts["Inlämnad"] == filters.moment(filing.filed_at)
    assert facts["Rättslig grund"]
    answers = {question: said for part in texts["parts"] for question, said in part["rows"]}
    assert "Vi har pratat." in answers.values()
    assert f'filename="kvittens-{case.reference}-1.pdf"' in answer.headers["Content-Disposition"]


def test_a_receipt_bears_the_moment_it_was_fetched(login, town, stored):
    case = stored(a_case(town))
    client = login(town.counsellor)

    with time_machine.travel(AT, tick=False):
        answer = receipt_of(client, case)

    assert Pdf(answer.data).says("xmp:CreateDate") == "2026-11-18T09:00:00Z"


def test_a_template_that_cannot_be_set_is_told_to_the_one_who_runs_the_portal(app, tmp_path):
    with app.test_request_context(), pytest.raises(CalledProcessError):
        pdf.render(str(tmp_path / "none.typ"), {"lang": "sv"}, at=AT)
