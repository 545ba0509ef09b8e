"""A youth's measures on their page: agreed, begun, met, ended; and their providers' reports."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.models import AccessLogEntry, Measure, MeasureReport, Message, RegisterEntry
from portal.vocabulary import (
    EntryEndReason,
    MeasureEndReason,
    OccupationKind,
    ReportedAttendance,
    YouthStatus,
)
from portal.workflow import measure_reports, register
from tests.measures import a_measure, an_asked_report, an_offer
from tests.town import AT, TODAY, number

LATER = (TODAY + timedelta(days=14)).isoformat()


@pytest.fixture
def offer(stored):
    return stored(an_offer())


@pytest.fixture
def measure(entry, offer, town, rows):
    made = a_measure(town, rows.get_one(RegisterEntry, entry.id), offer)
    rows.commit()
    return made


@pytest.fixture
def report(measure, rows):
    return an_asked_report(measure, rows)


@pytest.fixture
def delivered(report, rows):
    measure_reports.deliver(report, ReportedAttendance.PARTLY, goes_on=True, words="Lagret.", at=AT)
    rows.commit()
    return report


@pytest.fixture
def now_is(rows):
    """The only measure as it stands now."""

    def read() -> Measure:
        rows.expire_all()
        return rows.scalars(select(Measure)).one()

    return read


def of(page, measure, step):
    return f"{page}/measures/{measure.id}/{step}"


def about(page, report, step=""):
    return f"{page}/measure-reports/{report.id}{step}"


def test_a_measure_is_agreed_on_from_the_youths_page(kaa, page, entry, offer, now_is):
    form = kaa.get(kaa.get(page).page.links["Kom överens om en åtgärd"])
    assert "Studiemotiverande praktik (16–18 år, högst 6 månader)" in form.page.text

    answer = kaa.send(form, offer="N-M1", starts_on=TODAY.isoformat())

    made = now_is()
    shown = kaa.get(answer.location).page.text.replace("\xa0", " ")
    assert (made.provider.name, made.planned_end_on) == ("Arbetsforum", date(2027, 5, 18))
    assert made.entry.status is YouthStatus.IN_MEASURE
    assert "18 maj 2027" in shown
    assert made.report_code in shown


def test_what_is_refused_is_said_with_the_form(kaa, page, stored, now_is, rows):
    stored(an_offer(least_age=18))

    answer = kaa.send(kaa.get(f"{page}/measures/new"), offer="N-M1")

    assert answer.status_code == 422
    assert "inte den ålder" in answer.page.text
    assert rows.scalars(select(Measure)).all() == []


def test_an_offer_that_is_switched_off_or_anothers_cannot_be_chosen(kaa, page, stored, rows):
    stored(an_offer(active=False), an_offer("0581"))

    answer = kaa.send(kaa.get(f"{page}/measures/new"), offer="N-M1")

    assert answer.status_code == 422
    assert "Be kommunens administratör" in answer.page.text
    assert rows.scalars(select(Measure)).all() == []


def test_begin_meet_move_and_end(kaa, page, measure, now_is):
    for step, typed in (
        ("begin", {"on": "2026-11-02", "planned_end_on": "2026-12-18"}),
        ("meeting", {"on": "2026-11-02"}),
        ("planned-end", {"on": "2027-01-29"}),
    ):
        answer = kaa.send(kaa.get(of(page, measure, step)), **typed)
        assert answer.status_code == 303
    assert (now_is().starts_on, now_is().first_met_on) == (date(2026, 11, 2), date(2026, 11, 2))
    assert now_is().planned_end_on == date(2027, 1, 29)

    answer = kaa.send(
        kaa.get(of(page, measure, "end")),
        reason="to_work", on=TODAY.isoformat(), occupation_after="work", follow_up_on=LATER,
    )  # fmt: skip

    assert answer.status_code == 303
    ended = now_is()
    assert (ended.ended_on, ended.end_reason) == (TODAY, MeasureEndReason.TO_WORK)
    assert ended.occupation_after is OccupationKind.WORK
    assert "Ungdomen började arbeta" in kaa.get(page).page.text
    assert kaa.get(of(page, measure, "end")).status_code == 409


def test_an_end_must_say_why_and_when_somebody_looks_again(kaa, page, measure, now_is):
    answer = kaa.send(kaa.get(of(page, measure, "end")), reason="", follow_up_on="")

    assert answer.status_code == 422
    assert "Välj varför" in answer.page.text
    assert now_is().runs


def test_a_report_is_read_and_approved_once(kaa, page, delivered, rows):
    assert "att läsa" in kaa.get(page).page.text
    shown = kaa.get(about(page, delivered)).page
    assert "Lagret." in shown.text
    assert "Delvis" in shown.text
    token = {"csrf_token": shown.values["csrf_token"]}

    assert kaa.post(about(page, delivered, "/read"), data=token).status_code == 303
    assert kaa.post(about(page, delivered, "/read"), data=token).status_code == 303

    rows.expire_all()
    assert rows.scalars(select(MeasureReport)).one().read_at is not None
    assert "Läst och godkänd av" in kaa.get(about(page, delivered)).page.text


def test_a_new_link_is_sent_from_the_reports_page(kaa, page, report, rows):
    shown = kaa.get(about(page, report)).page
    token = {"csrf_token": shown.values["csrf_token"]}

    assert kaa.post(about(page, report, "/link"), data=token).status_code == 303

    rows.expire_all()
    assert rows.scalars(select(MeasureReport)).one().links == 2
    assert len(rows.scalars(select(Message).where(Message.report_id == report.id)).all()) == 2


@pytest.mark.parametrize(
    "who", ["other_caseworker", "counsellor", "municipality_admin", "log_reviewer"]
)
def test_nobody_else_reaches_a_youths_measures(login, town, page, measure, delivered, who, rows):
    client = login(getattr(town, who))
    token = {"csrf_token": client.get("/account").page.values["csrf_token"]}

    for address in (f"{page}/measures/new", of(page, measure, "end"), about(page, delivered)):
        assert client.get(address).status_code in (403, 404)
    for address in (of(page, measure, "end"), about(page, delivered, "/read")):
        assert client.post(address, data=token).status_code in (403, 404)
    rows.expire_all()
    assert rows.scalars(select(Measure)).one().runs
    assert rows.scalars(select(MeasureReport)).one().read_at is None


def test_another_youths_measure_and_report_are_not_there(kaa, enter, measure, delivered):
    other = enter(number=number("200804182392"), given_name="Nils")
    page = f"/register/{other.reference}"

    assert kaa.get(of(page, measure, "end")).status_code == 404
    assert kaa.get(about(page, delivered)).status_code == 404


def test_who_has_left_the_register_gets_no_measure_and_no_link(
    kaa, page, entry, measure, report, town, rows
):
    token = {"csrf_token": kaa.get(about(page, report)).page.values["csrf_token"]}
    register.close(
        rows.get_one(RegisterEntry, entry.id),
        EntryEndReason.MISTAKE, what="x", by=rows.merge(town.caseworker), at=AT,
    )  # fmt: skip
    rows.commit()

    assert kaa.get(f"{page}/measures/new").status_code == 409
    assert kaa.get(of(page, measure, "begin")).status_code == 409
    kaa.post(about(page, report, "/link"), data=token)
    rows.expire_all()
    assert rows.scalars(select(MeasureReport)).one().links == 1
    assert "Kom överens om en åtgärd" not in kaa.get(page).page.text


def test_the_page_costs_the_same_with_many_measures(
    kaa, page, entry, measure, report, town, rows, statements
):
    kaa.get(page)
    statements.clear()
    kaa.get(page)
    few = len(statements)
    one = rows.get_one(RegisterEntry, entry.id)
    for key in range(2, 12):
        more = a_measure(town, one, an_offer(key=f"N-M{key}", provider=None))
        measure_reports.ask(more, at=AT)
    rows.commit()

    statements.clear()
    kaa.get(page)

    assert len(statements) == few


def test_opening_a_report_is_logged(kaa, page, entry, report, rows):
    kaa.get(about(page, report))

    assert rows.scalars(select(AccessLogEntry.reference)).all() == [entry.reference]
