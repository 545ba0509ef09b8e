"""The municipality's steps from their pages: each does what it says, and says why it cannot."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import Case, Event
from portal.vocabulary import (
    CaseState,
    CloseReason,
    CodedAnswer,
    DeadlineKind,
    Step,
)
from portal.workflow import casework, closing
from tests.town import AT, a_case, copies

LATER = AT + timedelta(hours=1)
FORMS = {
    "ask": {"question": "Har eleven provat ett annat program?"},
    "note": {"text": "Ringde skolan."},
    "monitor": {"follow_up_on": "2026-12-01", "reason": "Se om stödet hjälper."},
    "reply": {"coded": "contacting", "text": ""},
    "hand-back": {"reason": "Jag är ledig."},
    "reroute": {"to": "0581", "reason": "Eleven bor i Norrköping."},
    "close": {"reason": "stays", "what": "Eleven går kvar.", "on": "", "text": ""},
}
"""Each step's form, filled in as it may be sent."""


@pytest.fixture
def case(town, stored):
    return stored(a_case(town))


@pytest.fixture
def mine(case, town, rows):
    """The case in the caseworker's hands."""
    casework.take_on(case, by=town.caseworker, at=AT)
    rows.commit()
    return case


def of(case, step=""):
    return f"/cases/{case.reference}" + (f"/{step}" if step else "")


def press(client, case, step, **says):
    """Press a step's button on the case page."""
    data = {"csrf_token": client.get(of(case)).page.values["csrf_token"], **says}
    return client.post(of(case, step), data=data)


def fill(client, case, step, **changed):
    page = client.get(of(case, step)).page
    return client.post(of(case, step), data=page.values | FORMS.get(step, {}) | changed)


def steps_of(rows, case):
    rows.expire_all()
    wanted = select(Event.step).where(Event.case_id == case.id)
    return list(rows.scalars(wanted.order_by(Event.at, Event.ordinal)))


# --- buttons ------------------------------------------------------------------------------------


def test_acknowledging_meets_its_deadline_and_goes_back_to_the_list(login, town, case, rows):
    client = login(town.caseworker)

    answer = press(client, case, "acknowledge", back="/queue?kind=at_risk")

    assert answer.location == "/queue?kind=at_risk"
    assert steps_of(rows, case)[-1] is Step.ACKNOWLEDGE
    assert case.due_kind is not DeadlineKind.ACKNOWLEDGE
    assert "Anmälan är kvitterad" in client.get("/queue").text


def test_acknowledging_twice_says_so_and_is_not_an_error_page(login, town, case, rows):
    client = login(town.caseworker)
    press(client, case, "acknowledge")

    answer = press(client, case, "acknowledge")

    assert answer.location == of(case)
    assert "Det steget går inte att ta nu" in client.get(of(case)).text
    assert steps_of(rows, case).count(Step.ACKNOWLEDGE) == 1


def test_taking_makes_the_case_ones_own(login, town, case, rows):
    client = login(town.caseworker)

    press(client, case, "take")

    assert steps_of(rows, case)[-1] is Step.TAKE
    assert (case.state, case.caseworker_id) == (CaseState.IN_PROGRESS, town.caseworker.id)


def test_who_comes_second_is_told_who_was_first(login, town, case, rows, another_client):
    first, second = login(town.caseworker), another_client()
    login(town.second_caseworker, second)
    second.get(of(case))
    press(first, case, "take")
    token = second.get("/queue").page.values["csrf_token"]

    second.post(of(case, "take"), data={"csrf_token": token})

    assert "Amina Berg hann ta ärendet före dig." in second.get("/queue").text
    assert steps_of(rows, case).count(Step.TAKE) == 1


def test_of_two_at_once_exactly_one_gets_each_case(login, town, case, rows, another_client):
    copies(rows, case, 24, state=CaseState.QUEUED)
    references = list(rows.scalars(select(Case.reference)))
    browsers = [login(town.caseworker), login(town.second_caseworker, another_client())]
    tokens = [one.get("/queue").page.values["csrf_token"] for one in browsers]
    gate = threading.Barrier(2)
    answers = {}

    def take_all(place):
        client = browsers[place]
        client.after = lambda: None
        for reference in references:
            gate.wait()
            answer = client.post(f"/cases/{reference}/take", data={"csrf_token": tokens[place]})
            answers[place, reference] = answer.location

    threads = [threading.Thread(target=take_all, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(references) == 25
    for reference in references:
        got = [answers[place, reference] for place in (0, 1)]
        assert sorted(got) == [f"/cases/{reference}", "/queue"]
    taken = rows.scalars(select(Event.case_id).where(Event.step == Step.TAKE)).all()
    assert len(taken) == len(set(taken)) == 25
    told = browsers[0].get("/queue").text.count("hann ta ärendet före dig")
    told += browsers[1].get("/queue").text.count("hann ta ärendet före dig")
    assert told == 25


def test_a_step_back_leads_only_to_our_lists(login, town, case):
    client = login(town.caseworker)

    answer = press(client, case, "acknowledge", back="https://evil.example/queue")

    assert answer.location == of(case)


# --- forms --------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [name for name in FORMS if name != "reroute"])
def test_a_filled_in_form_takes_its_step(login, town, mine, rows, step):
    before = steps_of(rows, mine)

    answer = fill(login(town.caseworker), mine, step)

    assert answer.location == of(mine)
    assert steps_of(rows, mine)[len(before)].value == step.replace("-", "_")


@pytest.mark.parametrize("step", list(FORMS))
@pytest.mark.parametrize("typed", ["", "   ", "x" * 2001, "a\x00b", "a\x0bb", "\u202eabc"])
def test_what_cannot_be_read_is_refused_at_the_field(login, town, mine, rows, step, typed):
    answers = FORMS[step] | {
        name: typed for name in FORMS[step] if name not in ("coded", "on", "to")
    }
    before = steps_of(rows, mine)
    client = login(town.caseworker)

    answer = fill(client, mine, step, **answers)

    if step == "reply" and not typed.strip():
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert "Det finns fel på sidan" in answer.page.text
    assert steps_of(rows, mine) == before


@pytest.mark.parametrize("step", list(FORMS))
def test_a_closed_case_takes_no_more_steps(login, town, mine, rows, step):
    client = login(town.caseworker)
    page = client.get(of(mine, step)).page
    rows.expire_all()
    with rows.no_autoflush:
        closing.close(mine, CloseReason.OTHER, what="x", by=town.caseworker, at=LATER)
    rows.commit()
    before = steps_of(rows, mine)

    assert client.get(of(mine, step)).status_code == 409
    late = client.post(of(mine, step), data=page.values | FORMS[step])

    assert late.status_code in (409, 303)
    assert steps_of(rows, mine) == before


def test_a_refused_form_keeps_what_was_typed(login, town, mine):
    answer = fill(login(town.caseworker), mine, "monitor", follow_up_on="2026-11-01")

    assert answer.status_code == 422
    assert "Välj en dag som ligger framåt" in answer.page.text
    assert "Se om stödet hjälper." in answer.page.text


@pytest.mark.parametrize(
    "day", ["2026-11-18", "2029-01-01", "i morgon", "2026-13-45", "0000-00-00"]
)
def test_a_follow_up_lies_ahead_and_not_too_far(login, town, mine, day):
    answer = fill(login(town.caseworker), mine, "monitor", follow_up_on=day)

    assert answer.status_code == 422
    assert answer.page.all(aria_invalid="true")


def test_monitoring_waits_until_its_day(login, town, mine, rows):
    fill(login(town.caseworker), mine, "monitor")

    rows.expire_all()
    assert mine.state is CaseState.MONITORING


def test_asking_puts_the_case_on_wait(login, town, mine, rows):
    client = login(town.caseworker)

    fill(client, mine, "ask")

    rows.expire_all()
    assert mine.state is CaseState.NEEDS_INFO
    assert "Har eleven provat ett annat program?" in client.get(of(mine)).page.text


def test_handing_back_leaves_it_for_others(login, town, mine, rows):
    fill(login(town.caseworker), mine, "hand-back")

    rows.expire_all()
    assert (mine.state, mine.caseworker_id) == (CaseState.QUEUED, None)


def test_the_coordinator_assigns(login, town, case, rows):
    fill(login(town.coordinator), case, "assign", to=str(town.second_caseworker.id))

    rows.expire_all()
    assert case.caseworker_id == town.second_caseworker.id


@pytest.mark.parametrize("step", ["assign", "hand-back"])
def test_a_caseworker_gives_away_only_what_is_theirs(login, town, case, step):
    assert login(town.caseworker).get(of(case, step)).status_code == 403


@pytest.mark.parametrize("to", ["", "other_caseworker", "x"])
def test_a_case_is_given_to_nobody_from_elsewhere(login, town, case, rows, to):
    chosen = str(getattr(town, to).id) if hasattr(town, to) else to

    answer = fill(login(town.coordinator), case, "assign", to=chosen)

    assert answer.status_code == 422
    rows.expire_all()
    assert case.caseworker_id is None


# --- words for the school -----------------------------------------------------------------------


def test_a_coded_answer_goes_at_once(login, town, mine, rows):
    fill(login(town.caseworker), mine, "reply")

    rows.expire_all()
    assert mine.answer is CodedAnswer.CONTACTING


@pytest.mark.parametrize("step", ["reply", "close"])
def test_words_for_the_school_are_seen_before_they_go(login, town, mine, rows, step):
    client = login(town.caseworker)
    before = steps_of(rows, mine)

    preview = fill(client, mine, step, text="Vi ringer på fredag.")
    assert preview.status_code == 200
    assert preview.page.heading == "Så här ser skolan det"
    assert "Vi ringer på fredag." in preview.page.text
    assert "Eleven går kvar." not in preview.page.text
    assert steps_of(rows, mine) == before
    answer = client.send(preview, go="send")

    assert answer.location == of(mine)
    rows.expire_all()
    assert mine.answer_text == "Vi ringer på fredag."


@pytest.mark.parametrize("step", ["reply", "close"])
def test_a_preview_can_be_changed_without_loss(login, town, mine, rows, step):
    client = login(town.caseworker)
    before = steps_of(rows, mine)
    preview = fill(client, mine, step, text="Vi ringer på fredag.")

    again = client.send(preview, go="change")

    assert again.page.values["text"] == "Vi ringer på fredag."
    assert again.page.values.get("coded", again.page.values.get("reason")) in (
        "contacting",
        "stays",
    )
    assert steps_of(rows, mine) == before
