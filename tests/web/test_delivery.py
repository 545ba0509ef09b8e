"""What was sent and whether it arrived: for whom, in which words, and sent again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from notifications.deliver import deliver_due
from portal.models import Event, Message
from portal.vocabulary import QUIET_TEMPLATES, MessageState, Step
from portal.web import delivery_words
from portal.workflow import casework
from tests.notifications.messages import a_message, a_message_about
from tests.town import AT, EIGHTEEN, a_case, number

FAILED = {"state": MessageState.FAILED, "attempts": 17, "last_error": "TimeoutError"}
ALLOWED = ("coordinator", "counsellor", "rector", "platform_admin")
SECRETS = ("Wilma", "Ek,", "2010", "@", "Karin", "Amina")


@pytest.fixture
def case(town, stored):
    return stored(a_case(town))


@pytest.fixture
def lost(case, stored):
    """The mail to the desk that was given up."""
    return stored(a_message_about(case, **FAILED))


@pytest.fixture
def resend(login):
    """Press the button of a message, whether or not the page shows it."""

    def press(who, message_id, **more):
        client = login(who)
        token = client.get("/account").page.values["csrf_token"]
        return client.post(
            f"/delivery/{message_id}/resend", data={"csrf_token": token} | more
        ).status_code

    return press


# --- who sees what ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "page"),
    [("coordinator", "/cases/"), ("counsellor", "/school/cases/"), ("rector", "/school/cases/")],
)
def test_both_sides_see_what_was_sent_and_reach_the_case(town, login, case, lost, who, page):
    shown = login(getattr(town, who)).get("/delivery").page

    for said in ("Ny anmälan", "KAA Nacka", "E-post", "Misslyckat", "17", "gick inte att nå"):
        assert said in shown.text
    assert shown.links[case.reference] == f"{page}{case.reference}"


@pytest.mark.parametrize("who", ALLOWED)
def test_nobody_is_named_in_the_list(town, login, case, stored, who):
    about_somebody = {"to": "karin.holm@example.se", "user_id": town.counsellor.user_id}
    stored(a_message_about(case, "question", **about_somebody), a_message_about(case, **FAILED))

    text = login(getattr(town, who)).get("/delivery").page.text

    assert not [secret for secret in SECRETS if secret in text.replace("2010-", "")]


def test_a_receiver_is_told_by_role_and_place(town, login, case, stored):
    stored(
        a_message_about(case, "question", user_id=town.counsellor.user_id),
        a_message_about(case, "assigned", user_id=town.caseworker.user_id),
    )

    text = login(town.coordinator).get("/delivery").page.text

    assert "Anmälare på skolan, YBC" in text
    assert "Handläggare, KAA Nacka" in text


def test_the_portals_administrator_sees_ids_states_and_times_alone(town, login, case, lost):
    shown = login(town.platform_admin).get("/delivery").page

    assert str(lost.id) in shown.text
    for said in (case.reference, "Ny anmälan", "KAA Nacka", "YBC"):
        assert said not in shown.text
    assert case.reference not in " ".join(shown.links.values())


@pytest.mark.parametrize("who", ["other_counsellor", "far_counsellor", "other_rector", "colleague"])
def test_what_is_not_ones_own_is_not_there(town, login, case, lost, resend, who):
    somebody = getattr(town, who)

    assert case.reference not in login(somebody).get("/delivery").page.text
    assert resend(somebody, lost.id) == (403 if who == "other_rector" else 404)


def test_another_municipalitys_coordinator_finds_nothing(town, login, rows, case, lost, resend):
    town.other_caseworker.role = town.coordinator.role
    rows.merge(town.other_caseworker)
    rows.commit()

    assert "Inget har skickats än" in login(town.other_caseworker).get("/delivery").page.text
    assert resend(town.other_caseworker, lost.id) == 404
    assert resend(town.coordinator, uuid4()) == 404


def test_a_reference_is_no_link_to_a_case_that_was_sent_on(town, login, rows, case, lost):
    routine = next(one for one in town.norrkoping.routines if one.kind is case.latest_kind)
    rows.add(casework.reroute(case, routine, "Flyttat.", by=town.caseworker, at=AT))
    rows.commit()

    shown = login(town.coordinator).get("/delivery").page

    assert case.reference in shown.text
    assert case.reference not in shown.links
    assert "Skicka igen" not in shown.text


# --- again --------------------------------------------------------------------------------------


def test_what_failed_is_sent_again_and_the_list_says_so(
    town, login, rows, case, lost, app, post_office
):
    client = login(town.coordinator)
    page = client.get("/delivery?state=failed")
    back = client.send(page, to=f"/delivery/{lost.id}/resend")
    assert (back.status_code, back.location) == (303, "/delivery?state=failed")
    assert "Utskicket skickas igen" in client.get("/delivery").text

    with app.app_context():
        assert deliver_due(lambda: AT + timedelta(minutes=1)) == 1

    rows.expire_all()
    assert rows.get(Message, lost.id).state is MessageState.SENT
    assert "Skickat" in client.get("/delivery").page.text


def test_sent_again_stands_in_the_timeline_of_both_sides(town, login, rows, case, lost, resend):
    assert resend(town.counsellor, lost.id) == 303

    event = rows.scalars(select(Event).where(Event.step == Step.RESEND)).one()
    assert (event.case_id, event.facts) == (case.id, {"message": str(lost.id)})
    for who, page in (("counsellor", "/school/cases/"), ("coordinator", "/cases/")):
        text = login(getattr(town, who)).get(f"{page}{case.reference}").page.text
        assert "Ett utskick som inte kom fram skickas igen" in text


def test_pressed_twice_it_goes_out_once(town, rows, lost, resend):
    assert resend(town.coordinator, lost.id) == 303
    assert resend(town.coordinator, lost.id) == 409
    assert len(rows.scalars(select(Event).where(Event.step == Step.RESEND)).all()) == 1


@pytest.mark.parametrize("who", ["rector", "caseworker", "municipality_admin"])
def test_who_may_not_send_gets_no_button_and_is_refused(town, login, lost, resend, who):
    page = login(getattr(town, who)).get("/delivery")

    assert page.status_code == (200 if who == "rector" else 403)
    assert "Skicka igen" not in page.text
    assert resend(getattr(town, who), lost.id) == 403


@pytest.mark.parametrize(
    "back", ["https://example.org/", "//example.org", "/account", "/delivery?\n"]
)
def test_one_comes_back_to_the_list_and_nowhere_else(town, login, lost, back):
    client = login(town.coordinator)
    token = client.get("/account").page.values["csrf_token"]

    answer = client.post(f"/delivery/{lost.id}/resend", data={"csrf_token": token, "back": back})

    assert answer.location == "/delivery"


# --- the list -----------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_state_and_day(town, login, case, stored):
    stored(
        a_message_about(case, "question", created_at=AT - timedelta(days=3)),
        a_message_about(case, "meeting", **FAILED),
        a_message_about(case, "assigned", state=MessageState.SENT, sent_at=AT),
    )
    client = login(town.coordinator)

    def shown(**query):
        text = client.get("/delivery", query_string=query).page.text
        told = {"Fråga till skolan", "Gemensamt möte", "Ett ärende har tilldelats"}
        return {one for one in told if one in text}

    assert shown(state="failed") == {"Gemensamt möte"}
    assert shown(state="sent") == {"Ett ärende har tilldelats"}
    assert shown(last_day="2026-11-15") == {"Fråga till skolan"}
    assert shown(first_day="2026-11-18") == {"Gemensamt möte", "Ett ärende har tilldelats"}
    assert len(shown(state="lost")) == len(shown(first_day="i går")) == 3


def test_an_empty_list_says_why(town, login):
    client = login(town.coordinator)

    assert "Inget har skickats än" in client.get("/delivery").page.text
    assert "Inga utskick passar filtret" in client.get("/delivery?state=failed").page.text


def test_an_error_that_has_no_words_is_ours(town, login, case, stored):
    stored(a_message_about(case, last_error="ZeroDivisionError", attempts=1))

    text = login(town.coordinator).get("/delivery").page.text

    assert "Ett fel i portalen" in text
    assert "nytt försök" in text
    assert "ZeroDivisionError" not in text


@pytest.mark.parametrize("who", ALLOWED)
def test_the_list_costs_the_same_however_long(town, login, rows, case, statements, who):
    client = login(getattr(town, who))
    rows.add_all(a_message_about(case, id=uuid4()) for _ in range(10))
    rows.commit()
    client.get("/delivery")
    statements.clear()
    client.get("/delivery")
    few = len(statements)
    rows.add_all(a_message_about(case, id=uuid4()) for _ in range(990))
    rows.commit()
    statements.clear()
    client.get("/delivery")

    assert len(statements) == few <= 4


def test_each_message_stands_in_the_list_once(town, login, rows, case):
    rows.add_all(a_message_about(case, id=uuid4()) for _ in range(120))
    rows.commit()
    client = login(town.coordinator)
    page, seen = client.get("/delivery"), 0
    while True:
        seen += len(page.page.all("tbody")[0])
        following = [one for one in page.page.all("a") if one.get("rel") == "next"]
        if not following:
            break
        page = client.get(following[0].get("href"))
    assert seen == 120


@pytest.mark.parametrize("who", ALLOWED)
def test_the_list_is_in_the_menu_of_those_who_have_it(town, login, who):
    assert login(getattr(town, who)).get("/account").page.links["Utskick"] == "/delivery"
    assert "Utskick" not in login(town.caseworker).get("/account").page.links


# --- on the case --------------------------------------------------------------------------------

LINE = "Ett utskick kom inte fram"


@pytest.mark.parametrize(
    ("who", "page"),
    [("coordinator", "/cases/"), ("caseworker", "/cases/"), ("counsellor", "/school/cases/")],
)
def test_a_case_says_that_something_about_it_did_not_arrive(
    town, login, case, stored, who, page, resend
):
    client = login(getattr(town, who))
    assert LINE not in client.get(f"{page}{case.reference}").page.text
    message = stored(a_message_about(case, **FAILED))

    shown = client.get(f"{page}{case.reference}").page

    assert LINE in shown.text
    assert ("Visa utskick som inte kom fram" in shown.links) == (who != "caseworker")
    resend(town.coordinator, message.id)
    assert LINE not in login(getattr(town, who)).get(f"{page}{case.reference}").page.text


def test_another_cases_failure_and_an_accounts_are_not_told_on_it(town, login, case, stored):
    other = stored(a_case(town, by=town.colleague, number=number(EIGHTEEN)))
    stored(a_message_about(other, **FAILED), a_message("reset", **FAILED | {"reference": ""}))

    assert LINE not in login(town.caseworker).get(f"/cases/{case.reference}").page.text


def test_every_letter_is_named_in_the_list(app):
    letters = {name for name in app.jinja_env.list_templates() if name.startswith("mail/")}
    named = {f"mail/{name}.txt" for name in delivery_words.TOLD}
    nowhere = {f"mail/{name}.txt" for name in QUIET_TEMPLATES}
    assert letters - nowhere - {"mail/frame.txt", "mail/frame.html", "mail/guest.html"} == named
