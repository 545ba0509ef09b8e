"""The mapping's page: three steps, in codes."""

import pytest
from sqlalchemy import select

from portal.models import Event
from portal.vocabulary import MappingStage, Step, Wish
from tests.town import TODAY


def test_a_step_is_written_down_and_shown(kaa, page, fresh, rows, entry):
    asked = kaa.get(f"{page}/mapping/new")

    answer = kaa.send(asked, wishes=["work", "guidance"], wants_guidance="yes", handover_asked="y")

    step = fresh().mapping[-1]
    assert answer.location == page
    assert (step.stage, step.wishes) == (MappingStage.SITUATION, [Wish.WORK, Wish.GUIDANCE])
    assert (step.wants_guidance, step.wants_measure) == (True, None)
    assert (step.handover_asked, step.on) == (True, TODAY)
    text = kaa.get(page).page.text
    assert "Arbete, Studie- och yrkesvägledning" in text
    assert "Begärd av den förra kommunen och skolan" in text
    taken = select(Event.step).where(Event.entry_id == entry.id)
    assert Step.MAP in rows.scalars(taken).all()


def test_the_next_step_is_chosen_beforehand_with_what_was_wished(kaa, page, fresh):
    kaa.send(kaa.get(f"{page}/mapping/new"), wishes=["work"], wants_guidance="yes")

    values = kaa.get(f"{page}/mapping/new").page.values

    assert (values["stage"], values["wishes"]) == ("background", "work")
    assert kaa.get(f"{page}/mapping/new?stage=plan").page.values["stage"] == "plan"
    assert kaa.get(f"{page}/mapping/new?stage=lost").page.values["stage"] == "background"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"stage": "lost"}, "Välj ett av alternativen."),
        ({"wishes": ["care"]}, "Välj bland alternativen."),
        ({"on": "2026-12-01"}, "Dagen har inte varit än."),
        ({"wants_guidance": "maybe"}, "Välj ett av alternativen."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(kaa, page, fresh, typed, said):
    answer = kaa.send(kaa.get(f"{page}/mapping/new"), **typed)

    assert (answer.status_code, said in answer.page.text) == (422, True)
    assert fresh().mapping == []


@pytest.mark.parametrize("who", ["other_caseworker", "counsellor", "municipality_admin"])
def test_nobody_else_maps(login, town, page, who):
    assert login(getattr(town, who)).get(f"{page}/mapping/new").status_code in (403, 404)
