"""Pupils the roll speaks of and nobody has filed about: shown, filed by a person, or explained."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.db import keyed_hash
from portal.identity import parse
from portal.models import Draft, Handled, Message, RollPupil
from portal.vocabulary import AbsenceTrigger, FormKind, HandledReason
from tests.town import AT, EIGHTEEN, SIXTEEN, TODAY, TWENTY, a_case

ABSENCE = "/roll/unfiled/absence"
DROPOUT = "/roll/unfiled/dropout"
FIGURES = {
    "attendance_from": date(2026, 10, 19),
    "attendance_to": date(2026, 11, 17),
    "unexcused_minutes": 600,
    "offered_minutes": 4000,
    "occasions": 5,
}


@pytest.fixture
def browser(town, login):
    return login(town.counsellor)


@pytest.fixture
def pupil(town, rows):
    """Wilma Ek in the roll, with whatever the test says of her."""

    def make(unit=None, number=SIXTEEN, **facts):
        identity = parse(number, TODAY)
        usual = {
            "school_unit_code": (unit or town.ybc).code,
            "number": number,
            "number_hash": keyed_hash(number),
            "given_name": "Wilma",
            "family_name": "Ek",
            "search_name": "ek wilma",
            "birth_date": identity.birth_date,
            "home_municipality_code": "0182",
            "programme_code": "SA25",
            "year": 1,
            "origins": {name: ["csv", AT.isoformat()] for name in facts},
        }
        made = RollPupil(**(usual | facts))
        rows.add(made)
        rows.commit()
        return made

    return make


@pytest.fixture
def routine(town, rows):
    return next(one for one in town.nacka.routines if one.kind is FormKind.ABSENCE)


def is_shown(browser, path):
    return "Wilma" in browser.get(path).text


def handle(browser, path, *pupils, **answers):
    page = browser.get(path)
    return browser.send(page, to=path, pupil=[str(one.id) for one in pupils], **answers)


def test_who_is_over_the_line_stands_in_the_list_with_figures_rule_and_source(browser, pupil):
    pupil(**FIGURES)

    text = browser.get(ABSENCE).page.text.replace("\N{NO-BREAK SPACE}", " ")

    assert "10 av 66,7 timmar (15 procent)" in text
    assert "5 tillfällen" in text
    assert "CSV-fil, 18 nov 2026" in text
    assert "Nacka kommun vill ha en anmälan när skolan har rapporterat eleven till CSN" in text


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"unexcused_minutes": 240}, True),
        ({"unexcused_minutes": 239}, False),
        ({"occasions": 1}, False),
        ({"occasions": None}, True),
        ({"attendance_from": date(2026, 7, 21), "unexcused_minutes": 900}, False),
        ({"attendance_from": date(2026, 11, 10), "unexcused_minutes": 240}, True),
        ({"attendance_from": None, "attendance_to": None}, True),
        ({"unexcused_minutes": None}, False),
        ({"left_at": AT}, False),
        ({"birth_date": date(2006, 11, 18)}, False),
        ({"birth_date": date(2006, 11, 19)}, True),
        ({"home_municipality_code": None}, True),
        ({"absent_since": date(2026, 10, 17)}, False),
    ],
)
def test_the_line_is_hours_in_a_month_on_repeated_occasions(browser, pupil, facts, shown):
    pupil(**(FIGURES | facts))

    assert is_shown(browser, ABSENCE) is shown


@pytest.mark.parametrize(("minutes", "shown"), [(400, False), (401, True), (4000, True)])
def test_a_municipality_may_draw_the_line_by_share(browser, pupil, routine, rows, minutes, shown):
    routine.absence_trigger, routine.absence_percent = AbsenceTrigger.PERCENT, 10
    rows.commit()

    pupil(**(FIGURES | {"unexcused_minutes": minutes}))

    assert is_shown(browser, ABSENCE) is shown


def test_nothing_is_divided_by_hours_that_nobody_offered(browser, pupil, routine, rows):
    routine.absence_trigger, routine.absence_percent = AbsenceTrigger.PERCENT, 10
    rows.commit()
    pupil(**(FIGURES | {"offered_minutes": 0}))

    assert browser.get(ABSENCE).status_code == 200


def test_whose_absence_is_filed_is_not_in_the_list(browser, pupil, town, stored):
    pupil(**FIGURES)
    stored(a_case(town, FormKind.ABSENCE))

    assert not is_shown(browser, ABSENCE)


def test_one_click_leads_to_a_draft_with_the_figures_and_files_nothing(browser, pupil, rows):
    pupil(**FIGURES, absent_since=date(2026, 11, 2))
    ways = browser.get(ABSENCE).page.links
    way = next(url for name, url in ways.items() if name.startswith("Anmäl om"))

    browser.send(browser.get(way), to=way, protected="no")

    draft = rows.scalars(select(Draft)).one()
    assert draft.answers["event_on"] == ["2026-10-19"]
    assert draft.answers["period_to"] == ["2026-11-17"]
    assert draft.answers["unexcused_hours"] == ["10"]
    assert draft.answers["scheduled_hours"] == ["66,67"]
    assert draft.answers["occasions"] == ["5"]
    assert (draft.answers["away_now"], draft.answers["away_since"]) == (["yes"], ["2026-11-02"])
    page = browser.get(f"/filings/drafts/{draft.id}/situation").page
    assert page.values["unexcused_hours"] == "10"
    text = page.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Siffror och dagar kommer från skolans elevlista (CSV-fil, 18 nov 2026)" in text
    assert rows.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"ended_on": TODAY - timedelta(days=1)}, True),
        ({"ended_on": TODAY}, False),
        ({"left_at": AT}, True),
        ({"absent_since": date(2026, 10, 17)}, True),
        ({"absent_since": date(2026, 10, 18)}, False),
        ({"ended_on": TODAY - timedelta(days=1), "number": TWENTY}, False),
        ({}, False),
    ],
)
def test_who_is_gone_without_a_filing_is_listed(browser, pupil, facts, shown):
    pupil(**facts)

    assert is_shown(browser, DROPOUT) is shown


def test_whose_dropout_is_filed_is_not_listed_but_may_leave_again(
    browser, pupil, town, stored, rows
):
    wilma = pupil(ended_on=date(2026, 11, 17))
    stored(a_case(town, FormKind.DROPOUT, event_on=date(2026, 5, 1)))
    assert not is_shown(browser, DROPOUT)

    wilma.started_on = date(2026, 8, 17)
    rows.commit()

    assert is_shown(browser, DROPOUT)


def test_the_school_says_why_it_need_not_file_and_is_asked_anew_when_something_happens(
    browser, pupil, rows
):
    wilma = pupil(ended_on=date(2026, 11, 10))

    refused = handle(browser, DROPOUT, wilma)
    unsaid = handle(browser, DROPOUT, wilma, reason="other")
    answer = handle(browser, DROPOUT, wilma, reason="graduated")

    assert refused.status_code == 422
    assert "Välj ett skäl" in refused.text
    assert unsaid.status_code == 422
    assert answer.status_code == 303
    said = rows.scalars(select(Handled)).one()
    assert (said.reason, said.until) == (HandledReason.GRADUATED, date(2026, 11, 10))
    assert not is_shown(browser, DROPOUT)
    wilma.ended_on = date(2026, 11, 16)
    rows.commit()
    assert is_shown(browser, DROPOUT)


def test_absence_that_is_handled_comes_back_with_a_new_period(browser, pupil, rows):
    wilma = pupil(**FIGURES)
    handle(browser, ABSENCE, wilma, reason="followed")
    assert not is_shown(browser, ABSENCE)

    wilma.attendance_from, wilma.attendance_to = date(2026, 11, 18), date(2026, 11, 18)
    rows.commit()

    assert is_shown(browser, ABSENCE)


def test_nobody_is_handled_by_accident(browser, pupil, town, rows):
    own = pupil(ended_on=date(2026, 11, 10))
    other = pupil(unit=town.rytmus, ended_on=date(2026, 11, 10))

    none = handle(browser, DROPOUT, reason="graduated")
    strange = handle(browser, DROPOUT, other, reason="graduated")
    browser.post(DROPOUT, data={"pupil": "'"})

    assert none.status_code == 422
    assert "Kryssa för de elever" in none.text
    assert strange.status_code == 303
    assert rows.scalars(select(Handled)).all() == []
    handle(browser, DROPOUT, own, own, reason="graduated")
    handle(browser, DROPOUT, reason="graduated")
    assert len(rows.scalars(select(Handled)).all()) == 1


def test_the_reason_can_be_chosen_in_a_browser(browser, pupil):
    pupil(ended_on=date(2026, 11, 10))

    (reasons,) = browser.get(DROPOUT).page.all("select")

    assert reasons.get("disabled") is None


def test_what_is_typed_stays_when_the_reason_is_missing(browser, pupil):
    wilma = pupil(ended_on=date(2026, 11, 10))

    page = handle(browser, DROPOUT, wilma, reason="other")

    assert f'value="{wilma.id}" checked' in page.text


def test_the_start_page_says_how_many_and_the_rector_sees_numbers_without_names(
    browser, pupil, town, login, another_client
):
    pupil(**FIGURES)
    pupil(number=EIGHTEEN, ended_on=date(2026, 11, 10))

    start = browser.get("/").page
    report = login(town.rector, another_client()).get("/reports/school")

    assert start.links["1 elev med hög frånvaro utan anmälan"] == ABSENCE
    assert start.links["1 elev som kan ha slutat utan anmälan"] == DROPOUT
    assert "elev som kan ha slutat utan anmälan" in report.text
    assert "Wilma" not in report.text


def test_another_school_a_protected_pupil_and_other_roles_see_nothing(
    browser, pupil, town, login, another_client
):
    pupil(unit=town.rytmus, **FIGURES)
    pupil(unit=town.rytmus, number=EIGHTEEN, ended_on=date(2026, 11, 10))

    assert not is_shown(browser, ABSENCE)
    assert not is_shown(browser, DROPOUT)
    assert "utan anmälan" not in browser.get("/").text
    assert login(town.rector, another_client()).get(DROPOUT).status_code == 403


def test_a_list_costs_the_same_for_ten_and_for_a_thousand_and_pages_through_all(
    browser, town, rows, statements
):
    costs = []
    for count in (10, 200):
        rows.add_all(
            RollPupil(
                school_unit_code=town.ybc.code,
                name_hash=f"{count} {turn}",
                given_name="Elev",
                family_name=f"Nummer {count} {turn}",
                search_name=f"nummer {count:04} {turn:04} elev",
                home_municipality_code="0182",
                origins={},
                **FIGURES,
            )
            for turn in range(count)
        )
        rows.commit()
        statements.clear()
        browser.get(ABSENCE)
        costs.append(len(statements))

    assert costs[0] == costs[1] <= 8
    seen, address = set(), ABSENCE
    while address:
        page = browser.get(address).page
        seen |= {url for url in page.links.values() if "/roll/pupils/" in url}
        address = page.links.get("Visa nästa")
    assert len(seen) == 210
