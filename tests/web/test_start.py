"""The first page: KAA's week, and for the others the way to their own work."""

from datetime import timedelta

import pytest

from notifications.reminders import remind_due
from portal.identity import parse
from portal.models import RegisterEntry
from portal.vocabulary import CloseReason, FormKind, Outcome, Side
from portal.workflow import casework, closing, handover, meetings
from portal.workflow.handover import Filled
from portal.workflow.meetings import Promise
from tests.town import AT, EIGHTEEN, TODAY, a_case, a_filing, copies


@pytest.fixture
def case(town, stored):
    return stored(a_case(town))


def an_entry(town, rows):
    """A youth in the register whom the caseworker has."""
    filing = a_filing(town, FormKind.DROPOUT, number=parse(EIGHTEEN, TODAY), given_name="Nour")
    rows.add(filing)
    rows.commit()
    entry = handover.accept(
        handover.offered(filing.case),
        handover.passing(filing, "YBC"),
        Filled(filing.birth_date, "", "", "070-174 06 05", True, True, False),
        town.caseworker,
        running=None,
        joins_running=False,
        by=town.caseworker,
        at=AT,
    )
    rows.add(entry)
    rows.commit()
    return entry


def test_the_week_is_named(login, town):
    page = login(town.caseworker).get("/").page

    assert page.heading == "Att göra den här veckan"
    assert "Vecka 47" in page.text
    assert "16–22 november 2026" in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_nothing_to_do_says_so(login, town):
    assert "Inget att göra just nu" in login(town.caseworker).get("/").page.text


def test_what_nobody_has_is_on_everybodys_list_with_its_step(login, town, case, rows):
    client = login(town.caseworker)
    page = client.get("/").page
    assert page.links["Kvittera anmälan: risk för studieavbrott"] == f"/cases/{case.reference}"
    assert "Wilma Ek, 16 år" in page.text

    action = f"/cases/{case.reference}/acknowledge"
    [form] = [one for one in page.all("form") if one.get("action") == action]
    data = {field.get("name"): field.get("value") for field in form.iter("input")}
    answer = client.post(action, data=data)

    assert answer.location == "/"
    rows.expire_all()
    assert case.acknowledged_at is not None


def test_a_colleagues_case_is_not_on_my_list(login, town, case, rows):
    casework.take_on(case, by=town.second_caseworker, at=AT)
    rows.commit()

    assert "Wilma Ek" not in login(town.caseworker).get("/").page.text


def test_the_coordinator_sees_whatever_is_overdue(login, town, case, rows, clock):
    casework.take_on(case, by=town.second_caseworker, at=AT)
    rows.commit()
    assert "Wilma Ek" not in login(town.coordinator).get("/").page.text

    clock.shift(timedelta(days=30))

    assert "Wilma Ek" in login(town.coordinator).get("/").page.text


def test_what_no_reminder_has_helped_stands_first_for_the_coordinator_in_words(
    login, town, case, rows, clock
):
    casework.take_on(case, by=town.second_caseworker, at=AT)
    rows.commit()
    assert "Länge försenat" not in login(town.coordinator).get("/").page.text

    clock.shift(timedelta(days=40))
    remind_due(AT + timedelta(days=40))
    page = login(town.coordinator).get("/").page

    assert "Påminnelserna har inte hjälpt" in page.text
    assert "Försenad 33 dagar" in page.text
    assert "Länge försenat" not in login(town.second_caseworker).get("/").page.text

    closing.close(
        case, CloseReason.OTHER, what="x", by=town.coordinator, at=AT + timedelta(days=40)
    )
    rows.commit()
    assert "Länge försenat" not in login(town.coordinator).get("/").page.text


def test_the_figures_lead_to_their_lists(login, town, case, rows, clock):
    casework.take_on(case, by=town.caseworker, at=AT)
    rows.commit()
    clock.shift(timedelta(days=30))
    client = login(town.caseworker)

    links = client.get("/").page.links

    assert links["1 av dina är försenat"] == "/queue?due=overdue&caseworker=me"
    assert links["0 nya i kön"] == "/queue?state=queued"
    assert links["0 gemensamma möten i veckan"].startswith("/meetings")
    assert links["0 kontakter att ta"].startswith("/week")
    assert "Wilma Ek" in client.get(links["1 av dina är försenat"]).page.links


def test_my_youths_in_the_register_come_when_their_day_is_near(login, town, rows, clock):
    entry = an_entry(town, rows)
    assert "Nour Ek" not in login(town.caseworker).get("/").page.text

    clock.shift(timedelta(days=5))
    page = login(town.caseworker).get("/").page

    assert page.links["Följ upp: inte nådd ännu"] == f"/register/{entry.reference}"
    assert "Nour Ek, 18 år" in page.text
    assert "1 kontakt att ta" in page.links
    assert rows.get(RegisterEntry, entry.id).next_follow_up_on == TODAY + timedelta(days=7)


def test_what_kaa_promised_at_a_meeting_is_a_task(login, town, case, rows):
    casework.take_on(case, by=town.caseworker, at=AT)
    meeting = meetings.running(case)
    later = AT + timedelta(hours=1)
    meetings.book(meeting, later, "Rum 4", "", 45, [], by=town.caseworker, at=AT)
    meetings.hold(
        meeting,
        Outcome.STAYS_WATCH,
        {},
        follow_up_on=None,
        outcome_text="",
        promises=[
            Promise(Side.KAA, "Amina Berg", "Ringa praktikplatsen", TODAY),
            Promise(Side.SCHOOL, "Karin Holm", "Prata med läraren", TODAY),
        ],
        by=town.caseworker,
        at=later + timedelta(hours=1),
    )
    rows.commit()

    text = login(town.caseworker).get("/").page.text

    assert "Åtagande: Ringa praktikplatsen" in text
    assert "Prata med läraren" not in text
    assert "Ringa praktikplatsen" not in login(town.second_caseworker).get("/").page.text


def test_the_other_municipality_sees_nothing_of_it(login, town, case, rows):
    an_entry(town, rows)

    page = login(town.other_caseworker).get("/").page

    assert "Inget att göra just nu" in page.text


def test_the_page_costs_the_same_for_many_rows(login, town, case, rows, statements):
    copies(rows, case, 9)
    client = login(town.caseworker)
    client.get("/")
    statements.clear()
    client.get("/")
    few = len(statements)
    copies(rows, case, 990, prefix="MORE")
    statements.clear()
    page = client.get("/").page

    assert len(statements) == few <= 10
    assert page.links["Visa hela kön"] == "/queue"


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("rector", "/reports/school"),
        ("organiser_admin", "/admin/people"),
        ("municipality_admin", "/admin/people"),
        ("platform_admin", "/admin/people"),
        ("log_reviewer", "/admin/access-log"),
    ],
)
def test_the_others_are_shown_to_their_own_work(login, town, who, home):
    answer = login(getattr(town, who)).get("/")

    assert answer.location == home


def test_a_protection_officer_learns_what_will_come(login, town):
    browser = login(town.protection_officer)
    page = browser.get(browser.get("/").location).page

    assert page.heading == "Skyddade ärenden"
    assert "Inga skyddade ärenden väntar på dig" in page.text


def test_nobody_comes_in_without_logging_in(client, town):
    assert client.get("/").location.startswith("/login")
