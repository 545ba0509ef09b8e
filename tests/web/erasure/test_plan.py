"""The municipality's document plan: set by its administrator, whole years, nothing by default."""

import pytest
from sqlalchemy import select

from portal.models import ErasurePlan

PATH = "/admin/municipalities/0182/erasure"


def stored(rows):
    rows.expire_all()
    return {one.subject.value: one.years for one in rows.scalars(select(ErasurePlan))}


@pytest.mark.parametrize("who", ["municipality_admin", "platform_admin"])
def test_years_are_set_changed_and_taken_away(login, town, rows, who):
    client = login(getattr(town, who))
    assert "Inga tider" in client.get(PATH).page.text

    answer = client.send(client.get(PATH), register="1", at_risk="5")
    assert answer.location == "/admin/municipalities/0182"
    assert stored(rows) == {"register": 1, "at_risk": 5}

    client.send(client.get(PATH), register="", at_risk="4", start="2")
    assert stored(rows) == {"at_risk": 4, "start": 2}


@pytest.mark.parametrize("typed", ["0", "-1", "1,5", "101", "två", "9" * 400, "\u0663"])
def test_what_is_no_number_of_years_is_said_at_the_field(login, town, rows, typed):
    client = login(town.municipality_admin)

    answer = client.send(client.get(PATH), dropout=typed)

    assert answer.status_code == 422
    assert answer.page.has_errors()
    assert stored(rows) == {}


@pytest.mark.parametrize("who", ["coordinator", "caseworker", "counsellor", "organiser_admin"])
def test_nobody_else_sets_it(login, town, who):
    assert login(getattr(town, who)).get(PATH).status_code in (403, 404)


def test_another_municipality_s_is_not_there(login, town):
    client = login(town.municipality_admin)

    assert client.get("/admin/municipalities/0581/erasure").status_code == 404
