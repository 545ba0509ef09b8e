"""A draft waits for its author: after a session that ended, and for ninety days, with a warning."""

from datetime import timedelta

from sqlalchemy import select

from portal.cli import portal
from portal.models import Draft
from tests.town import AT
from tests.web.filing.typed import Counter

TEXT = "Vi har talat om resvägen.\r\nEleven vill gå kvar & byta inriktning. " + "å" * 700


def test_a_step_that_came_after_the_session_had_ended_comes_back_to_who_wrote_it(
    town, login, clock, rows
):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    page = writer.page("situation")
    clock.shift(timedelta(minutes=31))

    assert writer.browser.send(page, efforts_text=TEXT).location == "/login"
    assert login(town.colleague).get("/held").page.heading == "Inget väntar på dig"
    login(town.counsellor)
    held = writer.browser.get("/held").page
    path = f"{writer.draft}/situation"
    form = next(one for one in held.all("form", action=path))
    fields = {field.get("name"): field.get("value") for field in form.iter("input")}
    writer.browser.post(path, data=fields)

    (saved,) = rows.scalars(select(Draft)).one().answers["efforts_text"]
    assert saved.replace("\r\n", "\n") == TEXT.replace("\r\n", "\n")


def test_a_draft_that_is_about_to_go_is_a_task_with_its_last_day(town, login, clock):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    clock.shift(timedelta(days=75))
    assert "Ingen tidsfrist" in login(town.counsellor).get("/").page.text

    clock.shift(timedelta(days=2))
    todo = login(town.counsellor).get("/").page
    begun = writer.browser.get("/filings/new").page

    assert "tas bort 16 februari 2027 om ingen skriver i det" in todo.text, todo.text
    assert "Tas bort 16 februari 2027 om ingen skriver i det." in begun.text, begun.text


def test_writing_in_it_keeps_it(town, login, clock):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    clock.shift(timedelta(days=80))
    login(town.counsellor)

    writer.post("pupil", given_name="Vilma")

    assert "Ingen tidsfrist" in writer.browser.get("/").page.text


def test_purging_takes_the_draft_on_its_day_and_not_before(town, login, clock, rows, app):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    purge = app.test_cli_runner()

    clock.move_to(AT + timedelta(days=90) - timedelta(minutes=1))
    purge.invoke(portal, ["purge"])
    assert rows.scalars(select(Draft)).all()

    rows.rollback()
    clock.move_to(AT + timedelta(days=90, minutes=1))
    purge.invoke(portal, ["purge"])
    assert not rows.scalars(select(Draft)).all()
