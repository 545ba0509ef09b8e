"""The week: what is in it, whose it is, in what order, and what it costs."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.models import Task
from portal.vocabulary import ContactChannel, EntryEndReason, EntryState, SkipReason, TaskAction
from tests.town import AT, TODAY
from tests.web.week.youths import many

WEEK, TEAM = "/week", "/week/team"
SUNDAY = TODAY + timedelta(days=4)


def plain(page):
    return page.text.replace("\xa0", " ")


# --- who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["counsellor", "rector", "municipality_admin", "log_reviewer"])
@pytest.mark.parametrize("place", [WEEK, TEAM])
def test_the_week_is_for_kaa_alone(login, town, who, place):
    assert login(getattr(town, who)).get(place).status_code == 403


def test_another_municipalitys_youths_are_in_nobodys_week(login, town, youth):
    youth("Wilma Ek", TaskAction.TRY_TO_REACH)
    client = login(town.other_caseworker)

    assert "Wilma Ek" not in client.get(WEEK).page.text
    assert "Wilma Ek" not in client.get(f"{TEAM}?caseworker={town.caseworker.id}").page.text


# --- what ---------------------------------------------------------------------------------------


def test_a_row_says_what_by_when_for_whom_and_leads_to_the_attempt(kaa, youth, rows):
    entry = youth("Wilma Ek", TaskAction.TRY_TO_REACH, channel=ContactChannel.PHONE)
    task = rows.scalars(select(Task)).one()

    shown = kaa.get(WEEK).page

    for said in ("Försök nå ungdomen", "Telefon", "I dag", "16 år"):
        assert said in plain(shown)
    assert shown.links["Wilma Ek"] == f"/register/{entry.reference}"
    attempt = shown.links["Skriv in Wilma Ek"]
    assert attempt == f"/register/{entry.reference}/attempts/new?back=week&task={task.id}"
    assert kaa.get(attempt).status_code == 200


def test_what_is_late_stands_first_then_day_by_day_until_sunday(kaa, youth):
    youth("Sven Ek", TaskAction.FOLLOW_UP, SUNDAY)
    youth("Maja Ek", TaskAction.FOLLOW_UP, SUNDAY + timedelta(days=1))
    youth("Tor Ek", TaskAction.FOLLOW_UP, TODAY + timedelta(days=1))
    youth("Ida Ek", TaskAction.FOLLOW_UP, TODAY)
    youth("Sara Ek", TaskAction.FOLLOW_UP, TODAY - timedelta(days=3))

    text = plain(kaa.get(WEEK).page)

    said = [text.index(one) for one in ("Försenat", "Sara Ek", "Ida Ek", "Tor Ek", "Sven Ek")]
    assert said == sorted(said)
    assert "Försenad 3 dagar" in text
    assert "Maja Ek" not in text


@pytest.mark.parametrize(
    "ended",
    [
        {"done_at": AT},
        {"skipped_at": AT, "skip_reason": SkipReason.NOT_NEEDED},
        {"called_off_at": AT},
    ],
)
def test_what_has_ended_is_not_to_be_done(kaa, youth, rows, ended):
    youth("Wilma Ek", TaskAction.FOLLOW_UP)
    task = rows.scalars(select(Task)).one()
    for name, value in ended.items():
        setattr(task, name, value)
    rows.commit()

    assert "Wilma Ek" not in kaa.get(WEEK).page.text


GROUPED = [
    (TaskAction.ASSIGN, "assign", "Utan handläggare"),
    (TaskAction.BEGIN_CONTACT, "contact", "Kontakter"),
    (TaskAction.MAP_SITUATION, "mapping", "Kartläggning och plan"),
    (TaskAction.FIRST_MEETING, "measure", "Möten om åtgärder"),
    (TaskAction.READ_REPORT, "report", "Månadsrapporter"),
    (TaskAction.FOLLOW_UP, "follow_up", "Uppföljningar"),
    (TaskAction.WRITE_BEFORE_20, "leaving", "Fyller 20 eller lämnar KAA"),
    (TaskAction.ASK_SCHOOL, "others", "Skolor och myndigheter"),
]


@pytest.mark.parametrize(("action", "group", "label"), GROUPED)
def test_tasks_are_gathered_and_counted_by_what_they_are(kaa, youth, action, group, label):
    youth("Wilma Ek", action)
    other = TaskAction.FOLLOW_UP if action is not TaskAction.FOLLOW_UP else TaskAction.ASK_SCHOOL
    youth("Sven Ek", other)

    shown = kaa.get(WEEK).page
    assert f"{label} 1" in shown.links
    narrowed = kaa.get(shown.links[f"{label} 1"]).page
    assert f"group={group}" in shown.links[f"{label} 1"]
    assert "Wilma Ek" in narrowed.text
    assert "Sven Ek" not in narrowed.text
    assert "Allt 2" in narrowed.links


def test_only_what_is_late_can_be_shown(kaa, youth):
    youth("Wilma Ek", TaskAction.FOLLOW_UP, TODAY - timedelta(days=1))
    youth("Sven Ek", TaskAction.FOLLOW_UP)

    shown = kaa.get(kaa.get(WEEK).page.links["Försenat 1"]).page

    assert "Wilma Ek" in shown.text
    assert "Sven Ek" not in shown.text


@pytest.mark.parametrize("query", ["group=nonsense", "after=nonsense", "after=2026-11-01_x"])
def test_nonsense_in_the_address_is_not_asked(kaa, youth, query):
    youth("Wilma Ek", TaskAction.FOLLOW_UP)

    assert "Wilma Ek" in kaa.get(f"{WEEK}?{query}").page.text
    assert "Wilma Ek" in kaa.get(f"{TEAM}?{query}&caseworker=nonsense").page.text


def test_an_empty_week_says_so_and_where_to_go_on(kaa):
    shown = kaa.get(WEEK).page

    assert "Inget att göra den här veckan" in shown.text
    assert shown.links["Se hela gruppens vecka"] == TEAM
    assert "Inget att göra den här veckan" in kaa.get(TEAM).page.text
    assert "Visa hela veckan" in kaa.get(f"{WEEK}?overdue=yes").page.links


# --- birthdays ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(2008, 11, 16), "Fyller 18"),
        (date(2008, 11, 22), "Fyller 18"),
        (date(2007, 5, 18), "Blir 19½"),
        (date(2006, 11, 20), "Fyller 20"),
        (date(2008, 11, 15), ""),
        (date(2008, 11, 23), ""),
        (date(2007, 11, 18), ""),
    ],
)
def test_who_turns_18_or_20_or_nineteen_and_a_half_this_week_is_named(kaa, youth, born, said):
    youth("Wilma Ek", birth_date=born)

    text = kaa.get(WEEK).page.text

    assert ("Wilma Ek" in text) is bool(said)
    assert said in text
    assert "Wilma Ek" in kaa.get(TEAM).page.text or not said


def test_who_has_left_the_register_has_no_birthday_there(kaa, youth):
    youth(
        "Wilma Ek",
        birth_date=date(2008, 11, 18),
        state=EntryState.CLOSED,
        closed_on=TODAY,
        end_reason=EntryEndReason.MOVED,
        next_follow_up_on=None,
    )

    assert "Wilma Ek" not in kaa.get(WEEK).page.text


# --- what is done from here -----------------------------------------------------------------------


def test_what_needs_no_words_is_done_in_one_click_and_leads_back(kaa, youth, rows):
    entry = youth("Wilma Ek", TaskAction.ASK_SCHOOL)
    task = rows.scalars(select(Task)).one()
    shown = kaa.get(WEEK)

    answer = kaa.post(
        f"/register/{entry.reference}/tasks/{task.id}/done?back=week",
        data={"csrf_token": shown.page.values["csrf_token"]},
    )

    assert f'action="/register/{entry.reference}/tasks/{task.id}/done?back=week"' in shown.text
    assert answer.location == WEEK
    rows.expire_all()
    assert rows.get(Task, task.id).done_at is not None


def test_a_task_is_skipped_from_the_week_and_leads_back(kaa, youth, rows):
    youth("Wilma Ek", TaskAction.FOLLOW_UP)

    way = kaa.get(WEEK).page.links["Hoppa över Wilma Ek"]
    answer = kaa.send(kaa.get(way), to=way, reason="not_needed")

    assert answer.location == WEEK
    assert rows.scalars(select(Task).where(Task.skipped_at.is_not(None))).one()


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "nonsense"])
def test_no_address_leads_a_step_elsewhere(kaa, youth, rows, back):
    entry = youth("Wilma Ek", TaskAction.FOLLOW_UP)
    task = rows.scalars(select(Task)).one()

    way = f"/register/{entry.reference}/tasks/{task.id}/skip?back={back}"
    answer = kaa.send(kaa.get(way), to=way, reason="not_needed")

    assert answer.location == f"/register/{entry.reference}"


# --- size ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [WEEK, TEAM])
def test_the_week_pages_through_all_once_and_costs_the_same_with_a_thousand(
    kaa, youth, rows, statements, place
):
    entry = youth("Wilma Ek", TaskAction.FOLLOW_UP)
    task = rows.scalars(select(Task)).one()
    many(rows, entry, task, 9)
    kaa.get(place)
    statements.clear()
    kaa.get(place)
    few = len(statements)

    many(rows, rows.merge(entry), rows.merge(task), 990)
    statements.clear()
    kaa.get(place)
    cost = len(statements)

    seen, url, pages = [], place, 0
    while url and pages < 3:
        shown = kaa.get(url).page
        seen += [
            link.get("href")
            for link in shown.all("a")
            if (link.get("href") or "").startswith("/register/26-")
            and "/" not in (link.get("href") or "").removeprefix("/register/")
        ]
        url, pages = shown.links.get("Visa nästa"), pages + 1

    assert len(seen) == len(set(seen)) == 150
    assert cost == few <= 11
