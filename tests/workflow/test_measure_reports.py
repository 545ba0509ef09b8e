"""Reports on measures: asked for when a month is over, chased, delivered once, and read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.access.tokens import report_hash, report_token
from portal.errors import NoMailbox, NotAllowed, NotFound, ReportSettled
from portal.models import Measure, MeasureReport, Message, RegisterEntry, Task
from portal.vocabulary import (
    EntryEndReason,
    MeasureEndReason,
    ReportedAttendance,
    TaskAction,
)
from portal.workflow import measure_reports, measures, register
from tests.measures import MAILBOX, a_measure, an_entry, an_offer
from tests.town import AT, Town, town

DECEMBER_1 = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
"""The first working day after the month that the tests are in."""


@pytest.fixture
def cast() -> Town:
    return town()


@pytest.fixture
def entry(cast: Town) -> RegisterEntry:
    return an_entry(cast)


@pytest.fixture
def measure(cast: Town, entry: RegisterEntry) -> Measure:
    return a_measure(cast, entry, an_offer(), starts_on=date(2026, 11, 10))


@pytest.fixture
def report(measure: Measure) -> MeasureReport:
    asked = measure_reports.ask(measure, at=DECEMBER_1)
    assert asked is not None
    return measure.reports[0]


def todo(entry: RegisterEntry, action: TaskAction) -> list[Task]:
    return [one for one in entry.tasks if one.open and one.action is action]


def deliver(report: MeasureReport, *, at: datetime = DECEMBER_1) -> None:
    measure_reports.deliver(
        report, ReportedAttendance.AS_AGREED, goes_on=True, words="Två dagar i veckan.", at=at
    )


def chase(report: MeasureReport, on: date) -> Message | None:
    return measure_reports.chase(report, at=datetime(on.year, on.month, on.day, 3, tzinfo=UTC))


# --- asking --------------------------------------------------------------------------------------


def test_the_provider_is_asked_when_the_month_is_over(measure):
    assert measure.next_report_on == date(2026, 12, 1)
    assert measure_reports.ask(measure, at=DECEMBER_1 - timedelta(days=1)) is None

    letter = measure_reports.ask(measure, at=DECEMBER_1)

    (report,) = measure.reports
    assert (report.month, report.due_on) == (date(2026, 11, 1), date(2026, 12, 8))
    assert (letter.recipient, letter.template, letter.report) == (MAILBOX, "measure_report", report)
    assert measure.next_report_on == date(2027, 1, 4)


def test_it_is_asked_once_for_each_month(measure, report):
    assert measure_reports.ask(measure, at=DECEMBER_1) is None
    assert len(measure.reports) == 1


def test_every_other_month_is_every_other_month(cast, entry):
    measure = a_measure(cast, entry, an_offer(report_months=2), starts_on=date(2026, 11, 10))

    assert measure.next_report_on == date(2027, 1, 4)


def test_an_offer_without_rhythm_asks_for_nothing(cast, entry):
    measure = a_measure(cast, entry, an_offer(report_months=None))

    assert measure.next_report_on is None


def test_rounds_that_were_missed_ask_for_the_last_month_only(measure):
    measure_reports.ask(measure, at=datetime(2027, 3, 9, 3, 0, tzinfo=UTC))

    assert [one.month for one in measure.reports] == [date(2027, 2, 1)]


def test_the_month_in_which_it_ended_is_reported_and_no_later_one(cast, measure, report):
    measures.end(
        measure,
        MeasureEndReason.TO_WORK,
        None,
        on=date(2026, 12, 10),
        follow_up_on=date(2027, 1, 10),
        by=cast.caseworker,
        at=datetime(2026, 12, 10, 9, 0, tzinfo=UTC),
    )
    assert measure.next_report_on == date(2027, 1, 4)

    measure_reports.ask(measure, at=datetime(2027, 1, 4, 3, 0, tzinfo=UTC))

    assert [one.month for one in measure.reports] == [date(2026, 11, 1), date(2026, 12, 1)]
    assert measure.next_report_on is None


def test_an_end_that_was_written_down_late_is_asked_about_for_its_own_month(cast, measure):
    measures.end(
        measure,
        MeasureEndReason.TO_WORK,
        None,
        on=date(2026, 11, 20),
        follow_up_on=date(2027, 3, 1),
        by=cast.caseworker,
        at=datetime(2027, 2, 10, 9, 0, tzinfo=UTC),
    )

    measure_reports.ask(measure, at=datetime(2027, 2, 11, 3, 0, tzinfo=UTC))

    assert [one.month for one in measure.reports] == [date(2026, 11, 1)]


def test_without_a_mailbox_somebody_asks_by_telephone(entry, measure):
    measure.provider.email = ""

    assert measure_reports.ask(measure, at=DECEMBER_1) is None

    assert [one.measure for one in todo(entry, TaskAction.ASK_FOR_REPORT)] == [measure]


# --- chasing -------------------------------------------------------------------------------------


def test_a_late_report_is_chased_on_the_day_after_its_day_and_as_often_again(entry, report):
    assert chase(report, date(2026, 12, 8)) is None
    assert todo(entry, TaskAction.ASK_FOR_REPORT) == []

    assert chase(report, date(2026, 12, 9)) is not None
    assert chase(report, date(2026, 12, 9)) is None
    assert chase(report, date(2026, 12, 16)) is not None

    assert len(todo(entry, TaskAction.ASK_FOR_REPORT)) == 1


def test_a_reminder_has_a_new_link_and_the_old_one_is_worth_nothing(report):
    old = report_token(report)

    chase(report, date(2026, 12, 9))

    assert report.token_hash != report_hash(old)
    assert report.token_hash == report_hash(report_token(report))


def test_nobody_is_chased_for_a_month_once_the_next_one_is_asked_for(measure, report):
    measure_reports.ask(measure, at=datetime(2027, 1, 4, 3, 0, tzinfo=UTC))

    assert report.chase_on is None


def test_nobody_is_chased_for_what_was_delivered(entry, report):
    chase(report, date(2026, 12, 9))
    deliver(report, at=datetime(2026, 12, 10, 9, 0, tzinfo=UTC))

    assert chase(report, date(2026, 12, 30)) is None
    assert todo(entry, TaskAction.ASK_FOR_REPORT) == []


def test_a_caseworker_sends_another_link(cast, report):
    letter = measure_reports.send_anew(report, by=cast.caseworker, at=DECEMBER_1)

    assert (letter.recipient, report.links) == (MAILBOX, 2)


def test_no_link_goes_to_nobody_or_for_what_is_settled(cast, report):
    report.measure.provider.email = ""
    with pytest.raises(NoMailbox):
        measure_reports.send_anew(report, by=cast.caseworker, at=DECEMBER_1)

    deliver(report)
    with pytest.raises(ReportSettled):
        measure_reports.send_anew(report, by=cast.caseworker, at=DECEMBER_1)


@pytest.mark.parametrize("who", ["other_caseworker", "counsellor", "municipality_admin"])
def test_only_the_municipalitys_kaa_sends_links_and_reads(cast, report, who):
    with pytest.raises(NotAllowed):
        measure_reports.send_anew(report, by=getattr(cast, who), at=DECEMBER_1)
    deliver(report)
    with pytest.raises(NotAllowed):
        measure_reports.read(report, by=getattr(cast, who), at=DECEMBER_1)
    assert report.read_at is None


# --- link and code -------------------------------------------------------------------------------


def test_the_code_opens_it_as_it_was_heard(measure, report):
    said = measure.report_code.lower().replace("-", " ")

    assert measure_reports.try_code(report, said, at=DECEMBER_1)


def test_five_wrong_codes_end_the_link(measure, report):
    for _ in range(measure_reports.TRIES):
        assert not measure_reports.try_code(report, "2222-2222", at=DECEMBER_1)

    assert not measure_reports.try_code(report, measure.report_code, at=DECEMBER_1)
    with pytest.raises(NotFound):
        deliver(report)


def test_a_link_ends_after_its_days(measure, report):
    late = DECEMBER_1 + timedelta(days=14)

    assert not measure_reports.try_code(report, measure.report_code, at=late)
    with pytest.raises(NotFound):
        deliver(report, at=late)


def test_no_link_leads_anywhere_when_the_youth_has_left_the_register(cast, entry, measure, report):
    register.close(entry, EntryEndReason.MISTAKE, what="x", by=cast.caseworker, at=DECEMBER_1)

    assert not measure_reports.try_code(report, measure.report_code, at=DECEMBER_1)
    assert report.token_hash is None
    assert measure_reports.ask(measure, at=datetime(2027, 1, 4, 3, 0, tzinfo=UTC)) is None
    assert chase(report, date(2026, 12, 9)) is None


# --- delivering and reading ----------------------------------------------------------------------


def test_a_report_is_delivered_once_and_somebody_reads_it(entry, report):
    deliver(report)

    (task,) = todo(entry, TaskAction.READ_REPORT)
    assert (report.attendance, report.goes_on) == (ReportedAttendance.AS_AGREED, True)
    assert task.due_on == date(2026, 12, 8)
    with pytest.raises(NotFound):
        deliver(report)


def test_reading_ends_the_task_when_nothing_else_is_unread(cast, entry, measure, report):
    deliver(report)
    measure_reports.ask(measure, at=datetime(2027, 1, 4, 3, 0, tzinfo=UTC))
    later = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)
    deliver(measure.reports[1], at=later)

    measure_reports.read(report, by=cast.caseworker, at=later)
    assert todo(entry, TaskAction.READ_REPORT)

    measure_reports.read(measure.reports[1], by=cast.caseworker, at=later)
    assert todo(entry, TaskAction.READ_REPORT) == []
    assert (report.read_by, report.read_at) == (cast.caseworker, later)


def test_nothing_is_read_twice_or_before_it_came(cast, report):
    with pytest.raises(ReportSettled):
        measure_reports.read(report, by=cast.caseworker, at=DECEMBER_1)
    deliver(report)
    measure_reports.read(report, by=cast.caseworker, at=DECEMBER_1)
    with pytest.raises(ReportSettled):
        measure_reports.read(report, by=cast.caseworker, at=DECEMBER_1)


def test_the_code_stands_in_no_letter(measure):
    letter = measure_reports.ask(measure, at=AT + timedelta(days=20))

    assert letter is not None
    assert measure.report_code not in repr(letter.__dict__)
