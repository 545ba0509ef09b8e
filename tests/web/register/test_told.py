"""How it went to tell the municipality's own register: on the youth's page, and sent again."""

import pytest
from sqlalchemy import select

from portal.config import settings
from portal.models import Event, Message
from portal.vocabulary import MessageState, Step
from tests.town import AT
from tests.web.register.told import a_message_about_entry

LINE = "Till kommunens eget register"
FAILED = {"state": MessageState.FAILED, "attempts": 1, "last_error": "RegisterRefuses"}


@pytest.fixture(autouse=True)
def opened(monkeypatch):
    monkeypatch.setenv("WEBHOOK_HOSTS", "register.example.se")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def lost(entry, stored):
    return stored(a_message_about_entry(entry, **FAILED))


@pytest.fixture
def resend(login):
    def press(who, message, **more):
        client = login(who)
        token = client.get("/account").page.values["csrf_token"]
        return client.post(f"/delivery/{message.id}/resend", data={"csrf_token": token} | more)

    return press


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ({"state": MessageState.SENT, "sent_at": AT, "acknowledgement": "KAA-7"},
         ("skickat", "mottagarens nummer KAA-7")),
        ({"state": MessageState.SENT, "sent_at": AT}, ("skickat",)),
        ({}, ("väntar",)),
        ({"attempts": 2, "last_error": "RegisterBusy"},
         ("väntar", "nytt försök", "kunde inte ta emot just då")),
        (FAILED, ("kom inte fram", "sa nej", "Samordnaren kan skicka det igen.")),
    ],
)  # fmt: skip
def test_the_page_says_how_it_went(kaa, page, entry, stored, says, words):
    stored(a_message_about_entry(entry, **says))

    text = kaa.get(page).page.text

    assert LINE in text
    for word in words:
        assert word in text


def test_the_page_says_nothing_where_nothing_was_told(kaa, page):
    assert LINE not in kaa.get(page).page.text


def test_markup_in_the_receivers_number_is_text(kaa, page, entry, stored):
    says = {"state": MessageState.SENT, "sent_at": AT, "acknowledgement": "<b>7</b>"}
    stored(a_message_about_entry(entry, **says))

    assert "&lt;b&gt;7&lt;/b&gt;" in kaa.get(page).text


def test_the_coordinator_sends_it_again_with_the_same_id_and_the_entry_remembers(
    town, login, page, lost, rows
):
    browser = login(town.coordinator)

    answer = browser.send(browser.get(page), to=f"/delivery/{lost.id}/resend", back=page)

    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    rows.expire_all()
    message = rows.scalars(select(Message).where(Message.template == "external_register")).one()
    assert (message.id, message.state, message.attempts) == (lost.id, MessageState.WAITING, 0)
    steps = rows.scalars(select(Event.step).where(Event.entry_id == message.event.entry_id))
    assert Step.RESEND in list(steps)
    assert "skickas igen" in browser.get(page).page.text


def test_the_list_of_messages_leads_to_the_youth_and_names_nobody(town, login, lost, entry):
    shown = login(town.coordinator).get("/delivery").page

    assert shown.links[entry.reference] == f"/register/{entry.reference}"
    for said in ("Kommunens eget register", "Något hände med en ungdom", "sa nej"):
        assert said in shown.text
    assert entry.family_name not in shown.text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("caseworker", 403),
        ("other_caseworker", 403),
        ("counsellor", 404),
        ("rector", 403),
        ("municipality_admin", 403),
        ("log_reviewer", 403),
    ],
)
def test_it_is_not_everybodys_to_send_again(town, resend, lost, rows, who, status):
    assert resend(getattr(town, who), lost).status_code == status
    rows.expire_all()
    assert rows.get(Message, lost.id).state is MessageState.FAILED


def test_a_school_sees_nothing_of_it(town, login, lost, entry):
    for who in (town.counsellor, town.rector):
        assert entry.reference not in login(who).get("/delivery").page.text


@pytest.mark.parametrize("state", [MessageState.SENT, MessageState.WAITING])
def test_what_waits_or_has_arrived_is_not_sent_again(town, resend, entry, stored, state):
    sent_at = AT if state is MessageState.SENT else None
    message = stored(a_message_about_entry(entry, state=state, sent_at=sent_at))

    assert resend(town.coordinator, message).status_code == 409


def test_one_comes_back_nowhere_else(town, resend, lost):
    assert resend(town.coordinator, lost, back="//evil.example").headers["Location"] == "/delivery"
