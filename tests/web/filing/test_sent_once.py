"""Sent twice, from two tabs or by two people at once, it is one filing in one case."""

import threading

import pytest
from sqlalchemy import func, select

from portal.models import Case, Filing
from tests.web.filing.typed import Counter


@pytest.mark.parametrize("kind", ["at_risk", "absence", "dropout", "start"])
def test_sent_twice_it_is_one_filing_with_the_same_receipt(kind, town, login, rows):
    writer = Counter(login(town.counsellor), kind)
    writer.fill()
    check = writer.page("check")
    first = writer.browser.send(check, to=f"{writer.draft}/send")

    second = writer.browser.send(check, to=f"{writer.draft}/send")

    assert second.status_code == 303
    assert second.location == first.location
    assert len(rows.scalars(select(Filing)).all()) == 1


def test_the_back_button_after_sending_leads_to_the_receipt(town, login):
    writer = Counter(login(town.counsellor))
    writer.fill()
    sent = writer.send()

    assert writer.page("contact").location == sent.location
    assert writer.page("check").location == sent.location


def _at_once(senders):
    """Post what each has ready, from threads that start together."""
    barrier, answers = threading.Barrier(len(senders)), []

    def post(send):
        barrier.wait()
        answers.append(send())

    threads = [threading.Thread(target=post, args=[send]) for send in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return answers


def test_two_counsellors_at_once_end_in_one_case(town, login, another_client, rows):
    writers = [
        Counter(login(town.counsellor, another_client()), "absence"),
        Counter(login(town.colleague, another_client()), "at_risk"),
    ]
    for writer in writers:
        writer.fill()
    ready = [(writer, writer.page("check")) for writer in writers]
    for writer, _ in ready:
        writer.browser.after = staticmethod(lambda: None)

    answers = _at_once(
        [lambda w=w, page=page: w.browser.send(page, to=f"{w.draft}/send") for w, page in ready]
    )

    assert [answer.status_code for answer in answers] == [303, 303]
    case = rows.scalars(select(Case)).one()
    assert case.filings_count == 2
    assert sorted(filing.ordinal for filing in case.filings) == [1, 2]


def test_a_double_click_in_two_requests_at_once_is_one_filing(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()
    check = writer.page("check")
    writer.browser.after = staticmethod(lambda: None)
    cookie = writer.browser.get_cookie("session").value

    def send():
        browser = type(writer.browser)(writer.browser.application, writer.browser.response_wrapper)
        browser.set_cookie("session", cookie)
        return browser.send(check, to=f"{writer.draft}/send")

    answers = _at_once([send, send, send])

    assert len({answer.location for answer in answers}) == 1
    assert rows.scalar(select(func.count()).select_from(Filing)) == 1


def test_what_was_changed_after_it_was_read_is_not_sent_unread(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()
    read = writer.page("check")
    writer.post("pupil", given_name="Vilma")

    refused = writer.browser.send(read, to=f"{writer.draft}/send")

    assert refused.status_code == 409
    assert "FörnamnWilmaVilma" in refused.page.text
    assert not rows.scalars(select(Filing)).all()
    assert writer.browser.send(refused, to=f"{writer.draft}/send").status_code == 303
    assert rows.scalars(select(Filing)).one().given_name == "Vilma"


def test_a_page_that_does_not_say_what_was_read_is_shown_again(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()

    for seen in ("", "x", "[1]", '{"given_name": 1}'):
        answer = writer.browser.send(writer.page("check"), to=f"{writer.draft}/send", seen=seen)
        assert answer.status_code == 409, seen

    assert not rows.scalars(select(Filing)).all()


def test_sent_again_with_other_content_it_is_refused_and_both_are_shown(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.fill()
    old = writer.page("check")
    writer.post("contact", rector_name="Rut Alm")
    writer.send()

    answer = writer.browser.send(old, to=f"{writer.draft}/send")

    assert answer.status_code == 409
    assert answer.page.heading == "Anmälan är redan skickad"
    assert "Rektors namnRut EkRut Alm" in answer.page.text
    assert len(rows.scalars(select(Filing)).all()) == 1


def test_a_step_saved_after_sending_shows_what_was_not_sent(town, login):
    writer = Counter(login(town.counsellor))
    writer.fill()
    open_since_before = writer.page("pupil")
    sent = writer.send()

    same = writer.browser.send(open_since_before)
    other = writer.browser.send(open_since_before, given_name="Vilma")
    quiet = writer.browser.send(open_since_before, to=f"{writer.draft}/pupil/autosave")

    assert same.location == sent.location
    assert other.status_code == 409
    assert "FörnamnVilmaWilma" in other.page.text
    assert quiet.status_code == 410


def test_what_is_typed_in_a_draft_that_is_gone_is_given_back(town, login):
    writer = Counter(login(town.counsellor))
    page = writer.page("pupil")
    writer.browser.send(writer.page("discard"))

    answer = writer.browser.send(page, given_name="Wilhelmina")

    assert answer.status_code == 404
    assert "Wilhelmina" in answer.page.text
    assert "inte skickat och inte sparat" in answer.page.text
