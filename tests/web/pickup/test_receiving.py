"""The receiver acknowledges, answers or sends on, and the school is told as always."""

import pytest
from sqlalchemy import select

from portal.models import Case, Message, Pickup, Rerouting
from portal.vocabulary import CaseState, CodedAnswer, PickupEnd, Step
from portal.workflow import filing as filings
from tests.town import AT, a_filing
from tests.web.pickup.opening import link_of, open_with, steps

SCHOOL = "karin.holm@example.se"


def mails(rows):
    found = rows.execute(select(Message.template, Message.recipient).order_by(Message.template))
    return [tuple(one) for one in found]


def press(client, path):
    token = client.get("/pickup/case").page.values["csrf_token"]
    return client.post(path, data={"csrf_token": token}, follow_redirects=True)


def send_on(client, **said):
    path = "/pickup/case/send-on"
    return client.post(path, data=client.get(path).page.values | said)


@pytest.fixture
def stored_case(case, rows):
    """As it is stored now."""
    return lambda: rows.get_one(Case, case.id, populate_existing=True)


def test_acknowledging_tells_the_school_and_stops_reminders(receiver, pickup, stored_case, rows):
    page = press(receiver, "/pickup/case/acknowledge")

    assert "Ni kvitterade" in page.page.text
    assert stored_case().acknowledged_at is not None
    assert steps(rows, stored_case())[-1] is Step.ACKNOWLEDGE
    assert mails(rows) == [("news_for_school", SCHOOL)]
    rows.refresh(pickup)
    assert pickup.next_at == pickup.expires_at


def test_acknowledging_twice_does_no_more(receiver, stored_case, rows):
    press(receiver, "/pickup/case/acknowledge")
    page = press(receiver, "/pickup/case/acknowledge")

    assert "går inte att ta nu" in "".join(page.page.root.itertext())
    assert steps(rows, stored_case()).count(Step.ACKNOWLEDGE) == 1


def test_an_acknowledged_filing_opens_with_the_code_until_it_expires(
    receiver, another_client, pickup
):
    press(receiver, "/pickup/case/acknowledge")

    assert open_with(another_client(), link_of(pickup), pickup.code).status_code == 303


def test_an_answer_is_coded_and_reaches_the_school(receiver, pickup, stored_case, rows):
    form = receiver.get("/pickup/case/answer")
    receiver.send(form, coded="contacting", text="Vi ringer i veckan.")

    assert stored_case().answer is CodedAnswer.CONTACTING
    assert stored_case().answer_text == "Vi ringer i veckan."
    assert mails(rows) == [("news_for_school", SCHOOL)]
    rows.refresh(pickup)
    assert pickup.acknowledged_at is not None


def test_an_answer_needs_its_code_and_loses_nothing(receiver, stored_case):
    form = receiver.get("/pickup/case/answer")
    answer = receiver.send(form, coded="", text="Vi ringer.")

    assert answer.status_code == 422
    assert answer.page.values["text"] == "Vi ringer."
    assert stored_case().answer is None


def test_sent_to_a_joined_municipality_it_waits_in_its_queue(receiver, pickup, stored_case, rows):
    answer = send_on(receiver, to="0182", reason="Bor i Nacka.")

    assert answer.location == "/pickup/over"
    assert stored_case().municipality_code == "0182"
    assert stored_case().state is CaseState.QUEUED
    assert {("new_filing", "kaa@0182.example"), ("news_for_school", SCHOOL)} < set(mails(rows))
    assert rows.scalars(select(Rerouting)).one().by_id is None
    rows.refresh(pickup)
    assert pickup.ended_why is PickupEnd.NOT_NEEDED


def test_sent_to_one_that_has_not_joined_it_is_picked_up_there(
    receiver, pickup, stored_case, town, rows
):
    town.norrkoping.joined_on = None
    rows.commit()

    send_on(receiver, to="0581", reason="Bor i Norrköping.")

    assert ("pickup", "kaa@0581.example") in mails(rows)
    running = rows.scalars(select(Pickup).where(Pickup.ended_at.is_(None))).one()
    assert running.municipality_code == "0581"


@pytest.mark.parametrize(("to", "reason"), [("", "Bor där."), ("0182", ""), ("0138", "Här.")])
def test_sending_on_says_where_and_why(receiver, stored_case, to, reason):
    assert send_on(receiver, to=to, reason=reason).status_code == 422
    assert stored_case().municipality_code == "0138"


@pytest.mark.parametrize("path", ["acknowledge", "answer", "send-on"])
def test_without_the_code_no_step_is_taken(client, case, stored_case, rows, path):
    token = client.get("/pickup/anything").page.values["csrf_token"]
    said = {"csrf_token": token, "coded": "contacting", "to": "0182", "reason": "x"}

    assert client.post(f"/pickup/case/{path}", data=said).location == "/pickup/over"
    assert steps(rows, case) == [Step.FILE, Step.CALL_MEETING, Step.OFFER_PICKUP]


@pytest.mark.parametrize("bad", ["\x00", "x" * 100_000, "\ufffd", "<b>", ""])
def test_bad_input_is_answered_with_a_page(receiver, pickup, bad):
    for path, name in (
        ("/pickup/case/answer", "text"),
        ("/pickup/case/answer", "coded"),
        ("/pickup/case/send-on", "to"),
        ("/pickup/case/send-on", "reason"),
        (link_of(pickup), "code"),
    ):
        answer = receiver.post(path, data=receiver.get(path).page.values | {name: bad})
        assert answer.status_code in (303, 413, 422), (path, name)


def test_the_receiver_reads_what_stands_and_nothing_withdrawn(receiver, case, rows, town):
    rows.refresh(case)
    a_filing(town, home=town.tyreso, thread=case)
    rows.commit()
    new = case.pickups[-1]
    filings.withdraw(case.filings[-1], reason="Fel elev.", by=town.counsellor, at=AT)
    rows.commit()

    open_with(receiver, link_of(new), new.code)
    page = receiver.get("/pickup/case")
    assert len(page.page.all(class_="filed-answers")) == 1
