"""Whose week a task stands in: one's own, the team's, and that of whoever stands in."""

from datetime import timedelta

import pytest

from portal.models import Leave, Substitute
from portal.vocabulary import TaskAction
from tests.town import TODAY

WEEK, TEAM = "/week", "/week/team"


def test_ones_own_week_holds_ones_own_youths_and_the_teams_all(kaa, youth, town):
    youth("Wilma Ek", TaskAction.FOLLOW_UP)
    youth("Sven Ek", TaskAction.FOLLOW_UP, caseworker=town.second_caseworker)
    youth("Ida Ek", TaskAction.ASSIGN, caseworker=None)

    mine, team = kaa.get(WEEK).page.text, kaa.get(TEAM).page

    assert "Wilma Ek" in mine
    assert "Sven Ek" not in mine
    assert "Ida Ek" not in mine
    for name in ("Wilma Ek", "Sven Ek", "Ida Ek"):
        assert name in team.text
    nobodys = kaa.get(f"{TEAM}?caseworker=nobody").page.text
    assert "Ida Ek" in nobodys
    assert "Wilma Ek" not in nobodys
    one = kaa.get(team.links["Bo Dahl"]).page.text
    assert "Sven Ek" in one
    assert "Wilma Ek" not in one


def test_the_coordinators_week_holds_what_nobody_has(login, town, youth):
    youth("Ida Ek", TaskAction.ASSIGN, caseworker=None)
    youth("Sven Ek", TaskAction.FOLLOW_UP, caseworker=town.second_caseworker)

    text = login(town.coordinator).get(WEEK).page.text

    assert "Ida Ek" in text
    assert "Sven Ek" not in text


@pytest.fixture
def away(rows, town):
    """The caseworker is on leave today, and the second one stands in."""

    def leave(first_on=TODAY, last_on=TODAY, substitute=town.second_caseworker):
        rows.add(Leave(membership_id=town.caseworker.id, first_on=first_on, last_on=last_on))
        rows.add(Substitute(municipality_code="0182", membership_id=substitute.id))
        rows.commit()

    return leave


def test_what_somebody_on_leave_has_stands_with_who_stands_in(login, town, youth, away):
    youth("Wilma Ek", TaskAction.FOLLOW_UP)
    away()

    text = login(town.second_caseworker).get(WEEK).page.text

    assert "Wilma Ek" in text
    assert "Här står också det som Amina Berg har, som är ledig och som du ersätter." in text
    assert "Amina Berg är ledig, Bo Dahl ersätter" in login(town.coordinator).get(TEAM).page.text


@pytest.mark.parametrize(("first", "last"), [(-5, -1), (1, 5)])
def test_outside_the_leave_everybody_has_their_own(login, town, youth, away, first, last):
    youth("Wilma Ek", TaskAction.FOLLOW_UP)
    away(TODAY + timedelta(days=first), TODAY + timedelta(days=last))

    assert "Wilma Ek" not in login(town.second_caseworker).get(WEEK).page.text


def test_others_than_the_substitute_do_not_get_it(login, town, youth, away):
    youth("Wilma Ek", TaskAction.FOLLOW_UP)
    away(substitute=town.coordinator)

    assert "Wilma Ek" not in login(town.second_caseworker).get(WEEK).page.text
    assert "Wilma Ek" in login(town.coordinator).get(WEEK).page.text


def test_a_substitute_who_is_away_too_stands_in_for_nobody(login, town, youth, away, rows):
    youth("Wilma Ek", TaskAction.FOLLOW_UP)
    away()
    rows.add(Leave(membership_id=town.second_caseworker.id, first_on=TODAY, last_on=TODAY))
    rows.commit()

    assert "Wilma Ek" not in login(town.second_caseworker).get(WEEK).page.text
