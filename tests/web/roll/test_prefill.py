"""A filing about somebody in the roll: chosen, filled in, and still the school's to change."""

import pytest
from sqlalchemy import select

from portal.models import Draft
from tests.town import EIGHTEEN, SIXTEEN
from tests.web.roll.conftest import ROLL

GUARDED = (
    "PersonNr;Fornamn;Efternamn;Sekretess;Vardnadshavare;Vardnadshavare telefon;Kommunkod\n"
    f"{SIXTEEN};Wilma;Ek;Nej;Anna Ek;070-174 06 06;0182\n"
    f"{EIGHTEEN};Ali;Öhman;Nej;Per Öhman;070-174 06 07;0581"
)


def begin(browser, kind="dropout"):
    """The page one comes to when the pupil's data are not protected."""
    answer = browser.send(browser.get(f"/filings/new/{kind}"), protected="no")
    return browser.get(answer.location)


def look_up(browser, page, text):
    return browser.send(page, to=page.request.path, text=text)


def test_without_a_roll_one_types_at_once(town, login):
    assert begin(login(town.counsellor)).request.path.endswith("/pupil")


def test_a_pupil_is_searched_chosen_and_filled_in(desk, rows):
    desk.import_(ROLL)
    page = begin(desk.browser)
    assert page.request.path.endswith("/roll")
    found = look_up(desk.browser, page, "wilma")
    wilma = next(one for one in desk.pupils() if one.given_name == "Wilma")

    chosen = desk.browser.send(found, to=f"{page.request.path}/choose", pupil=str(wilma.id))

    step = desk.browser.get(chosen.location)
    values = step.page.values
    assert values["number"] == "20100329-2388"
    assert (values["given_name"], values["programme_code"]) == ("Wilma", "SA25")
    text = step.page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Hemkommunen är Nacka kommun" in text
    assert "folkbokförd där enligt elevlistan (CSV-fil, 18 nov 2026)" in text
    assert SIXTEEN not in chosen.location
    answers = rows.scalars(select(Draft)).one().answers
    assert answers["home_municipality"] == ["0182"]
    assert answers["home_ground"] == ["registered"]
    assert answers["pupil_phone"] == ["070-174 06 05"]


def test_a_number_that_is_known_is_the_pupil(desk):
    desk.import_(ROLL)
    page = begin(desk.browser)

    answer = look_up(desk.browser, page, "100329-2388")

    assert answer.status_code == 303
    assert desk.browser.get(answer.location).page.values["given_name"] == "Wilma"


def test_a_number_that_is_not_known_is_typed_into_the_form(desk):
    desk.import_(ROLL)

    answer = look_up(desk.browser, begin(desk.browser), "201003292396")

    step = desk.browser.get(answer.location)
    assert "Numret finns inte i elevlistan" in step.text
    assert step.page.values["number"] == "20100329-2396"


def test_who_has_left_is_found_too_for_a_filing(desk):
    desk.import_(ROLL)
    desk.import_("\n".join(ROLL.splitlines()[:3]), marks_left="y")

    found = look_up(desk.browser, begin(desk.browser), "O'Brien")

    assert "har slutat" in found.text


def test_what_was_filled_in_may_be_corrected(desk, rows):
    desk.import_(ROLL)
    pupil = next(one for one in desk.pupils() if one.given_name == "Wilma")
    form = desk.browser.get(f"/filings/new/dropout?pupil={pupil.id}")
    begun = desk.browser.send(form, to=f"/filings/new/dropout?pupil={pupil.id}", protected="no")
    step = desk.browser.get(begun.location)

    desk.browser.send(step, given_name="Vilma", home_municipality="0581")

    answers = rows.scalars(select(Draft)).one().answers
    assert answers["given_name"] == ["Vilma"]
    assert answers["home_municipality"] == ["0581"]
    assert desk.pupils(given_name="Wilma")


@pytest.mark.parametrize(("number", "guardian"), [(SIXTEEN, ["Anna Ek"]), (EIGHTEEN, None)])
def test_guardians_are_known_only_of_who_is_under_18(desk, rows, number, guardian):
    desk.import_(GUARDED)

    look_up(desk.browser, begin(desk.browser), number)

    draft = rows.scalars(select(Draft)).one()
    assert draft.answers.get("guardian_name") == guardian
    if guardian is None:
        assert desk.pupils(given_name="Ali")[0].guardians is None


def test_guardians_are_forgotten_on_the_18th_birthday(desk, clock):
    from portal.clock import now
    from portal.db import transaction
    from portal.rolls import importing

    desk.import_(GUARDED)
    clock.shift(3 * 366 * 86_400)

    with transaction():
        importing.forget(at=now())

    assert [one.guardians for one in desk.pupils()] == [None, None]


@pytest.mark.parametrize("text", ["", "\x00", "a" * 300, "%", "\u202e"])
def test_whatever_is_searched_for_is_answered(desk, text):
    desk.import_(ROLL)
    page = begin(desk.browser)

    assert look_up(desk.browser, page, text).status_code in (200, 422)


def test_somebody_elses_draft_is_filled_in_by_nobody(desk, town, login):
    desk.import_(ROLL)
    page = begin(desk.browser)
    pupil = desk.pupils()[0]

    colleague = login(town.colleague)
    token = colleague.get("/roll").page.values["csrf_token"]

    for path in (page.request.path, f"{page.request.path}/choose"):
        answer = colleague.post(path, data={"csrf_token": token, "pupil": str(pupil.id)})
        assert answer.status_code == 404
