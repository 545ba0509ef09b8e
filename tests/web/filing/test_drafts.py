"""A draft is kept, right or wrong: back and forth, later, in two tabs."""

from sqlalchemy import select

from portal.models import Draft, Filing
from tests.town import SIXTEEN
from tests.web.filing.typed import PUPIL, Counter


def test_save_and_go_on_later_keeps_even_what_is_wrong(town, login):
    writer = Counter(login(town.counsellor))

    answer = writer.post("pupil", number="2010-03", do="later")

    assert answer.location.endswith("/filings/new")
    assert writer.page("pupil").page.values["number"] == "2010-03"
    choose = writer.browser.get("/filings/new").page
    assert "Wilma Ek" in choose.text
    assert "Fortsätt Wilma Ek" in choose.links


def test_back_keeps_what_was_typed(town, login):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")

    answer = writer.post("situation", event_on="nyss", do="back")

    assert answer.location.endswith("/pupil")
    assert writer.page("situation").page.values["event_on"] == "nyss"


def test_going_on_leads_to_the_first_step_where_something_is_missing(town, login):
    writer = Counter(login(town.counsellor))
    assert writer.browser.get(writer.draft).location.endswith("/pupil")
    writer.post("pupil")
    assert writer.browser.get(writer.draft).location.endswith("/situation")
    writer.post("situation")
    assert writer.browser.get(writer.draft).location.endswith("/contact")
    writer.post("contact")
    assert writer.browser.get(writer.draft).location.endswith("/check")


def test_later_steps_wait_for_the_pupil(town, login):
    writer = Counter(login(town.counsellor))

    assert "/pupil" in writer.page("contact").location


def test_the_check_page_lists_what_is_missing_with_links_to_each_field(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    writer.post("situation", reasons=None, do="later")

    page = writer.page("check").page

    link = page.links["Elevens situation: Välj minst ett skäl."]
    assert link.endswith("/situation?mend=1#reasons-0")
    mend = writer.browser.get(link.partition("#")[0]).page
    assert "Välj minst ett skäl." in mend.text
    assert (
        writer.browser.post(
            f"{writer.draft}/send", data={"csrf_token": page.values["csrf_token"]}
        ).status_code
        == 422
    )
    assert not rows.scalars(select(Filing)).all()


def test_mending_the_last_error_leads_back_to_the_check(town, login):
    writer = Counter(login(town.counsellor))
    writer.fill()
    token = writer.page("pupil").page.values["csrf_token"]

    answer = writer.browser.post(
        f"{writer.draft}/pupil?mend=1", data=PUPIL | {"given_name": "Vilma", "csrf_token": token}
    )

    assert answer.location.endswith("/check")


def test_the_script_saves_quietly_and_says_when(town, login, rows):
    writer = Counter(login(town.counsellor))
    page = writer.page("pupil").page

    answer = writer.browser.post(
        f"{writer.draft}/pupil/autosave", data=page.values | {"given_name": "Wil"}
    )

    assert answer.json["saved_at"] == "10.00"
    assert rows.scalars(select(Draft)).one().answers["given_name"] == ["Wil"]
    again = writer.browser.post(
        f"{writer.draft}/pupil/autosave",
        data=page.values | {"given_name": "Wilma", "version": answer.json["version"]},
    )
    assert again.status_code == 200


def test_two_tabs_lose_nothing_to_each_other(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    one, other = writer.page("pupil"), writer.page("pupil")
    writer.browser.send(one, given_name="Vilma")

    answer = writer.browser.send(other, given_name="Wilhelmina")

    assert answer.status_code == 409
    assert answer.page.values["given_name"] == "Wilhelmina"
    assert "Vilma" in answer.page.text
    assert rows.scalars(select(Draft)).one().answers["given_name"] == ["Vilma"]
    writer.browser.send(answer)
    assert rows.scalars(select(Draft)).one().answers["given_name"] == ["Wilhelmina"]


def test_two_tabs_on_different_steps_do_not_disturb_each_other(town, login):
    writer = Counter(login(town.counsellor))
    writer.fill()
    one, other = writer.page("pupil"), writer.page("contact")

    assert writer.browser.send(one, given_name="Vilma").status_code == 303
    assert writer.browser.send(other, rector_name="Rut").status_code == 303


def test_a_draft_is_thrown_away_after_asking(town, login, rows):
    writer = Counter(login(town.counsellor))
    asked = writer.page("discard")
    assert rows.scalars(select(Draft)).all()

    writer.browser.send(asked)

    assert not rows.scalars(select(Draft)).all()


def test_the_identity_number_never_stands_in_an_address(town, login):
    writer = Counter(login(town.counsellor))
    for step in ("pupil", "situation", "contact"):
        answer = writer.post(step)
        assert SIXTEEN[2:] not in answer.location
    assert SIXTEEN not in writer.send().location
