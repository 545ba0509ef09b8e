"""The contact ladder as truth tables: every contact row of the plans of Nacka and Norrköping."""

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
    TaskAction,
    Trigger,
    YouthStatus,
)
from portal.workflow import contact, tasks
from portal.workflow.spans import last_working_day
from tests.workflow.ladder import ADULT, FIRST, MINOR, Ladder

LETTER, POSTCARD, VISIT_CARD = (
    ContactChannel.LETTER,
    ContactChannel.POSTCARD,
    ContactChannel.VISIT_CARD,
)
PHONE, SMS, EMAIL, VISIT = (
    ContactChannel.PHONE,
    ContactChannel.SMS,
    ContactChannel.EMAIL,
    ContactChannel.HOME_VISIT,
)
REACHED, DECLINED, RETURNED, CARD_LEFT = (
    ContactOutcome.REACHED,
    ContactOutcome.DECLINED,
    ContactOutcome.RETURNED,
    ContactOutcome.CARD_LEFT,
)


# --- the rows, one by one ------------------------------------------------------------------------


def nacka(born: date = ADULT) -> Ladder:
    return Ladder("nacka", born)


def norrkoping(born: date = ADULT, *, assigned: bool = True) -> Ladder:
    return Ladder("norrkoping", born, assigned=assigned)


def letter() -> Ladder:
    ladder = nacka()
    ladder.posts(LETTER)
    return ladder


def lettered() -> Ladder:
    return letter().until(date(2026, 12, 18))


def postcarded() -> Ladder:
    ladder = lettered()
    ladder.posts(POSTCARD)
    return ladder


def called() -> Ladder:
    ladder = nacka()
    ladder.tries(PHONE)
    return ladder


def exhausted(born: date = ADULT) -> Ladder:
    """A letter, a call and a postcard without an answer."""
    ladder = nacka(born)
    ladder.posts(LETTER)
    ladder.tries(PHONE)
    ladder.until(date(2026, 12, 18)).posts(POSTCARD)
    return ladder.wait(31)


def carded(born: date = ADULT) -> Ladder:
    ladder = exhausted(born).until(date(2027, 1, 18))
    ladder.tries(SMS)
    ladder.until(date(2027, 3, 1)).posts(VISIT_CARD)
    return ladder


def visited(born: date = ADULT) -> Ladder:
    ladder = carded(born).until(date(2027, 3, 9))
    ladder.tries(VISIT, CARD_LEFT)
    return ladder


def first_call() -> Ladder:
    ladder = norrkoping().until(date(2026, 12, 2))
    ladder.tries(PHONE)
    return ladder


def second_call() -> Ladder:
    ladder = norrkoping()
    ladder.posts(POSTCARD)
    ladder.until(date(2026, 12, 2)).tries(PHONE)
    ladder.until(date(2026, 12, 30))
    ladder.tries(SMS, ContactOutcome.NO_ANSWER)
    return ladder


def returned() -> Ladder:
    ladder = norrkoping()
    for channel in (POSTCARD, LETTER):
        ladder.answered(ladder.posts(channel), RETURNED)
    return ladder


def declined() -> Ladder:
    ladder = norrkoping().until(date(2026, 12, 2))
    ladder.tries(PHONE, DECLINED)
    return ladder


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


# --- skipping, and by hand -----------------------------------------------------------------------


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
