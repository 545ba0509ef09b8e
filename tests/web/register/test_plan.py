"""The plan's pages: written, warned about once, revised, read, printed and signed."""

import pytest

from portal.vocabulary import TaskAction
from tests.pdfs import assert_is_kept_for_long
from tests.town import TODAY

PLAN = {
    "goal": "Läsa in gymnasiet på komvux.",
    "youth_does": "Söker kursen.",
    "municipality_does": "Bokar studievägledning.",
    "follow_up_on": "2026-12-16",
}


@pytest.fixture
def write(kaa, page):
    """Writes the plan as it stands in the form, with what is said."""

    def send(**said):
        return kaa.send(kaa.get(f"{page}/plan"), **PLAN | said)

    return send


def test_a_plan_is_written_and_its_follow_up_becomes_a_task(kaa, page, write, fresh):
    assert write().location == page

    plan = fresh().plans[-1]
    assert (plan.version, plan.goal, plan.starts_on) == (1, PLAN["goal"], TODAY)
    days = [t.due_on.isoformat() for t in fresh().tasks if t.action is TaskAction.FOLLOW_UP_PLAN]
    assert days == ["2026-12-16"]
    assert PLAN["goal"] in kaa.get(page).page.text


def test_each_free_text_says_what_it_is_for(kaa, page):
    asked = kaa.get(f"{page}/plan").page

    for name in ("goal", "youth_does", "municipality_does", "others_do"):
        (area,) = asked.all("textarea", name=name)
        assert f"{name}-hint" in (area.get("aria-describedby") or "")


def test_what_should_perhaps_not_stand_there_is_warned_about_once(kaa, page, write, fresh):
    warned = write(goal="Börja studera trots ångest. 20100307-2391")

    assert warned.status_code == 422
    assert "Texten ser ut att innehålla ett personnummer." in warned.page.text
    assert "Texten kan handla om hälsa" in warned.page.text
    assert "Börja studera trots ångest." in warned.page.values["goal"]
    assert fresh().plans == []
    again = kaa.send(warned, to=f"{page}/plan")
    assert again.location == page
    assert fresh().plans[-1].goal == "Börja studera trots ångest. 20100307-2391"


def test_something_new_is_warned_about_again(kaa, page, write, fresh):
    warned = write(goal="Studera trots ångest.")

    again = kaa.send(warned, to=f"{page}/plan", youth_does="Ring 070-123 45 67")

    assert (again.status_code, fresh().plans) == (422, [])
    assert "telefonnummer" in again.page.text


def test_a_fault_is_mended_before_the_warning_is_shown(write):
    answer = write(goal="Studera trots ångest.", follow_up_on="")

    assert "Ange när planen ska följas upp." in answer.page.text
    assert "Läs texten en gång till" not in answer.page.text


def test_a_revision_keeps_the_old_version_and_shows_what_changed(kaa, page, write):
    write()
    asked = kaa.get(f"{page}/plan")
    assert asked.page.values["goal"] == PLAN["goal"]
    kaa.send(asked, goal="Arbeta i butik.", follow_up_on="2026-12-16")

    first, second = (kaa.get(f"{page}/plan/{number}").page for number in (1, 2))

    assert PLAN["goal"] in first.text
    assert "Ändrat" not in first.text
    assert "Så stod det i version 1" in second.text
    assert PLAN["goal"] in second.text
    assert second.text.count("Ändrat") == 1


def test_two_who_write_at_once_do_not_write_over_each_other(kaa, page, write, fresh):
    write()
    asked = kaa.get(f"{page}/plan")
    write(goal="Arbeta.")

    late = kaa.send(asked, goal="Praktik.", follow_up_on="2026-12-20")

    assert late.status_code == 409
    assert "Någon har sparat en nyare version" in late.page.text
    assert late.page.values["goal"] == "Praktik."
    assert [one.goal for one in fresh().plans] == [PLAN["goal"], "Arbeta."]


def test_the_same_sent_twice_is_one_version(kaa, page, write, fresh):
    asked = kaa.get(f"{page}/plan")
    for _time in range(2):
        answer = kaa.send(asked, **PLAN)

    assert (answer.status_code, len(fresh().plans)) == (422, 1)


def test_the_paper_is_for_the_youth_to_sign(kaa, page, write):
    write(others_do="Skolan skickar betyg.\nArbetsplatsen tar emot.")

    answer = kaa.get(f"{page}/plan/1.pdf")

    assert answer.mimetype == "application/pdf"
    assert_is_kept_for_long(answer.data, lang="sv", title="Din plan")
    assert "Wilma" not in answer.headers["Content-Disposition"]


def test_the_youth_has_signed(kaa, page, write, fresh):
    write()

    kaa.send(kaa.get(f"{page}/plan/1/sign"), on="2026-11-18")

    assert fresh().plans[-1].signed_on == TODAY
    assert "Ungdomen skrev under 18 nov 2026." in kaa.get(f"{page}/plan/1").page.text.replace(
        "\xa0", " "
    )
    assert kaa.send(kaa.get(f"{page}/plan/1/sign"), on="2026-11-18").status_code == 409


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"goal": ""}, "Skriv vad ungdomen vill nå"),
        ({"follow_up_on": "2026-11-01"}, "Dagen har redan varit."),
        ({"follow_up_on": "2036-11-01"}, "Välj en dag inom två år."),
        ({"ends_on": "2026-01-01"}, "Sista dagen ligger före den första."),
        ({"end_reason": "as_planned"}, "Ange när planen slutade."),
        ({"end_reason": "ill"}, "Välj ett av alternativen"),
        ({"starts_on": "2016-01-01"}, "Välj en dag inom två år."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(write, fresh, typed, said):
    answer = write(**typed)

    assert (answer.status_code, said in answer.page.text) == (422, True)
    assert fresh().plans == []


def test_a_paper_is_not_signed_before_it_was_written(kaa, page, write):
    write()

    answer = kaa.send(kaa.get(f"{page}/plan/1/sign"), on="2026-11-17")

    assert "Den här versionen skrevs senare." in answer.page.text


@pytest.mark.parametrize("step", ["plan", "plan/1", "plan/1.pdf", "plan/1/sign"])
@pytest.mark.parametrize("who", ["other_caseworker", "counsellor", "municipality_admin"])
def test_nobody_elsewhere_reads_or_writes_a_plan(login, town, page, write, step, who):
    write()

    assert login(getattr(town, who)).get(f"{page}/{step}").status_code in (403, 404)


@pytest.mark.parametrize("step", ["plan/2", "plan/2.pdf", "plan/2/sign", "plan/99999999999999"])
def test_a_version_that_was_never_written_is_not_there(kaa, page, write, step):
    write()

    assert kaa.get(f"{page}/{step}").status_code == 404
