"""The contact ladder as truth tables: every contact row of the plans of Nacka and Norrköping."""

from datetime import date, timedelta

import pytest

from portal.vocabulary import (
    ContactOutcome,
    TaskAction,
    Trigger,
    YouthStatus,
)
from portal.workflow import tasks
from tests.workflow.ladder import ADULT, FIRST, MINOR
from tests.workflow.ladder_stories import (
    CARD_LEFT,
    EMAIL,
    LETTER,
    PHONE,
    POSTCARD,
    REACHED,
    RETURNED,
    VISIT,
    VISIT_CARD,
    called,
    carded,
    declined,
    exhausted,
    first_call,
    letter,
    lettered,
    nacka,
    norrkoping,
    postcarded,
    returned,
    second_call,
    visited,
)


@pytest.mark.parametrize(
    ("key", "story", "action", "channel", "earliest_on", "due_on"),
    [
        ("N-C1", nacka, "write", LETTER, FIRST, date(2026, 11, 25)),
        ("N-C1+", letter, "send_postcard", POSTCARD, date(2026, 12, 18), date(2026, 12, 18)),
        ("N-C2", lettered, "send_postcard", POSTCARD, date(2026, 12, 18), date(2026, 12, 29)),
        ("N-C2+", postcarded, "try_to_reach", POSTCARD, date(2027, 1, 18), date(2027, 1, 18)),
        ("N-C3", nacka, "try_to_reach", PHONE, FIRST, date(2026, 12, 18)),
        ("N-C3+", called, "send_postcard", POSTCARD, date(2026, 12, 18), date(2026, 12, 18)),
        ("N-C4", exhausted, "send_visit_card", VISIT_CARD, date(2027, 2, 1), date(2027, 6, 1)),
        ("N-C5a", carded, "visit", VISIT, date(2027, 3, 1), date(2027, 3, 15)),
        (
            "N-C5a+",
            lambda: visited(MINOR),
            "report_to_social_services",
            None,
            date(2027, 3, 16),
            date(2027, 3, 16),
        ),
        ("N-C5b", visited, "try_to_reach", LETTER, date(2027, 6, 9), date(2027, 9, 9)),
        ("NK-C1", norrkoping, "send_postcard", POSTCARD, FIRST, date(2026, 11, 25)),
        ("NK-C3", norrkoping, "try_to_reach", PHONE, date(2026, 12, 2), date(2026, 12, 16)),
        ("NK-C4", first_call, "try_to_reach", PHONE, date(2026, 12, 2), date(2026, 12, 30)),
        ("NK-C5", returned, "report_to_tax_agency", None, FIRST, date(2026, 11, 25)),
        ("NK-C6", second_call, "try_to_reach", LETTER, date(2027, 3, 30), date(2027, 6, 30)),
        ("NK-K2", declined, "follow_up", PHONE, date(2026, 12, 2), date(2027, 6, 2)),
    ],
)
def test_each_contact_row_of_the_plans_asks_for_its_step_on_its_day(
    key, story, action, channel, earliest_on, due_on
):
    task = story().task(key)

    assert (task.action, task.channel) == (TaskAction(action), channel)
    assert (task.earliest_on, task.due_on) == (earliest_on, due_on)


@pytest.mark.parametrize(
    ("story", "proposed"),
    [
        (nacka, ("write", LETTER, False, "N-C1")),
        (lambda: nacka(MINOR), ("write", LETTER, True, "N-C1")),
        (called, ("write", LETTER, False, "N-C1")),
        (carded, ("visit", VISIT, False, "N-C5a")),
        (norrkoping, ("send_postcard", POSTCARD, False, "NK-C1")),
        (lambda: norrkoping(MINOR), ("send_postcard", POSTCARD, False, "NK-C1")),
        (second_call, ("try_to_reach", LETTER, False, "NK-C6")),
        (declined, ("follow_up", PHONE, False, "NK-K2")),
    ],
)
def test_the_next_step_says_what_how_to_whom_and_which_row_asks_for_it(story, proposed):
    action, *rest = proposed

    assert story().next_is == (TaskAction(action), *rest)


def test_the_next_channel_is_one_that_was_not_tried_and_can_be():
    ladder = first_call()
    ladder.posts(POSTCARD)
    ladder.entry.phone = ""

    assert ladder.next_is == (TaskAction.TRY_TO_REACH, EMAIL, False, "NK-C4")


# --- what comes of a try -------------------------------------------------------------------------


@pytest.mark.parametrize("story", [nacka, called, exhausted, carded, norrkoping, second_call])
def test_who_is_reached_is_looked_for_no_longer(story):
    ladder = story()

    attempt = ladder.tries(PHONE, REACHED)

    assert ladder.entry.status is YouthStatus.REACHED
    assert not {task.action for task in ladder.open} & {
        TaskAction.WRITE,
        TaskAction.SEND_POSTCARD,
        TaskAction.TRY_TO_REACH,
        TaskAction.VISIT,
        TaskAction.BEGIN_CONTACT,
    }
    assert ladder.open
    assert attempt.by is ladder.by


def test_who_is_reached_in_norrkoping_is_mapped_within_a_week():
    ladder = norrkoping()

    ladder.tries(PHONE, REACHED)

    assert ladder.asked == {"NK-K1a", "NK-K1b"}
    assert ladder.entry.next_follow_up_on == date(2026, 11, 25)


def test_who_is_reached_again_is_not_mapped_again():
    ladder = norrkoping()
    ladder.tries(PHONE, REACHED)
    for key in ("NK-K1a", "NK-K1b"):
        tasks.do(ladder.task(key), by=ladder.by, at=ladder.at)

    ladder.wait(7).tries(PHONE, REACHED)

    assert ladder.asked == {"look"}


@pytest.mark.parametrize(("born", "status"), [(MINOR, "reached"), (ADULT, "not_reached")])
def test_a_guardian_who_is_reached_stands_in_for_a_youth_under_18_only(born, status):
    ladder = norrkoping(born)

    ladder.tries(PHONE, ContactOutcome.GUARDIAN_REACHED, to_guardian=born is MINOR)

    assert ladder.entry.status is YouthStatus(status)


def test_a_letter_that_is_answered_ends_the_wait():
    ladder = nacka()
    letter = ladder.posts(LETTER)
    assert letter.waits_until == date(2026, 12, 18)  # the month after which a postcard follows

    ladder.wait(5).answered(letter, REACHED)

    assert (letter.outcome, letter.answered_on, letter.waits_until) == (
        REACHED,
        FIRST + timedelta(days=5),
        None,
    )
    assert ladder.entry.status is YouthStatus.REACHED


def test_a_letter_may_be_answered_after_nobody_waited_any_longer():
    ladder = lettered()
    (letter,) = ladder.entry.attempts
    assert letter.outcome is ContactOutcome.NO_ANSWER

    ladder.answered(letter, REACHED)

    assert "N-C2" not in ladder.asked


def test_a_letter_that_gets_no_answer_from_somebody_reached_meanwhile_begins_nothing():
    ladder = nacka()
    ladder.posts(LETTER)
    ladder.tries(PHONE, REACHED)
    asked = ladder.asked

    ladder.wait(30)

    assert ladder.asked == asked


def test_the_letter_before_20_waits_for_no_answer():
    ladder = nacka()
    tasks.fire(ladder.entry, Trigger.SOON_20, at=ladder.at)

    letter = ladder.tries(LETTER, ContactOutcome.SENT, task=ladder.task("N-C6"))

    assert letter.waits_until is None
    assert {"N-C1", "N-C3"} <= ladder.asked
    assert "N-C6" not in ladder.asked


def test_two_returned_letters_are_reported_once_and_two_more_once_more():
    ladder = norrkoping()
    reports = []
    for _ in range(4):
        ladder.answered(ladder.posts(LETTER), RETURNED)
        reports.append("NK-C5" in ladder.asked)
        if reports[-1]:
            tasks.do(ladder.task("NK-C5"), by=ladder.by, at=ladder.at)

    assert reports == [False, True, False, True]


@pytest.mark.parametrize(("born", "reported"), [(MINOR, True), (ADULT, False)])
def test_only_minors_are_reported_to_social_services_after_a_visit(born, reported):
    ladder = visited(born)

    assert ("N-C5a+" in ladder.asked) == reported
    assert "N-C5b" in ladder.asked


def test_a_visit_by_hand_before_its_turn_moves_the_ladder_on_as_well():
    ladder = nacka(MINOR)

    ladder.tries(VISIT, CARD_LEFT)

    assert {"N-C5a+", "N-C5b"} <= ladder.asked


def test_who_never_answers_is_looked_for_again_and_again():
    ladder = second_call()
    days = []
    for _ in range(3):
        days.append(ladder.task("NK-C6").due_on)
        ladder.until(days[-1]).tries(PHONE)

    assert days == [date(2027, 6, 30), date(2027, 12, 30), date(2028, 6, 30)]


def test_who_declines_is_left_alone_until_the_routine_says_otherwise():
    ladder = declined()

    assert ladder.entry.status is YouthStatus.DECLINES
    assert ladder.asked == {"NK-K2"}
