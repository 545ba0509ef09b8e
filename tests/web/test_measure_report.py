"""A provider without account: the link in its mailbox, the code by telephone, one report."""

import pytest
from sqlalchemy import select

from portal.access.tokens import report_path
from portal.db import transaction
from portal.models import Event, Measure, MeasureReport, Message, RegisterEntry, Task
from portal.sealing import seal_pupil
from portal.vocabulary import (
    EntryEndReason,
    Flagged,
    ReportedAttendance,
    Step,
    TaskAction,
)
from portal.workflow import measure_reports, register
from tests.measures import an_asked_report, settle_measure
from tests.town import AT

WORDS = "Två dagar i veckan på lagret."
WRONG = "2222-2222"


@pytest.fixture
def asked(town, rows):
    _entry, measure = settle_measure(town, rows)
    return an_asked_report(measure, rows)


@pytest.fixture
def link(asked):
    return report_path(asked)


@pytest.fixture
def fresh(rows, asked):
    def read() -> MeasureReport:
        rows.expire_all()
        return rows.get_one(MeasureReport, asked.id)

    return read


def deliver(client, link, code, **answers):
    said = {"attendance": "as_agreed", "goes_on": "yes", "words": WORDS} | answers
    return client.send(client.get(link), code=code, **said)


def test_the_page_shows_the_measure_and_the_month_and_no_name(client, asked, link):
    page = client.get(link).page

    assert "Studiemotiverande praktik" in page.text
    assert "oktober 2026" in page.text
    assert asked.measure.entry.reference in page.text
    assert "Wilma" not in page.text
    assert "Ek" not in page.text.split()
    assert asked.measure.report_code not in page.text


def test_link_and_code_deliver_the_report_once(client, asked, link, fresh, rows):
    answer = deliver(client, link, asked.measure.report_code.lower().replace("-", " "))

    assert answer.status_code == 303
    report = fresh()
    assert (report.attendance, report.goes_on) == (ReportedAttendance.AS_AGREED, True)
    assert report.words == WORDS
    assert rows.scalars(select(Task).where(Task.action == TaskAction.READ_REPORT)).one().open
    assert rows.scalars(select(Event).where(Event.step == Step.REPORT_MEASURE)).one().actor is None

    again = client.get(link)
    assert again.page.heading == "Rapporten är lämnad"
    assert WORDS not in again.page.text
    assert client.post(link, data=again.page.values).page.heading == "Rapporten är lämnad"
    assert fresh().delivered_at == report.delivered_at


def test_a_wrong_code_loses_nothing_that_was_typed_and_stores_nothing(client, asked, link, fresh):
    answer = deliver(client, link, WRONG)

    assert answer.status_code == 422
    assert answer.page.values["words"] == WORDS
    assert "Koden stämmer inte" in answer.page.text
    assert (fresh().delivered_at, fresh().tries_left) == (None, 4)


def test_five_wrong_codes_end_the_link(client, asked, link, fresh):
    for _ in range(measure_reports.TRIES):
        deliver(client, link, WRONG)

    over = client.get(link)

    assert over.status_code == 404
    assert "Länken gäller inte längre" in over.page.text
    assert fresh().delivered_at is None


def test_whoever_guesses_links_is_soon_refused(client, asked, link, town):
    answers = [client.get(f"/measure-report/{'a' * 30}{number:02}") for number in range(60)]

    assert answers[0].status_code == 404
    assert answers[-1].status_code == 429
    assert client.get(link).status_code == 429


def test_what_is_left_out_is_asked_for(client, asked, link):
    answer = deliver(client, link, "", attendance="", goes_on="")

    assert answer.status_code == 422
    for sentence in ("Skriv koden", "Välj hur ungdomen", "Välj om åtgärden"):
        assert sentence in answer.page.text


def test_an_identity_number_in_the_words_is_warned_about_once(client, asked, link, fresh):
    warned = deliver(client, link, asked.measure.report_code, words="Eleven 20080418-2392 kom.")

    assert warned.status_code == 422
    assert "personnummer" in warned.page.text
    assert fresh().delivered_at is None

    assert client.send(warned).status_code == 303
    assert fresh().delivered_at is not None


def test_a_link_is_worth_nothing_after_two_weeks(client, asked, link, clock):
    clock.shift(14 * 24 * 3600)

    answer = client.get(link)

    assert answer.status_code == 404
    assert "två veckor" in answer.page.text


def test_the_old_link_is_worth_nothing_when_a_new_one_was_sent(client, asked, link, town, rows):
    rows.add(measure_reports.send_anew(asked, by=rows.merge(town.caseworker), at=AT))
    rows.commit()

    assert client.get(link).status_code == 404
    assert client.get(report_path(asked)).status_code == 200


def test_no_link_leads_anywhere_when_the_youth_has_left_the_register(
    client, asked, link, town, rows, fresh
):
    page = client.get(link)
    entry = rows.get_one(RegisterEntry, asked.measure.entry_id)
    register.close(entry, EntryEndReason.MISTAKE, what="x", by=rows.merge(town.caseworker), at=AT)
    rows.commit()

    late = client.send(
        page, code=asked.measure.report_code, attendance="partly", goes_on="no", words=WORDS
    )

    assert late.status_code == 404
    assert client.get(link).status_code == 404
    assert fresh().delivered_at is None


def test_nothing_is_left_of_a_sealed_youths_reports_and_mails(client, asked, link, rows):
    with transaction():
        seal_pupil(asked.measure.entry.number_hash, Flagged.PUPIL, by=None, at=AT)

    assert client.get(link).status_code == 404
    rows.expire_all()
    for model in (Measure, MeasureReport):
        assert rows.scalars(select(model)).all() == []
    mails = rows.scalars(select(Message).where(Message.template == "measure_report"))
    assert mails.all() == []


def test_a_page_that_stood_open_too_long_keeps_what_was_typed(client, asked, link):
    page = client.get(link)
    client.delete_cookie("session")

    answer = client.post(link, data=page.page.values | {"words": WORDS, "csrf_token": "old"})

    assert answer.status_code == 422
    assert answer.page.values["words"] == WORDS


def test_the_address_is_told_to_nobody(client, link):
    answer = client.get(link)

    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
