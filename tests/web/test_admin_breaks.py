"""A school unit's breaks: given by who runs it, one by one."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.models import SchoolBreak

PATH = "/admin/school-units/68285560/breaks"
FIRST, LAST = "2026-10-26", "2026-10-30"


def stored(rows):
    rows.expire_all()
    return [(one.first_on, one.last_on) for one in rows.scalars(select(SchoolBreak))]


def give(client, first=FIRST, last=LAST):
    return client.send(client.get(PATH), first_on=first, last_on=last)


@pytest.mark.parametrize("who", ["organiser_admin", "platform_admin"])
def test_a_break_is_given_and_taken_back(login, town, rows, who):
    client = login(getattr(town, who))
    assert "Inga lov inskrivna" in client.get(PATH).page.text

    assert give(client).location == PATH
    assert stored(rows) == [(date(2026, 10, 26), date(2026, 10, 30))]
    page = client.get(PATH).page
    [form] = [one for one in page.all("form") if str(one.get("action")).endswith("/remove")]
    data = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert client.post(form.get("action"), data=data).location == PATH
    assert stored(rows) == []
    assert client.post(form.get("action"), data=data).location == PATH


def test_the_same_break_twice_is_said_to_be_there(login, town, rows):
    client = login(town.organiser_admin)
    give(client)

    again = give(client)

    assert again.status_code == 422
    assert "De dagarna finns redan." in again.page.text
    assert len(stored(rows)) == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [(LAST, FIRST), ("", LAST), (FIRST, ""), (FIRST, "9999-12-31"), ("0001-01-01", LAST)],
)
def test_days_that_cannot_be_are_refused(login, town, rows, first, last):
    assert give(login(town.organiser_admin), first, last).status_code == 422
    assert stored(rows) == []


def test_another_organisers_school_does_not_exist(login, town, rows):
    client = login(town.organiser_admin)

    assert client.get("/admin/school-units/46611859/breaks").status_code == 404


def test_the_page_of_the_school_leads_there(login, town):
    page = login(town.organiser_admin).get("/admin/school-units/68285560").page

    assert page.links["Skolans lov"] == PATH
