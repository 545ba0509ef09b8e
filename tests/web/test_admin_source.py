"""How a school unit's pupil system is reached: set by an administrator, and never shown again."""

import pytest
from sqlalchemy import select

from portal.config import settings
from portal.models import HeldForm, PupilSource
from tests.rolls.ss12000_server import Authority

PATH = "/admin/school-units/68285560/source"
ADDRESS = "https://elev.example.se/v2.0"


@pytest.fixture(autouse=True)
def opened(monkeypatch):
    monkeypatch.setenv("SS12000_HOSTS", "elev.example.se")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def browser(town, login):
    return login(town.organiser_admin)


def save(browser, **answers):
    return browser.send(browser.get(PATH), to=PATH, **answers)


def kept(rows):
    rows.expire_all()
    return list(rows.scalars(select(PupilSource)))


def test_an_administrator_sets_it_and_the_secrets_are_unreadable_and_unseen(
    browser, rows, database
):
    certificate, key = Authority().pair("portal")

    answer = save(
        browser, address=ADDRESS, token="hemlig-nyckel", certificate=certificate, private_key=key
    )

    assert answer.status_code == 303
    (source,) = kept(rows)
    assert (source.token, source.private_key) == ("hemlig-nyckel", key.strip())
    row = database.execute("SELECT pupil_source::text FROM pupil_source").fetchone()[0]
    page = browser.get(PATH)
    for secret in ("hemlig-nyckel", "BEGIN"):
        assert secret not in row
        assert secret not in page.text
    assert "Sparat, gäller till" in page.text
    assert ADDRESS in page.text


def test_what_is_left_empty_stays(browser, rows):
    save(browser, address=ADDRESS, token="hemlig-nyckel")

    save(browser, address=f"{ADDRESS}/ny")

    (source,) = kept(rows)
    assert (source.address, source.token) == (f"{ADDRESS}/ny", "hemlig-nyckel")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"address": ""}, "Skriv adressen"),
        ({"address": "http://elev.example.se"}, "ska börja med https"),
        ({"address": "https://127.0.0.1/"}, "får inte hämta från den adressen"),
        ({"address": ADDRESS, "certificate": "x"}, "Fyll i både certifikatet"),
        ({"address": ADDRESS, "certificate": "x", "private_key": "y"}, "utan lösenord"),
        ({"address": ADDRESS, "authority": "x"}, "PEM-format"),
        ({"address": ADDRESS, "token": "x" * 30_000}, "för lång"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(browser, rows, answers, sentence):
    answer = save(browser, **answers)

    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert kept(rows) == []


def test_the_same_may_hold_for_all_the_organisers_school_units(browser, town, rows):
    town.rytmus.organiser_id = town.ybc.organiser_id
    rows.merge(town.rytmus)
    rows.commit()

    save(browser, address=ADDRESS, token="x", siblings="y")

    assert {one.school_unit_code for one in kept(rows)} == {town.ybc.code, town.rytmus.code}


def test_taken_away_the_keys_are_gone(browser, rows):
    save(browser, address=ADDRESS, token="x")

    browser.send(browser.get(PATH), to=f"{PATH}/remove")

    assert kept(rows) == []


def test_another_organisers_school_unit_does_not_exist(browser, town, login, another_client):
    assert browser.get(PATH.replace("68285560", town.rytmus.code)).status_code == 404
    for role in ("counsellor", "rector", "coordinator", "municipality_admin"):
        assert login(getattr(town, role), another_client()).get(PATH).status_code == 403


def test_a_form_that_comes_too_late_is_held_without_its_secrets(browser, rows):
    answer = browser.post(
        PATH, data={"address": ADDRESS, "token": "hemlig-nyckel", "private_key": "hemlig-pem"}
    )
    form = browser.get(PATH)
    late = browser.send(
        form, to=PATH, csrf_token="x", address=ADDRESS, token="hemlig", private_key="hemlig-pem"
    )

    assert {answer.status_code, late.status_code} <= {303, 422}
    assert "hemlig" not in late.text
    assert all("hemlig" not in one.fields for one in rows.scalars(select(HeldForm)))
    assert kept(rows) == []
