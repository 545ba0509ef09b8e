"""What a pupil who may leave is told: in seven languages, on paper, and ticked as given."""

import re
import tomllib
from datetime import date

import pytest
import time_machine

from portal.errors import NotAllowed, NotYetGiven, WrongState
from portal.models import Event
from portal.vocabulary import FormKind, InformedHow, Language, Step
from portal.web import information_words, pdf
from portal.web.guest_words import LANGUAGES
from portal.workflow import information
from portal.workflow.filing import correct, withdraw
from tests.pdfs import assert_is_kept_for_long
from tests.town import AT, SIXTEEN, TODAY, a_case, a_filing, told
from tests.web.school.following import page_of, token

GIVEN = {"how": "read_aloud", "language": "so", "on": "2026-11-17", "giver": ""}
INFORMED = {
    "informed": "yes",
    "informed_how": "paper",
    "informed_language": "ar",
    "informed_on": "2026-11-17",
}


@pytest.fixture(autouse=True)
def the_day():
    with time_machine.travel(AT, tick=False):
        yield


def given(rows, case):
    rows.expire_all()
    found = rows.query(Event).where(Event.case_id == case.id, Event.step == Step.INFORM)
    return list(found)


def _joined(said):
    return " ".join(one if isinstance(one, str) else " ".join(one) for one in said.values())


# --- the page and the paper ----------------------------------------------------------------------


def test_every_language_says_the_same_things():
    swedish = information_words.words("sv")
    for language in LANGUAGES:
        said = information_words.words(language)
        assert said.keys() == swedish.keys()
        assert all(said[name] for name in said)
        assert len(said["ways"]) == len(swedish["ways"])
        numbers = [sorted(re.findall(r"\b\d\d\b", _joined(one))) for one in (said, swedish)]
        assert numbers[0] == numbers[1], language
        assert "KAA" in said["kaa"]
        assert "kommunala aktivitetsansvaret" in said["kaa"]


def test_the_languages_are_those_of_the_guests_page():
    files = {path.stem for path in information_words.FOLDER.glob("*.toml")}

    assert files == set(LANGUAGES)
    assert {one.value for one in Language} == {*LANGUAGES, "other"}
    guests = information_words.FOLDER.parent / "guest"
    for language in LANGUAGES:
        there = tomllib.loads((guests / f"{language}.toml").read_text())
        said = information_words.words(language)
        assert (said["name"], said["dir"]) == (there["name"], there["dir"])


@pytest.mark.parametrize("who", ["counsellor", "rector", "caseworker", "coordinator"])
def test_the_page_says_whom_to_call_and_nothing_of_anybody(login, town, stored, who):
    stored(a_case(town))
    answer = login(getattr(town, who)).get(f"/information/{town.nacka.code}")

    assert answer.status_code == 200
    assert town.nacka.phone in answer.page.text
    assert "Skollagen (2010:800) 15 kap. 5 och 15 §§" in answer.page.text
    assert "Wilma" not in answer.text
    assert SIXTEEN[:8] not in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_in_the_pupils_language_and_direction(login, town, language):
    answer = login(town.counsellor).get(f"/information/{town.nacka.code}/{language}")

    said = information_words.words(language)
    assert f'<div lang="{language}" dir="{said["dir"]}">' in answer.text
    assert said["title"] in answer.page.text


@pytest.mark.parametrize("address", ["/information/9999", "/information/0182/xx"])
def test_a_place_or_a_language_that_is_not_there_is_not_found(login, town, address):
    assert login(town.counsellor).get(address).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_a_pdf_a_in_every_language(login, town, language):
    client = login(town.counsellor)

    answer = client.post(f"/information/{town.nacka.code}/{language}", data=token(client))

    title = information_words.words(language)["title"]
    assert_is_kept_for_long(answer.data, lang=language, title=title)
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="information-{language}.pdf"'
    )


@pytest.fixture
def printed(monkeypatch):
    """The texts that are to be set."""
    texts = []
    monkeypatch.setattr(pdf, "render", lambda _, said, **__: texts.append(said) or b"%PDF-")
    return texts


def test_the_credits_left_are_printed_and_kept_nowhere(login, town, printed, caplog, database):
    client = login(town.counsellor)
    before = len(database.execute("SELECT * FROM held_form").fetchall())

    answer = client.post(
        f"/information/{town.nacka.code}/sv", data={"points": "1 375", **token(client)}
    )

    assert answer.status_code == 200
    assert printed[0]["left"] == "1375"
    assert "1375" not in caplog.text
    assert len(database.execute("SELECT * FROM held_form").fetchall()) == before
    assert "1375" not in client.get(f"/information/{town.nacka.code}/sv").text


@pytest.mark.parametrize("points", ["många", "-1", "99999"])
def test_credits_that_cannot_be_are_refused_with_the_page(login, town, points):
    client = login(town.counsellor)

    answer = client.post(
        f"/information/{town.nacka.code}/sv", data={"points": points, **token(client)}
    )

    assert answer.status_code == 422
    assert "Det finns fel på sidan" in answer.text


# --- ticked as given -----------------------------------------------------------------------------


def test_the_school_ticks_it_and_both_sides_read_it_in_the_case(
    login, town, case, rows, another_client
):
    client = login(town.counsellor)
    answer = client.post(f"{page_of(case)}/information", data={**GIVEN, **token(client)})

    assert answer.status_code == 303
    (event,) = given(rows, case)
    assert event.actor_id == town.counsellor.id
    assert event.facts == {key: GIVEN[key] for key in ("how", "language", "on", "giver")}
    theirs = login(town.caseworker, another_client()).get(f"/cases/{case.reference}")
    for page in (client.get(page_of(case)), theirs):
        assert "Eleven fick information om vad det innebär att sluta" in page.page.text
        assert "Uppläst" in page.page.text
        assert "På somaliska" in page.page.text
        assert "Ingen har skrivit att eleven har fått informationen" not in page.page.text


def test_before_it_is_ticked_both_pages_say_so_and_lead_to_the_text(login, town, case):
    address = f"/information/{town.nacka.code}"
    for who, place in (("counsellor", page_of(case)), ("caseworker", f"/cases/{case.reference}")):
        page = login(getattr(town, who)).get(place).page
        assert "Ingen har skrivit att eleven har fått informationen" in page.text
        assert address in page.links.values()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"how": ""}, "Välj hur eleven fick informationen."),
        ({"how": "telepathy"}, "Välj ett av alternativen."),
        ({"language": ""}, "Välj på vilket språk."),
        ({"on": ""}, "Skriv vilken dag eleven fick den."),
        ({"on": "2026-11-19"}, "Dagen har inte varit än."),
        ({"on": "i går"}, "Skriv datumet som åååå-mm-dd"),
        ({"giver": "x" * 101}, "Skriv högst 100 tecken."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(login, town, case, rows, changed, sentence):
    client = login(town.counsellor)

    answer = client.post(f"{page_of(case)}/information", data={**GIVEN, **changed, **token(client)})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert given(rows, case) == []


@pytest.mark.parametrize("who", ["other_counsellor", "far_counsellor", "colleague", "other_rector"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_others_find_no_case_to_tick_in(login, town, case, rows, who, method):
    client = login(getattr(town, who))
    data = {**GIVEN, **token(client)}

    answer = client.open(f"{page_of(case)}/information", method=method, data=data)

    assert answer.status_code in (403, 404)
    assert given(rows, case) == []


@pytest.mark.parametrize("who", ["rector", "caseworker", "coordinator", "municipality_admin"])
def test_the_rector_and_the_municipality_read_and_do_not_tick(login, town, case, rows, who):
    client = login(getattr(town, who))
    data = {**GIVEN, "csrf_token": client.get("/account").page.values["csrf_token"]}

    answer = client.post(f"{page_of(case)}/information", data=data)

    assert answer.status_code in (403, 404)
    assert given(rows, case) == []


def test_a_closed_case_takes_no_tick(login, town, case, change):
    change(withdraw, case.filings[0], reason="Fel elev", by=town.counsellor)
    client = login(town.counsellor)

    assert client.get(f"{page_of(case)}/information").status_code == 409


# --- in the workflow -----------------------------------------------------------------------------


def inform(case, by, **said):
    usual = {"how": InformedHow.PAPER, "language": Language.SWEDISH, "on": TODAY}
    information.inform(case, **usual | said, by=by, at=AT)


def test_a_day_that_has_not_come_is_refused(town):
    with pytest.raises(NotYetGiven):
        inform(a_case(town), town.counsellor, on=date(2026, 11, 19))


def test_only_the_school_that_filed_writes_it_down(town):
    for who in (town.other_counsellor, town.caseworker, town.rector):
        with pytest.raises(NotAllowed):
            inform(a_case(town), who)


def test_it_is_not_written_down_in_a_closed_case(town):
    filing = a_filing(town)
    withdraw(filing, reason="Fel elev", by=town.counsellor, at=AT)
    with pytest.raises(WrongState):
        inform(filing.case, town.counsellor)


@pytest.mark.parametrize("kind", [FormKind.AT_RISK, FormKind.DROPOUT])
def test_a_filing_that_says_so_leaves_the_step_in_its_case(town, stored, rows, kind):
    case = stored(a_case(town, kind, answers=dict(INFORMED)))

    (event,) = given(rows, case)
    assert event.facts["on"] == "2026-11-17"
    assert event.facts["language"] == "ar"


def test_a_filing_that_does_not_say_so_leaves_none(town, stored, rows):
    case = stored(a_case(town, FormKind.DROPOUT, answers={"informed": "no"}))

    assert given(rows, case) == []


@pytest.mark.parametrize(("before", "steps"), [({}, 1), (INFORMED, 1)])
def test_a_correction_leaves_the_step_once(town, stored, rows, before, steps):
    filing = a_filing(town, FormKind.DROPOUT, answers=dict(before))
    stored(filing.case)
    says = told(FormKind.DROPOUT, answers=dict(INFORMED))
    correct(
        filing,
        says,
        draft_id=filing.id,
        unit=town.ybc,
        reason="Glömde",
        by=town.counsellor,
        at=AT,
    )
    rows.commit()

    assert len(given(rows, filing.case)) == steps
