"""The contact ladder by hand: steps left out, tries out of order, and what is refused."""

from datetime import date, timedelta

import pytest

from portal.clock import working_day
from portal.errors import (
    AttemptAnswered,
    NotAllowed,
    NotAMember,
    NotFound,
    NotThatOutcome,
    OfAge,
    TaskEnded,
    TooEarly,
    VisitByTwo,
)
from portal.vocabulary import (
    OUTCOMES,
    ContactChannel,
    ContactOutcome,
    SkipReason,
    Step,
    Trigger,
)
from portal.workflow import contact, tasks
from portal.workflow.spans import last_working_day
from tests.workflow.ladder import ADULT, FIRST, MINOR, Ladder
from tests.workflow.ladder_stories import (
    CARD_LEFT,
    LETTER,
    PHONE,
    REACHED,
    RETURNED,
    SMS,
    VISIT,
    carded,
    nacka,
    norrkoping,
)


def test_a_skipped_step_moves_the_ladder_on():
    ladder = nacka()

    ladder.skips("N-C3")

    assert "N-C3+" in ladder.asked


def test_the_last_step_that_is_skipped_leaves_somebody_who_never_answers():
    ladder = carded(MINOR)
    for key in sorted(ladder.asked - {"N-C5a", "N-A2"}):
        ladder.skips(key)

    ladder.skips("N-C5a")

    assert {"N-C5a+", "N-C5b"} <= ladder.asked


@pytest.mark.parametrize("reason", [SkipReason.YOUTH_DECLINED, SkipReason.GUARDIAN_DECLINED])
def test_no_to_a_visit_is_no_reason_to_report_anybody(reason):
    ladder = carded(MINOR)
    for key in sorted(ladder.asked - {"N-C5a"}):
        ladder.skips(key, reason)

    ladder.skips("N-C5a", reason)

    assert ladder.asked == {"look"}


def test_a_try_that_nobody_asked_for_answers_no_task_and_is_followed_up_all_the_same():
    ladder = nacka()
    ladder.tries(PHONE)
    assert ladder.asked == {"N-C1", "N-C3+"}

    attempt = ladder.tries(SMS)

    assert attempt.task is None
    assert ladder.asked == {"N-C1", "N-C3+"}


def test_a_follow_up_is_done_by_reaching_the_youth_and_not_by_trying():
    ladder = nacka()
    ladder.tries(PHONE, REACHED)
    tasks.look_again(ladder.entry, FIRST, at=ladder.at)
    tasks.fire(ladder.entry, Trigger.WORKING, at=ladder.at)
    task = ladder.task("N-A3b")

    ladder.wait(30).tries(PHONE, task=task)
    assert task.open

    ladder.tries(PHONE, REACHED, task=task)
    assert not task.open
    assert "N-A3b" in ladder.asked  # it repeats


def test_two_rows_that_ask_for_the_same_are_done_at_once():
    ladder = norrkoping()
    first, second = tasks.fire(ladder.entry, Trigger.DROPOUT_FILED, at=ladder.at)

    tasks.do(first, by=ladder.by, at=ladder.at)

    assert not second.open


@pytest.mark.parametrize("channel", ContactChannel)
@pytest.mark.parametrize("preset", ["nacka", "norrkoping", "huddinge", "standard"])
def test_whatever_is_tried_in_whatever_order_there_is_a_next_step_on_a_working_day(preset, channel):
    for outcome in sorted(OUTCOMES[channel]):
        ladder = Ladder(preset, MINOR)
        for days in (0, 9, 40, 120):
            ladder.wait(days).tries(channel, outcome)
            assert ladder.open
            assert all(
                working_day(task.earliest_on) and working_day(task.due_on) for task in ladder.open
            )
            assert ladder.entry.next_follow_up_on == min(task.due_on for task in ladder.open)


# --- what is refused -----------------------------------------------------------------------------


def refuses(ladder, error, *args, **more):
    before = (len(ladder.entry.attempts), ladder.asked, ladder.entry.status)
    with pytest.raises(error):
        ladder.tries(*args, **more)
    assert (len(ladder.entry.attempts), ladder.asked, ladder.entry.status) == before


@pytest.mark.parametrize(
    ("channel", "outcome"),
    [
        (channel, outcome)
        for channel in ContactChannel
        for outcome in ContactOutcome
        if outcome not in OUTCOMES[channel]
    ],
)
def test_what_cannot_come_of_a_channel_is_refused(channel, outcome):
    refuses(nacka(), NotThatOutcome, channel, outcome)


def test_a_visit_is_made_by_two_who_work_there():
    ladder = nacka()

    refuses(ladder, VisitByTwo, VISIT, CARD_LEFT, second=None)
    refuses(ladder, VisitByTwo, VISIT, CARD_LEFT, second=ladder.by)
    refuses(ladder, NotAMember, VISIT, CARD_LEFT, second=ladder.cast.other_caseworker)
    refuses(ladder, NotAMember, VISIT, CARD_LEFT, second=ladder.cast.rector)


def test_a_guardian_is_not_turned_to_about_somebody_of_age():
    refuses(nacka(ADULT), OfAge, PHONE, REACHED, to_guardian=True)


def test_a_try_lies_not_in_the_future():
    ladder = nacka()

    with pytest.raises(TooEarly):
        contact.try_to_reach(
            ladder.entry,
            PHONE,
            REACHED,
            on=FIRST + timedelta(days=1),
            by=ladder.by,
            at=ladder.at,
        )


def test_a_task_of_another_youth_or_one_that_has_ended_is_not_answered():
    ladder, other = nacka(), nacka()
    task = ladder.task("N-C3")

    refuses(ladder, NotFound, PHONE, task=other.task("N-C3"))
    ladder.tries(PHONE, task=task)
    refuses(ladder, TaskEnded, PHONE, task=task)


def test_an_answer_comes_once_after_the_try_and_says_something():
    ladder = nacka()
    letter = ladder.posts(LETTER)
    ladder.wait(3)

    with pytest.raises(NotThatOutcome):
        ladder.answered(letter, ContactOutcome.SENT)
    with pytest.raises(TooEarly):
        contact.answer(letter, REACHED, on=FIRST - timedelta(days=1), by=ladder.by, at=ladder.at)
    ladder.answered(letter, REACHED)
    with pytest.raises(AttemptAnswered):
        ladder.answered(letter, RETURNED)


@pytest.mark.parametrize("who", ["other_caseworker", "counsellor", "municipality_admin"])
def test_nobody_else_writes_down_a_try(who):
    ladder = nacka()
    ladder.by = getattr(ladder.cast, who)

    refuses(ladder, NotAllowed, PHONE)


def test_a_try_leaves_one_event_of_codes():
    ladder = nacka()
    seen = []
    ladder.entry.record = lambda step, **facts: seen.append((step, facts))  # type: ignore[method-assign]

    ladder.tries(PHONE)

    ((step, facts),) = seen
    assert step is Step.TRY_CONTACT
    assert {facts["channel"], facts["outcome"]} == {PHONE, ContactOutcome.NO_ANSWER}


def test_times_that_end_on_a_day_off_end_on_the_working_day_before():
    assert last_working_day(date(2026, 12, 27)) == date(2026, 12, 23)
    assert last_working_day(date(2027, 6, 27)) == date(2027, 6, 24)
