"""Breaking the glass: a reason, a second person, half an hour, an alarm and a log."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import AccessLogEntry, GlassBreak, Membership, Message
from portal.vocabulary import Opened, Role
from tests.town import somebody

REASON = "Ungdomen är i fara och skyddshandläggaren svarar inte."
ASK = "/protected/emergency"


@pytest.fixture
def sealed(seal, record):
    seal()
    return record().pseudonym


@pytest.fixture
def ask(login, town, another_client, sealed):
    """The caseworker asks; gives the browser."""

    def do(pseudonym=sealed, reason=REASON, by=None):
        browser = login(by or town.caseworker, another_client())
        browser.answer = browser.send(browser.get(ASK), pseudonym=pseudonym, reason=reason)
        return browser

    return do


@pytest.fixture
def answer(login, town, another_client, rows):
    """A second person answers the request there is."""

    def do(said="yes", by=None):
        rows.expire_all()
        request = rows.scalars(select(GlassBreak)).one()
        browser = login(by or town.coordinator, another_client())
        token = browser.get("/account").page.values["csrf_token"]
        return browser.post(f"{ASK}/{request.id}/{said}", data={"csrf_token": token})

    return do


def test_asking_opens_nothing(ask, sealed):
    browser = ask()

    assert browser.answer.status_code == 303
    assert browser.get(f"/protected/records/{sealed}").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "protection_officer"])
def test_a_second_persons_yes_opens_it_for_half_an_hour(ask, answer, sealed, town, clock, who):
    browser = ask()
    assert answer(by=getattr(town, who)).status_code == 303
    path = f"/protected/records/{sealed}"

    clock.shift(timedelta(minutes=29))
    assert "Kanariella" in browser.get(path).page.text
    clock.shift(timedelta(minutes=2))
    assert browser.get(path).status_code == 404


def test_it_opens_for_who_asked_alone_and_shows_but_takes_no_steps(
    ask, answer, sealed, town, login, another_client
):
    browser = ask()
    answer()
    path = f"/protected/records/{sealed}"

    assert browser.get(f"{path}/close").status_code == 403
    assert login(town.second_caseworker, another_client()).get(path).status_code == 404
    assert login(town.coordinator, another_client()).get(path).status_code == 404


def test_a_no_opens_nothing(ask, answer, sealed):
    browser = ask()
    answer("no")

    assert browser.get(f"/protected/records/{sealed}").status_code == 404
    assert "Avslaget" in browser.get(ASK).page.text


def test_nobody_answers_themselves_in_whatever_role(ask, answer, sealed, town, rows, stored, login):
    officer = somebody("X", Role.PROTECTION_OFFICER, municipality=town.nacka)
    own = Membership(
        user_id=town.coordinator.user_id, role=officer.role, started_at=officer.started_at,
        municipality_code=officer.municipality_code,
    )  # fmt: skip
    stored(own)
    ask(by=town.coordinator)

    assert answer(by=town.coordinator).status_code == 404
    assert answer(by=own).status_code == 404


@pytest.mark.parametrize(
    "who", ["second_caseworker", "other_caseworker", "counsellor", "municipality_admin"]
)
def test_others_do_not_answer(ask, answer, town, who, rows):
    ask()

    assert answer(by=getattr(town, who)).status_code in (403, 404)
    assert rows.scalars(select(GlassBreak.approved)).all() == [None]


def test_it_is_answered_once(ask, answer):
    ask()
    answer("no")

    assert answer("yes").status_code == 409


def test_a_day_later_there_is_no_emergency_to_answer(ask, answer, clock):
    ask()
    clock.shift(timedelta(hours=25))

    assert answer().status_code == 409


@pytest.mark.parametrize("reason", ["", "Bråttom!", "x" * 19])
def test_a_reason_of_less_than_twenty_signs_is_refused(ask, rows, reason):
    assert ask(reason=reason).answer.status_code == 422
    assert rows.scalars(select(GlassBreak)).all() == []


def test_officers_and_coordinators_are_alarmed_at_once_when_asked_and_when_answered(
    ask, answer, rows, officers
):
    ask()
    answer()

    alarms = rows.scalars(select(Message).where(Message.template == "protection_alarm")).all()
    told = sorted(one.recipient for one in alarms)
    assert told == sorted(
        2 * ["siv.natt@example.se", "alva.nord@example.se", "cilla.frid@example.se"]
    )
    assert {one.due_at - one.created_at for one in alarms} == {timedelta()}
    assert {(one.reference, one.municipality_code) for one in alarms} == {("", None)}


def test_the_alarm_does_not_wait_for_the_morning(ask, rows, clock, monkeypatch):
    monkeypatch.setenv("MAIL_HOURS", "07:00-18:00")
    clock.shift(timedelta(hours=14))
    ask()

    alarms = rows.scalars(select(Message).where(Message.template == "protection_alarm")).all()
    assert alarms
    assert {one.due_at - one.created_at for one in alarms} == {timedelta()}


def test_the_request_the_answer_and_the_reading_stand_in_the_record_and_the_log(
    ask, answer, sealed, town, login, another_client, rows
):
    browser = ask()
    answer()
    browser.get(f"/protected/records/{sealed}")

    page = login(town.protection_officer, another_client()).get(f"/protected/records/{sealed}").page
    assert REASON in page.text
    assert "i 30 minuter" in page.text
    read = select(AccessLogEntry).where(AccessLogEntry.opened == Opened.SEALED)
    assert town.caseworker.id in {one.membership_id for one in rows.scalars(read)}


def test_a_record_that_is_not_there_is_asked_for_alike(ask, sealed, town):
    real, unknown = ask(), ask("SKYDD-2222", by=town.second_caseworker)

    pages = [one.get(ASK).page.text for one in (real, unknown)]
    assert real.answer.status_code == unknown.answer.status_code == 303
    assert pages[0].replace(sealed, "SKYDD-2222") == pages[1]


def test_a_name_is_not_taken_for_a_pseudonym(ask, rows, stored_text):
    assert ask("Kanariella Gulfjäder").answer.status_code == 422
    assert "Gulfjäder" not in stored_text()


@pytest.mark.parametrize("who", ["counsellor", "rector", "log_reviewer", "municipality_admin"])
def test_only_kaa_asks(town, login, who):
    assert login(getattr(town, who)).get(ASK).status_code == 403
