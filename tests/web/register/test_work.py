"""What is to be done about a youth: attempts, tasks done, skipped and set by hand."""

from datetime import date
from uuid import uuid4

import pytest

from portal.vocabulary import (
    ContactChannel,
    ContactOutcome,
    EntryEndReason,
    SkipReason,
    TaskAction,
)
from portal.workflow import contact, own_tasks, register
from tests.town import AT, TODAY
from tests.web.register.places import REGISTER


@pytest.fixture
def stored(rows, entry):
    """The entry in the test's own session, to be worked with by the verbs."""

    def keep(act):
        rows.expire_all()
        with rows.no_autoflush:
            made = act(rows.merge(entry))
        rows.commit()
        return made

    return keep


@pytest.fixture
def letter(stored, rows, town):
    """A letter is to be written; no routine asked for it."""
    by = rows.merge(town.caseworker)
    return stored(lambda one: own_tasks.plan(one, TaskAction.WRITE, TODAY, by=by, at=AT))


@pytest.fixture
def sent(stored, rows, town):
    """A letter that has had no answer yet."""

    def write(one):
        return contact.try_to_reach(
            one,
            ContactChannel.LETTER,
            ContactOutcome.SENT,
            on=TODAY,
            by=rows.merge(town.caseworker),
            at=AT,
        )

    return stored(write)


def test_an_attempt_is_written_down_with_its_task(kaa, page, letter, fresh):
    where = f"{page}/attempts/new?task={letter.id}"

    answer = kaa.send(kaa.get(where), to=where, outcome="sent")

    assert answer.location == page
    attempt = fresh().attempts[-1]
    assert (attempt.channel, attempt.outcome) == (ContactChannel.LETTER, ContactOutcome.SENT)
    assert (attempt.on, attempt.task_id, attempt.second) == (TODAY, letter.id, None)
    assert not next(one for one in fresh().tasks if one.id == letter.id).open


def test_an_attempt_needs_no_task_and_may_have_been_yesterday(kaa, page, fresh):
    asked = kaa.get(f"{page}/attempts/new")

    kaa.send(asked, channel="phone", outcome="guardian_reached", on="2026-11-17", to_guardian="y")

    attempt = fresh().attempts[-1]
    assert (attempt.channel, attempt.outcome) == (
        ContactChannel.PHONE,
        ContactOutcome.GUARDIAN_REACHED,
    )
    assert (attempt.on, attempt.to_guardian, attempt.task) == (date(2026, 11, 17), True, None)


def test_a_home_visit_names_who_else_was_there(kaa, page, town, fresh):
    asked = kaa.get(f"{page}/attempts/new")

    alone = kaa.send(asked, channel="home_visit", outcome="card_left")
    kaa.send(
        asked,
        channel="home_visit",
        outcome="card_left",
        second=str(town.second_caseworker.id),
    )

    assert "Välj vem som var med på hembesöket." in alone.page.text
    assert [one.second_id for one in fresh().attempts] == [town.second_caseworker.id]


def test_the_answer_to_a_letter_is_written_down_once(kaa, page, sent, fresh):
    where = f"{page}/attempts/{sent.id}/answer"

    answer = kaa.send(kaa.get(where), outcome="returned", on="2026-11-18")

    assert answer.location == page
    attempt = next(one for one in fresh().attempts if one.id == sent.id)
    assert (attempt.outcome, attempt.answered_on) == (ContactOutcome.RETURNED, TODAY)
    assert kaa.get(where).status_code == 409


def test_a_task_is_skipped_with_a_reason(kaa, page, letter, fresh):
    asked = kaa.get(f"{page}/tasks/{letter.id}/skip")

    silent = kaa.send(asked)
    kaa.send(asked, reason="not_suitable")

    assert "Välj varför." in silent.page.text
    task = next(one for one in fresh().tasks if one.id == letter.id)
    assert (task.skip_reason, task.open) == (SkipReason.NOT_SUITABLE, False)


def test_a_task_is_done_once(kaa, page, letter, fresh):
    asked = kaa.get(f"{page}/tasks/{letter.id}/done")

    first = kaa.send(asked)
    again = kaa.send(asked)

    assert first.location == page
    assert (again.status_code, "Någon annan hann före dig" in again.page.text) == (409, True)
    assert next(one for one in fresh().tasks if one.id == letter.id).done_at is not None


def test_a_task_is_set_by_hand_for_any_day(kaa, page, fresh):
    asked = kaa.get(f"{page}/tasks/new")

    kaa.send(asked, action="visit", due_on="2026-12-05")

    task = next(one for one in fresh().tasks if one.action is TaskAction.VISIT)
    assert (task.due_on, task.channel, task.routine) == (
        date(2026, 12, 5),
        ContactChannel.HOME_VISIT,
        None,
    )


@pytest.mark.parametrize(
    ("where", "typed", "said"),
    [
        ("tasks/new", {"action": "visit", "due_on": "2026-11-01"}, "Dagen har redan varit."),
        ("tasks/new", {"action": "visit", "due_on": "2030-11-01"}, "Välj en dag inom två år."),
        ("tasks/new", {"due_on": "2026-12-01", "action": ""}, "Välj vad."),
        ("attempts/new", {"on": "2026-11-30", "outcome": "sent"}, "Dagen har inte varit än."),
        ("attempts/new", {"on": "2024-11-30", "outcome": "sent"}, "mer än ett år tillbaka"),
        ("attempts/new", {"outcome": ""}, "Välj hur det gick."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(kaa, page, where, typed, said):
    answer = kaa.send(kaa.get(f"{page}/{where}"), **typed)

    assert (answer.status_code, said in answer.page.text) == (422, True)


STEPS = ("attempts/new", "attempts/{x}/answer", "tasks/{x}/skip", "tasks/{x}/done", "tasks/new")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("who", "status"), [("other_caseworker", 404), ("counsellor", 404)])
def test_nobody_elsewhere_works_with_a_youth(login, town, page, step, who, status, letter):
    client = login(getattr(town, who))
    where = f"{page}/{step.format(x=letter.id)}"

    assert client.get(where).status_code in (403, status)


@pytest.mark.parametrize("step", STEPS[1:4])
def test_another_youths_task_is_not_there(kaa, page, step):
    assert kaa.get(f"{page}/{step.format(x=uuid4())}").status_code == 404
    assert kaa.get(f"{REGISTER}/26-XXXX-XXXX/{step.format(x=uuid4())}").status_code == 404


def test_nothing_is_done_about_who_has_left(kaa, page, stored, rows, town, letter):
    stored(
        lambda one: register.close(
            one, EntryEndReason.MISTAKE, what="x", by=rows.merge(town.caseworker), at=AT
        )
    )

    for step in (STEPS[0], STEPS[4], f"tasks/{letter.id}/done", f"tasks/{letter.id}/skip"):
        assert kaa.get(f"{page}/{step}").status_code == 409
