"""A draft is its author's until it is shared: then the school writes in it together."""

import pytest
from sqlalchemy import select

from portal.models import AccessLogEntry, Case, Draft, Filing
from portal.vocabulary import Opened
from tests.web.filing.typed import PUPIL, Counter

OUTSIDE = ("other_counsellor", "far_counsellor", "rector", "caseworker", "coordinator")


def share(writer, shared="yes"):
    page = writer.browser.get("/filings/new")
    token = page.page.values["csrf_token"]
    return writer.browser.post(
        f"{writer.draft}/share", data={"shared": shared, "csrf_token": token}
    )


@pytest.fixture
def shared(town, login):
    """Karin's draft, with the pupil filled in and shared."""
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    assert share(writer).status_code == 303
    return writer


def as_seen_by(somebody, writer, login, another_client):
    """The same draft in a colleague's browser."""
    other = object.__new__(Counter)
    other.browser = login(somebody, another_client())
    other.kind, other.draft = writer.kind, writer.draft
    return other


def test_it_is_shared_from_the_list_and_taken_back_there(town, login):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    page = writer.browser.get("/filings/new").page
    assert "Dela med kollegorna" in page.text

    share(writer)
    assert "delat med kollegorna" in writer.browser.get("/filings/new").page.text

    share(writer, "no")
    assert login(town.colleague).get(f"{writer.draft}/pupil").status_code == 404


def test_a_colleague_finds_it_with_its_authors_name_and_the_opening_is_logged(
    town, login, shared, rows
):
    browser = login(town.colleague)

    page = browser.get("/filings/new").page
    assert f"delat av {town.counsellor.user.name}" in page.text
    assert "Ta bort Wilma Ek" not in page.links
    assert browser.get(f"{shared.draft}/pupil").page.values["given_name"] == "Wilma"

    logged = rows.scalars(select(AccessLogEntry).where(AccessLogEntry.opened == Opened.DRAFT))
    assert {one.membership_id for one in logged} == {town.colleague.id}
    assert "Wilma" not in browser.get("/").page.text, "it is no task of the colleague's"


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize("step", ["/pupil", "/check", "/discard"])
def test_sharing_ends_at_the_school_and_with_the_role(who, step, town, login, shared):
    assert login(getattr(town, who)).get(f"{shared.draft}{step}").status_code == 404


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_else_writes_in_it(who, town, login, shared, rows):
    browser = login(getattr(town, who))
    token = browser.get("/account").page.values["csrf_token"]

    for way in ("/pupil", "/pupil/autosave", "/send", "/share", "/discard"):
        data = PUPIL | {"given_name": "X", "csrf_token": token}
        assert browser.post(f"{shared.draft}{way}", data=data).status_code in (403, 404), way

    assert rows.scalars(select(Draft)).one().answers["given_name"] == ["Wilma"]


@pytest.mark.parametrize("way", ["/share", "/discard"])
def test_only_its_author_shares_it_and_throws_it_away(way, town, login, shared, rows):
    browser = login(town.colleague)
    token = browser.get("/filings/new").page.values["csrf_token"]

    answer = browser.post(f"{shared.draft}{way}", data={"csrf_token": token})

    assert answer.status_code == 403
    assert rows.scalars(select(Draft)).one().shared


def test_a_correction_is_not_shared(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()
    writer.send()
    case = rows.scalars(select(Case)).one().reference
    page = writer.browser.get(f"/school/cases/{case}/filings/1")
    token = page.page.values["csrf_token"]
    answer = writer.browser.post(
        f"/school/cases/{case}/filings/1/correct", data={"csrf_token": token}
    )
    writer.draft = answer.location

    assert share(writer).status_code == 403


def test_two_people_lose_nothing_and_choose_field_by_field(
    town, login, another_client, shared, rows
):
    other = as_seen_by(town.colleague, shared, login, another_client)
    mine, theirs = shared.page("pupil"), other.page("pupil")
    other.browser.send(theirs, given_name="Vilma", family_name="Alm", year="2")

    answer = shared.browser.send(mine, given_name="Wilhelmina", family_name="Ahl")

    assert answer.status_code == 409
    assert f"{town.colleague.user.name} har ändrat i samma svar" in answer.page.text
    for text in ("Wilhelmina", "Vilma", "Ahl", "Alm"):
        assert text in answer.page.text
    assert answer.page.values["year"] == "2", "what only the colleague changed is kept unasked"
    assert not answer.page.all("form", data_autosave=f"{shared.draft}/pupil/autosave")

    chosen = {"keep-given_name": "there", "keep-family_name": "here"}
    assert shared.browser.send(answer, **chosen).status_code == 303
    answers = rows.scalars(select(Draft)).one().answers
    assert (answers["given_name"], answers["family_name"]) == (["Vilma"], ["Ahl"])
    assert answers["year"] == ["2"]


def test_the_script_never_saves_over_what_a_colleague_has_written(
    town, login, another_client, shared, rows
):
    other = as_seen_by(town.colleague, shared, login, another_client)
    mine = shared.page("pupil")
    other.browser.send(other.page("pupil"), given_name="Vilma")

    quiet = f"{shared.draft}/pupil/autosave"
    assert shared.browser.send(mine, to=quiet, given_name="Wilhelmina").status_code == 409
    same_field_untouched = shared.browser.send(mine, to=quiet, family_name="Ahl")

    assert same_field_untouched.status_code == 200
    answers = rows.scalars(select(Draft)).one().answers
    assert (answers["given_name"], answers["family_name"]) == (["Vilma"], ["Ahl"])
    again = mine.page.values | {"version": same_field_untouched.json["version"]}
    assert shared.browser.post(quiet, data=again | {"family_name": "Ahlm"}).status_code == 200
    assert rows.scalars(select(Draft)).one().answers["given_name"] == ["Vilma"]


def test_whoever_sends_it_both_follow_the_case(town, login, another_client, shared, rows):
    other = as_seen_by(town.colleague, shared, login, another_client)
    other.fill()
    open_since_before = shared.page("pupil")

    sent = other.send()

    filing = rows.scalars(select(Filing)).one()
    assert filing.author_id == town.colleague.id
    assert set(filing.case.author_ids) == {town.colleague.id, town.counsellor.id}
    assert shared.page("contact").location == sent.location
    refused = shared.browser.send(open_since_before, given_name="Vilma")
    assert refused.status_code == 409
    assert "Vilma" in refused.page.text
