"""The municipality's own register: set by its administrator, its secret shown once."""

import base64
import re

import pytest
from sqlalchemy import select

from portal.config import settings
from portal.models import ExternalRegister
from portal.vocabulary import MessageState, Payload
from tests.access.test_rule_and_query import an_entry
from tests.town import AT
from tests.web.register.told import a_message_about_entry

PATH = "/admin/municipalities/0182/external-register"
ADDRESS = "https://register.example.se/kaa"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]+")
SAYS = {"address": ADDRESS, "payload": "full", "active": "y"}


@pytest.fixture(autouse=True)
def opened(monkeypatch):
    monkeypatch.setenv("WEBHOOK_HOSTS", "register.example.se")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def browser(town, login):
    return login(town.municipality_admin)


def save(browser, **answers):
    return browser.send(browser.get(PATH), to=PATH, **answers)


def kept(rows):
    rows.expire_all()
    return rows.scalars(select(ExternalRegister)).one_or_none()


def test_the_secret_is_shown_once_and_unreadable_afterwards(browser, rows, database):
    answer = save(browser, **SAYS)

    assert answer.status_code == 200
    (secret,) = set(SECRET.findall(answer.page.text))
    made = kept(rows)
    assert (made.address, made.payload, made.active) == (ADDRESS, Payload.FULL, True)
    assert made.secret == secret
    assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"))) <= 64
    row = database.execute("SELECT external_register::text FROM external_register").fetchone()[0]
    assert secret not in row
    page = browser.get(PATH)
    assert not SECRET.search(page.text)
    assert "no-store" in answer.headers["Cache-Control"]
    assert page.page.values["address"] == ADDRESS


def test_saved_again_it_keeps_its_secret_and_a_new_one_is_made_by_a_button(browser, rows):
    save(browser, **SAYS)
    first = kept(rows).secret

    again = save(browser, **SAYS | {"address": f"{ADDRESS}/ny", "payload": "thin"})

    assert again.status_code == 303
    made = kept(rows)
    assert (made.address, made.payload, made.secret) == (f"{ADDRESS}/ny", Payload.THIN, first)
    renewed = browser.send(browser.get(PATH), to=f"{PATH}/secret")
    assert SECRET.findall(renewed.page.text) == [kept(rows).secret]
    assert kept(rows).secret != first


def test_switched_off_what_waits_is_given_up(browser, rows, town, stored):
    save(browser, **SAYS)
    entry = stored(an_entry(town.nacka, town.caseworker))
    waits = stored(a_message_about_entry(entry))

    browser.send(browser.get(PATH), to=PATH, address=ADDRESS, payload="full", active=None)

    rows.expire_all()
    assert not kept(rows).active
    message = rows.get(type(waits), waits.id)
    assert (message.state, message.last_error) == (MessageState.FAILED, "SwitchedOff")


def test_that_the_register_wants_no_more_is_said_until_it_is_switched_on(browser, rows):
    save(browser, **SAYS)
    made = kept(rows)
    made.active, made.stopped_at = False, AT
    rows.commit()

    assert "att det inte vill ha mer" in browser.get(PATH).page.text
    save(browser, **SAYS)

    assert kept(rows).stopped_at is None


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"address": ""}, "Skriv adressen"),
        ({"address": "http://register.example.se"}, "ska börja med https"),
        ({"address": "https://u:p@register.example.se/"}, "ska börja med https"),
        ({"address": "https://register.example.se/?key=1"}, "ska börja med https"),
        ({"address": "https://[::1"}, "ska börja med https"),
        ({"address": "https://10.0.0.7/"}, "får inte skicka till den adressen"),
        ({"address": "https://register.example.se.evil.example/"}, "får inte skicka"),
        ({"address": f"{ADDRESS}/{'x' * 600}"}, "för lång"),
        ({"address": f"{ADDRESS}/\x00"}, ""),
        ({"payload": ""}, "Välj vad registret ska få veta"),
        ({"payload": "everything"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(browser, rows, answers, sentence):
    answer = save(browser, **SAYS | answers)

    assert answer.status_code == 422
    assert sentence in answer.page.text
    assert kept(rows) is None


@pytest.mark.parametrize("path", [PATH, f"{PATH}/secret"])
@pytest.mark.parametrize(
    ("who", "code", "status"),
    [
        ("municipality_admin", "0581", 404),
        ("municipality_admin", "9999", 404),
        ("platform_admin", "0182", 403),
        ("organiser_admin", "0182", 403),
        ("coordinator", "0182", 403),
        ("caseworker", "0182", 403),
        ("log_reviewer", "0182", 403),
    ],
)
def test_it_is_nobody_elses_to_set(town, login, rows, who, code, status, path):
    client = login(getattr(town, who))
    token = client.get("/account").page.values["csrf_token"]
    there = path.replace("0182", code)

    assert client.post(there, data={"csrf_token": token} | SAYS).status_code == status
    assert kept(rows) is None


def test_a_secret_is_renewed_only_where_there_is_one(browser):
    token = browser.get("/account").page.values["csrf_token"]

    assert browser.post(f"{PATH}/secret", data={"csrf_token": token}).status_code == 404


def test_the_municipalitys_page_leads_there(browser):
    assert PATH in browser.get("/admin/municipality", follow_redirects=True).page.links.values()
