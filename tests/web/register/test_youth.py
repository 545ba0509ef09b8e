"""The youth's page: the next step with its reason and its click, and all that was done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.models import Occupation, RegisterEntry
from portal.routines.register import new_routines
from portal.vocabulary import (
    ContactChannel,
    ContactOutcome,
    EntryEndReason,
    OccupationKind,
    OccupationSource,
    TaskAction,
    Tense,
    Trigger,
    Wish,
)
from portal.vocabulary import MappingStage as Stage
from portal.workflow import contact, mapping, plans, register, tasks
from tests.town import AT, TODAY
from tests.workflow.test_plans import SAYS


@pytest.fixture
def routines(rows, town):
    """Nacka's own routines are loaded before anybody comes in."""
    rows.add_all(new_routines("nacka", town.nacka.code))
    rows.commit()
    rows.expire_all()


@pytest.fixture
def work(rows, entry, town):
    """Does something with the entry in the test's own session."""

    def do(act):
        rows.expire_all()
        with rows.no_autoflush:
            act(rows.get(RegisterEntry, entry.id), rows.merge(town.caseworker))
        rows.commit()

    return do


def calls(one, by, count):
    for day in range(count):
        on = TODAY - timedelta(days=day)
        contact.try_to_reach(
            one, ContactChannel.PHONE, ContactOutcome.NO_ANSWER, on=on, by=by, at=AT
        )


def everything(one, by, count):
    """As much of everything as `count` says."""
    calls(one, by, count)
    for version in range(count):
        goal = f"{SAYS.goal} {version}"
        plans.make(one, replace(SAYS, goal=goal), revises=version, by=by, at=AT)
        mapping.note(
            one,
            Stage.SITUATION,
            on=TODAY,
            wishes=[Wish.WORK],
            wants_guidance=True,
            wants_measure=True,
            handover_asked=False,
            by=by,
            at=AT,
        )
        tasks.begin(one, TaskAction.READ_REPORT, TODAY, TODAY, at=AT)
        one.occupations.append(
            Occupation(
                tense=Tense.PAST,
                kind=OccupationKind.WORK,
                source=OccupationSource.YOUTH,
                known_on=TODAY,
            )
        )


def test_the_page_costs_the_same_with_3_attempts_as_with_60(routines, kaa, page, work, statements):
    work(lambda one, by: everything(one, by, 3))
    kaa.get(page)
    statements.clear()
    kaa.get(page)
    few = len(statements)
    work(lambda one, by: calls(one, by, 57))
    kaa.get(page)
    statements.clear()

    shown = kaa.get(page).page

    assert len(statements) == few <= 17
    assert shown.text.count("Skriv in svar") == 60


def test_the_next_step_says_what_how_to_whom_by_when_and_why(routines, kaa, page, entry, rows):
    text = kaa.get(page).page.text.replace("\xa0", " ")

    task = min((one for one in entry.tasks if one.open), key=lambda one: one.due_on)
    assert task.routine.trigger in {Trigger.REGISTERED, Trigger.ASSIGNED}
    assert f"(rutin {task.routine.key})" in text
    assert "Nästa steg: skicka brev" in text
    assert "Kontaktväg: brev. Till vårdnadshavaren, eftersom ungdomen inte har fyllt 18." in text
    assert "Varför: Ungdomen" in text


def test_what_was_done_is_written_down_in_one_click(routines, kaa, page, fresh):
    shown = kaa.get(page).page
    (quick, *_more) = shown.all("form", class_="quick")

    sent = {field.get("name"): field.get("value") for field in quick.iter("input")}
    answer = kaa.post(quick.get("action"), data=sent | {"outcome": "sent"})

    assert answer.location == page
    attempt = fresh().attempts[-1]
    assert (attempt.channel, attempt.outcome) == (ContactChannel.LETTER, ContactOutcome.SENT)
    assert attempt.to_guardian
    assert attempt.task_id is not None


def test_a_day_set_by_hand_says_that_nobodys_routine_asks(kaa, page, work):
    work(lambda one, _by: tasks.look_again(one, TODAY, at=AT))

    shown = kaa.get(page).page

    assert "Nästa steg: följ upp" in shown.text
    assert "Någon i KAA-gruppen har satt dagen för hand." in shown.text
    assert shown.links["Skriv in läge och nästa uppföljning"] == f"{page}/status"


def test_a_visit_is_written_down_on_its_own_page_since_it_is_by_two(kaa, page, work):
    work(
        lambda one, _by: tasks.begin(
            one, TaskAction.VISIT, TODAY, TODAY, channel=ContactChannel.HOME_VISIT, at=AT
        )
    )

    shown = kaa.get(page).page

    assert "Nästa steg: gör hembesök, två personer" in shown.text
    assert not shown.all("form", class_="quick")
    assert any(label.startswith("Skriv in försöket") for label in shown.links)


@pytest.mark.parametrize(
    ("action", "leads_to"),
    [
        (TaskAction.MAP_SITUATION, "mapping/new?stage=situation"),
        (TaskAction.MAP_DEEPLY, "mapping/new?stage=background"),
        (TaskAction.MAKE_PLAN, "plan"),
        (TaskAction.FOLLOW_UP_PLAN, "plan"),
        (TaskAction.AGREE_ON_MEASURE, "measures/new"),
        (TaskAction.ASSIGN, "caseworker"),
        (TaskAction.CLOSE_ENTRY, "close"),
    ],
)
def test_a_task_leads_to_where_it_is_done(kaa, page, work, action, leads_to):
    work(lambda one, _by: tasks.begin(one, action, TODAY, TODAY, at=AT))

    assert f"{page}/{leads_to}" in kaa.get(page).page.links.values()


def test_who_has_left_has_nothing_to_do_and_is_still_read(kaa, page, work):
    work(lambda one, by: calls(one, by, 2))
    work(
        lambda one, by: register.close(one, EntryEndReason.MISTAKE, what="Fel person", by=by, at=AT)
    )

    shown = kaa.get(page).page

    assert "Registerposten är avslutad" in shown.text
    assert shown.text.count("Inget svar") >= 2
    assert not shown.all("form", class_="quick")
    assert "Skriv in svar" not in shown.text
    for label in ("Lägg till en uppgift", "Skriv planen", "Skriv in ett kontaktförsök"):
        assert label not in shown.links


def test_what_has_happened_says_what_was_tried_and_skipped(kaa, page, work):
    work(lambda one, by: calls(one, by, 1))
    kaa.send(kaa.get(f"{page}/tasks/new"), action="visit", due_on="2026-12-01")

    text = kaa.get(page).page.text.replace("\xa0", " ")

    assert "Telefon: Inget svar" in text
    assert "Gör hembesök, två personer, senast 1 dec 2026" in text
