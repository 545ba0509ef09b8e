"""The register's routines in the hands of their administrator: what a change does, seen first."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from werkzeug.datastructures import MultiDict

from portal.identity import parse
from portal.models import RegisterEntry, RegisterRoutine, RoutineChange, Task
from portal.routines.register import new_routines
from portal.vocabulary import OF_CASES, ContactChannel, TaskAction, TimeUnit
from tests.town import EIGHTEEN, SIXTEEN, TODAY
from tests.web.bad_input.form import fields_of, pairs

HERE = "/admin/municipalities/0182/register-routines"


@pytest.fixture(autouse=True)
def _plan(town, stored):
    """Nacka and Norrköping have the rows of their plans."""
    stored(*new_routines("nacka", "0182"), *new_routines("norrkoping", "0581"))


@pytest.fixture
def admin(login, town):
    return login(town.municipality_admin)


@pytest.fixture
def letters(enter, rows, login, town):
    """The open letter task of a youth who has just come in, as the database has it now."""
    entry = enter()

    def read():
        rows.expire_all()
        found = rows.scalars(
            select(Task).where(Task.entry_id == entry.id, Task.action == TaskAction.WRITE)
        )
        return found.one()

    login(town.municipality_admin)
    return read


def fill(admin, path, **answers):
    """Send a page's form with all that stands in it, ticked boxes too, as a browser does."""
    page = admin.get(path).page
    sent = pairs(fields_of(page, path, at=path), csrf_token=page.values["csrf_token"], **answers)
    return admin.post(path, data=MultiDict(sent))


def save(admin, check, path, **pressed):
    """Press a button of the page that shows what would change: it sends all that was typed."""
    (form,) = check.page.all("form", action=f"{path}/save")
    sent = [(one.get("name"), one.get("value")) for one in form.iter("input")]
    return admin.post(f"{path}/save", data=MultiDict([*sent, *pressed.items()]))


def routine(rows, key, code="0182"):
    rows.expire_all()
    wanted = select(RegisterRoutine).where(
        RegisterRoutine.key == key, RegisterRoutine.municipality_code == code
    )
    return rows.scalars(wanted).one()


def nothing_but_the_letter(rows):
    """Nothing else is asked for."""
    others = update(Task).where(Task.action != TaskAction.WRITE)
    rows.execute(others.values(called_off_at=Task.began_at))
    rows.commit()


def history(rows):
    rows.expire_all()
    found = rows.scalars(select(RoutineChange).order_by(RoutineChange.field))
    return [(one.key, one.field, one.before, one.after, one.by_id) for one in found]


def test_every_row_stands_there_with_its_time(admin):
    page = admin.get(HERE).page

    assert "Efter 2 till 4 veckor" not in page.text
    assert "6 månader före 20-årsdagen" in page.text
    assert "Från våren: inom 4 månader" in page.text
    assert "Skicka vykort efter 1 månad (vykort)" in page.text
    for one in new_routines("nacka", "0182"):
        assert (
            page.links_to(f"{HERE}/{one.key}")
            if hasattr(page, "links_to")
            else one.key in page.text
        )


def test_what_would_change_is_shown_and_nothing_is_changed_yet(admin, letters, rows):
    due = letters().due_on
    page = fill(admin, f"{HERE}/N-C1", within="10").page

    assert "1 öppen uppgift får en ny dag" in page.text
    assert (routine(rows, "N-C1").within, letters().due_on) == (5, due)
    assert history(rows) == []


def test_saved_with_its_open_tasks_they_get_the_days_of_the_new_time(admin, letters, rows, town):
    due = letters().due_on
    check = fill(admin, f"{HERE}/N-C1", within="10")

    answer = save(admin, check, f"{HERE}/N-C1")

    assert answer.location == HERE
    assert letters().due_on == due + timedelta(days=7)
    assert history(rows) == [
        ("N-C1", "tasks", "", "1", town.municipality_admin.id),
        ("N-C1", "within", "5", "10", town.municipality_admin.id),
    ]


def test_an_entrys_next_day_follows_the_task_that_moved(admin, letters, rows):
    rows.execute(
        update(Task).where(Task.action != TaskAction.WRITE).values(called_off_at=Task.began_at)
    )
    rows.commit()
    check = fill(admin, f"{HERE}/N-C1", within="3", unit="week")

    save(admin, check, f"{HERE}/N-C1")

    entry = rows.get(RegisterEntry, letters().entry_id)
    assert entry.next_follow_up_on == letters().due_on == TODAY + timedelta(weeks=3)


def test_saved_without_them_they_stay(admin, letters, rows):
    due = letters().due_on
    check = fill(admin, f"{HERE}/N-C1", within="10")

    save(admin, check, f"{HERE}/N-C1", keep_days="yes")

    assert (routine(rows, "N-C1").within, letters().due_on) == (10, due)


def test_a_day_that_somebody_set_by_hand_stays(admin, letters, rows):
    by_hand = date(2026, 12, 17)
    rows.execute(update(Task).where(Task.id == letters().id).values(due_on=by_hand))
    rows.commit()
    check = fill(admin, f"{HERE}/N-C1", within="10")
    assert "1 öppen uppgift behåller sin dag" in check.page.text

    save(admin, check, f"{HERE}/N-C1")

    assert letters().due_on == by_hand


def test_put_out_of_use_its_tasks_go_and_nobody_is_left_without_a_next_step(admin, letters, rows):
    rows.execute(
        update(Task).where(Task.action != TaskAction.WRITE).values(called_off_at=Task.began_at)
    )
    rows.commit()
    check = fill(admin, f"{HERE}/N-C1", active="no")
    assert "Spara, och ta bort 1 uppgift" in check.page.text

    save(admin, check, f"{HERE}/N-C1")

    assert letters().called_off_at is not None
    entry = rows.get(RegisterEntry, letters().entry_id)
    left = [task for task in entry.tasks if task.open]
    assert [task.action for task in left] == [TaskAction.FOLLOW_UP]
    assert entry.next_follow_up_on == left[0].due_on == TODAY + timedelta(weeks=2)


def test_back_from_the_check_all_that_was_typed_stands_there(admin, letters):
    check = fill(admin, f"{HERE}/N-C1", within="9", note="Beslut i nämnden.")

    page = save(admin, check, f"{HERE}/N-C1", again="yes").page

    assert (page.values["within"], page.values["note"]) == ("9", "Beslut i nämnden.")


def test_an_untouched_form_changes_nothing(admin, rows):
    for one in new_routines("nacka", "0182"):
        if one.trigger not in OF_CASES:
            page = fill(admin, f"{HERE}/{one.key}").page
            assert "Ingenting är ändrat" in page.text, one.key
    assert history(rows) == []


def test_the_channel_to_try_first_comes_first(admin, rows):
    check = fill(admin, f"{HERE}/N-C3", first_channel="sms")
    save(admin, check, f"{HERE}/N-C3")

    assert routine(rows, "N-C3").channels == [
        ContactChannel.SMS,
        ContactChannel.PHONE,
        ContactChannel.EMAIL,
        ContactChannel.SOCIAL_MEDIA,
    ]


def test_a_row_of_the_municipalitys_own_is_added_and_never_taken_by_a_preset(admin, rows):
    said = {
        "area": "contact",
        "trigger": "registered",
        "action": "try_to_reach",
        "within": "2",
        "unit": "week",
    }
    answer = fill(admin, f"{HERE}/new", **said)
    token = admin.get(f"{HERE}/preset?preset=norrkoping")
    admin.send(token, to=f"{HERE}/preset", preset="norrkoping")

    assert answer.location == HERE
    own = routine(rows, "E-1")
    assert (own.within, own.unit, own.active) == (2, TimeUnit.WEEK, True)
    assert not routine(rows, "N-C1").active
    assert routine(rows, "NK-C3").active


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"within": "0"}, "within"),
        ({"within": "300", "unit": "month"}, "within"),
        ({"within": "25", "unit": "month"}, "within"),
        ({"after": "9"}, "after"),
        ({"follow_up": "visit", "follow_up_after": ""}, "follow_up_after"),
        ({"follow_up": "visit", "follow_up_unit": ""}, "follow_up_unit"),
        ({"active": ""}, "active"),
    ],
)
def test_times_that_cannot_be_are_said_at_their_field(admin, wrong, field):
    answer = fill(admin, f"{HERE}/N-C1", **wrong)

    assert answer.status_code == 422
    assert answer.page.all(id=f"{field}-error")


def test_a_home_visit_is_made_by_two(admin):
    answer = fill(admin, f"{HERE}/N-C5a", staff="1")

    assert (answer.status_code, "görs av två" in answer.page.text) == (422, True)


@pytest.mark.parametrize("key", ["N-P1", "N-P2", "N-A1b"])
def test_what_happens_before_the_register_is_set_with_the_filings(admin, rows, key):
    leads_to = admin.get(f"{HERE}/{key}").location
    assert leads_to.startswith("/admin/municipalities/0182/routines/")
    token = admin.get(f"{HERE}/N-C1")

    answer = admin.send(token, to=f"{HERE}/{key}/save", within="99")

    assert answer.status_code == 422
    assert routine(rows, key).within < 99


def test_the_history_says_who_changed_what(admin, town, letters):
    check = fill(admin, f"{HERE}/N-C1", within="10", unit="week", active="no")
    save(admin, check, f"{HERE}/N-C1")

    page = admin.get(f"{HERE}/history").page

    for words in ("Klart inom", "veckor", "arbetsdagar", "Används", "ja", "nej"):
        assert words in page.text
    assert town.municipality_admin.user.name in page.text


@pytest.mark.parametrize("path", ["", "/NK-C1", "/new", "/history", "/preset"])
def test_another_municipalitys_routines_do_not_exist(admin, path):
    assert admin.get(f"/admin/municipalities/0581/register-routines{path}").status_code == 404


def test_another_municipalitys_routines_are_not_changed(admin, rows):
    there = "/admin/municipalities/0581/register-routines"
    token = admin.get(f"{HERE}/N-C1")
    for path in ("/NK-C1", "/NK-C1/save", "/new", "/preset"):
        answer = admin.send(token, to=there + path, within="3", preset="nacka")
        assert answer.status_code == 404
    assert routine(rows, "NK-C1", "0581").within == 1


@pytest.mark.parametrize("who", ["caseworker", "coordinator", "organiser_admin", "log_reviewer"])
def test_only_who_administers_routines_sees_them(login, town, who):
    assert login(getattr(town, who)).get(HERE).status_code == 403


def test_moving_many_tasks_takes_as_many_statements_as_one(admin, enter, rows, statements):
    counts = []
    for number in ("10", "15"):
        enter(number=parse((SIXTEEN, EIGHTEEN)[len(counts)], TODAY))
        admin_page = fill(admin, f"{HERE}/N-C1", within=number)
        statements.clear()
        save(admin, admin_page, f"{HERE}/N-C1")
        counts.append(len(statements))

    assert counts[0] == counts[1]
