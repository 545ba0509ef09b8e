"""Sent twice, from two tabs or by two people at once, it is one filing in one case."""

import threading

from sqlalchemy import func, select

from portal.models import Case, Filing
from tests.web.filing.typed import Counter


def test_sent_twice_it_is_one_filing_with_the_same_receipt(town, login, rows):
    writer = Counter(login(town.counsellor))
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
