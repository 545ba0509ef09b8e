"""Who at KAA is away, and who stands in: said by themselves or the coordinator, by nobody else."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.models import Leave, Substitute
from tests.town import TODAY

FIRST, LAST = date(2026, 12, 21), date(2027, 1, 8)


def days(first=FIRST, last=LAST, **more):
    return {"first_on": first.isoformat(), "last_on": last.isoformat()} | more


def away(rows, somebody, first=FIRST, last=LAST):
    leave = Leave(id=uuid4(), membership_id=somebody.id, first_on=first, last_on=last)
    rows.add(leave)
    rows.commit()
    return leave


def token(client):
    return {"csrf_token": client.get("/account").page.values["csrf_token"]}


def test_a_caseworker_says_when_they_are_away(login, town, rows):
    client = login(town.caseworker)

    answer = client.send(client.get("/leave"), **days())

    assert answer.location == "/leave"
    [leave] = rows.scalars(select(Leave))
    assert (leave.membership_id, leave.first_on, leave.last_on) == (town.caseworker.id, FIRST, LAST)
    page = client.get("/leave").page
    assert "Amina Berg" in page.text
    assert "21 dec 2026" in page.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_caseworker_cannot_say_it_of_a_colleague(login, town, rows):
    client = login(town.caseworker)

    answer = client.post("/leave", data=days(who=str(town.second_caseworker.id)) | token(client))

    assert answer.status_code == 422
    assert rows.scalars(select(Leave)).all() == []


def test_a_coordinator_says_it_of_anybody_here_and_of_nobody_elsewhere(login, town, rows):
    client = login(town.coordinator)

    here = client.send(client.get("/leave"), **days(who=str(town.caseworker.id)))
    there = client.post("/leave", data=days(who=str(town.other_caseworker.id)) | token(client))

    assert here.location == "/leave"
    assert there.status_code == 422
    assert [one.membership_id for one in rows.scalars(select(Leave))] == [town.caseworker.id]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (LAST, FIRST, "Sista dagen kan inte ligga före den första."),
        (TODAY - timedelta(9), TODAY - timedelta(1), "Tiden har redan varit."),
        (FIRST, date(2100, 12, 31), "Välj en dag inom två år."),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(login, town, rows, first, last, said):
    client = login(town.caseworker)

    answer = client.send(client.get("/leave"), **days(first, last))

    assert answer.status_code == 422
    assert said in answer.page.text
    assert rows.scalars(select(Leave)).all() == []


def test_the_same_days_twice_are_one_leave(login, town, rows):
    client = login(town.caseworker)
    client.send(client.get("/leave"), **days())

    again = client.send(client.get("/leave"), **days())

    assert "De dagarna finns redan." in again.page.text
    assert len(rows.scalars(select(Leave)).all()) == 1


def test_leave_is_taken_back_by_who_may_give_it(login, town, rows):
    leave = away(rows, town.caseworker)
    path = f"/leave/{leave.id}/remove"

    for stranger, status in ((town.second_caseworker, 403), (town.other_caseworker, 404)):
        client = login(stranger)
        assert client.post(path, data=token(client)).status_code == status
    assert rows.scalars(select(Leave)).all() == [leave]

    client = login(town.coordinator)
    assert client.post(path, data=token(client)).location == "/leave"
    rows.expire_all()
    assert rows.scalars(select(Leave)).all() == []
    assert client.post(path, data=token(client)).status_code == 404


def test_leave_elsewhere_is_not_seen(login, town, rows):
    away(rows, town.caseworker)

    assert "Amina Berg" not in login(town.other_caseworker).get("/leave").page.text


def test_leave_that_is_over_is_not_shown(login, town, rows):
    away(rows, town.second_caseworker, TODAY - timedelta(9), TODAY - timedelta(1))

    assert "Ingen är ledig" in login(town.caseworker).get("/leave").page.text


def test_the_coordinator_chooses_who_stands_in_changes_it_and_takes_it_back(login, town, rows):
    client = login(town.coordinator)

    def choose(who):
        answer = client.send(client.get("/leave/substitute"), who=who)
        assert answer.location == "/leave"
        rows.expire_all()
        return [one.membership_id for one in rows.scalars(select(Substitute))]

    assert "Ingen är utsedd" in client.get("/leave").page.text
    assert choose(str(town.caseworker.id)) == [town.caseworker.id]
    assert choose(str(town.second_caseworker.id)) == [town.second_caseworker.id]
    assert "Bo Dahl får mejlen" in client.get("/leave").page.text
    assert choose("") == []


def test_nobody_elsewhere_stands_in(login, town, rows):
    client = login(town.coordinator)

    answer = client.post(
        "/leave/substitute", data={"who": str(town.other_caseworker.id)} | token(client)
    )

    assert answer.status_code == 422
    assert rows.scalars(select(Substitute)).all() == []


@pytest.mark.parametrize("who", ["caseworker", "counsellor", "municipality_admin"])
def test_only_the_coordinator_chooses_who_stands_in(login, town, rows, who):
    client = login(getattr(town, who))

    assert client.get("/leave/substitute").status_code == 403
    assert client.post("/leave/substitute", data=token(client)).status_code == 403
    assert "/leave/substitute" not in login(town.caseworker).get("/leave").page.links.values()
