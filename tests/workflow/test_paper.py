"""A filing that was handed over on paper counts from then, and both its times are kept."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from portal.clock import add_working_days, today
from portal.errors import PaperBeforeEvent, PaperTimeAhead, PaperTooOld
from portal.models import Filing
from portal.vocabulary import DeadlineKind, FormKind
from portal.workflow import deadlines, paper, reminders
from portal.workflow.filing import correct
from portal.workflow.paper import OnPaper
from tests.town import AT, TODAY, a_filing, told

MOST_DAYS = 60
WEEK_AGO = AT - timedelta(days=7)


def on_paper(town, kind=FormKind.AT_RISK, handed_at=WEEK_AGO, **says):
    says = {"event_on": TODAY - timedelta(days=20)} | says
    return a_filing(town, kind, on_paper=OnPaper(handed_at, "Amina Berg"), **says)


def test_both_times_are_kept_and_who_was_told(town, stored, rows):
    stored(on_paper(town).case)

    filing = rows.query(Filing).one()
    assert (filing.filed_at, filing.entered_at) == (WEEK_AGO, AT)
    assert filing.paper_to == "Amina Berg"


def test_a_filing_that_was_not_on_paper_has_one_time(town, stored, rows):
    stored(a_filing(town).case)

    filing = rows.query(Filing).one()
    assert (filing.filed_at, filing.entered_at, filing.paper_to) == (AT, None, None)


@pytest.mark.parametrize("kind", [FormKind.AT_RISK, FormKind.DROPOUT])
def test_every_clock_of_the_municipality_counts_from_the_paper(kind, town):
    case = on_paper(town, kind).case

    owed = {
        DeadlineKind.ACKNOWLEDGE: case.routine.acknowledge_days,
        DeadlineKind.FIRST_ANSWER: case.routine.first_answer_days,
    } | (
        {DeadlineKind.BOOK_MEETING: case.routine.meeting_days}
        if kind is FormKind.AT_RISK
        else {DeadlineKind.ANSWER_HANDOVER: case.routine.handover_days}
    )
    for which, days in owed.items():
        clock = deadlines.running(case, which)
        assert clock.started_at == WEEK_AGO, which
        assert clock.due_on == add_working_days(today(WEEK_AGO), days), which


def test_a_day_that_has_passed_already_still_runs_and_is_reminded_of(town):
    case = on_paper(town).case

    clock = deadlines.running(case, DeadlineKind.ACKNOWLEDGE)
    assert clock.met_at is None
    assert case.due_on == clock.due_on < TODAY
    assert reminders.stage(clock, TODAY) is not None
    assert clock.remind_on <= TODAY


def test_a_clock_that_began_later_than_the_paper_gives_way_and_an_earlier_one_goes_on(town):
    yesterday = AT - timedelta(days=1)
    first = a_filing(town, at=yesterday)
    later = deadlines.running(first.case, DeadlineKind.FIRST_ANSWER)

    on_paper(town, thread=first.case)

    running = deadlines.running(first.case, DeadlineKind.FIRST_ANSWER)
    assert running is not later
    assert running.started_at == WEEK_AGO
    on_paper(town, thread=first.case, handed_at=yesterday)
    assert deadlines.running(first.case, DeadlineKind.FIRST_ANSWER) is running


def test_the_schools_own_dropout_clock_is_met_when_the_paper_was_handed_over(town):
    case = a_filing(town, at=WEEK_AGO - timedelta(days=3)).case
    deadlines.start_in(case, DeadlineKind.FILE_DROPOUT, 5, at=WEEK_AGO - timedelta(days=3))

    on_paper(town, FormKind.DROPOUT, thread=case)

    met = next(one for one in case.deadlines if one.kind is DeadlineKind.FILE_DROPOUT)
    assert met.met_at == WEEK_AGO


def test_a_time_to_come_is_refused():
    with pytest.raises(PaperTimeAhead):
        paper.handed_over(AT + timedelta(minutes=1), "", most_days=MOST_DAYS, at=AT)
    assert paper.handed_over(AT, "", most_days=MOST_DAYS, at=AT).at == AT


def test_a_time_too_long_ago_is_refused():
    last = AT - timedelta(days=MOST_DAYS)
    assert paper.handed_over(last, "", most_days=MOST_DAYS, at=AT).at == last
    with pytest.raises(PaperTooOld):
        paper.handed_over(last - timedelta(days=1), "", most_days=MOST_DAYS, at=AT)


@pytest.mark.parametrize("kind", [FormKind.AT_RISK, FormKind.ABSENCE])
def test_nobody_can_have_told_of_what_had_not_happened(kind, town):
    assert on_paper(town, kind, event_on=today(WEEK_AGO)).entered_at == AT
    with pytest.raises(PaperBeforeEvent):
        on_paper(town, kind, event_on=today(WEEK_AGO) + timedelta(days=1))


@pytest.mark.parametrize("kind", [FormKind.DROPOUT, FormKind.START])
def test_a_kind_that_may_tell_of_a_day_to_come_may_have_done_so_on_paper(kind, town):
    assert on_paper(town, kind, event_on=TODAY + timedelta(days=3)).entered_at == AT


@pytest.mark.parametrize(
    "wrong",
    [
        {"entered_at": WEEK_AGO - timedelta(minutes=1)},
        {"event_on": TODAY},
        {"entered_at": None},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong, town, stored, rows):
    stored(on_paper(town).case)

    with pytest.raises(IntegrityError, match="ck_filing_handed_over"):
        rows.execute(update(Filing).values(**wrong))


def test_a_correction_is_an_ordinary_version(town, stored, rows):
    filing = on_paper(town)
    version = correct(
        filing,
        told(event_on=TODAY),
        draft_id=uuid4(),
        unit=town.ybc,
        reason="Fel dag.",
        by=town.counsellor,
        at=AT + timedelta(hours=1),
    )
    stored(filing.case)

    assert (version.filed_at, version.entered_at) == (AT + timedelta(hours=1), None)
    assert filing.entered_at == AT
