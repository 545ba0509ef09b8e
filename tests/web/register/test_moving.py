"""A youth moves: offered, seen as it passes, taken over, declined or taken back."""

import pytest
from sqlalchemy import select

from portal.models import AccessLogEntry, EntryOffer, RegisterEntry
from portal.vocabulary import (
    EntryEndReason,
    EntryOrigin,
    EntryState,
    HandoverState,
    RegistrationReason,
    ReturnReason,
)
from tests.town import TODAY
from tests.web.register.places import REGISTER

OFFERS = f"{REGISTER}/offers"


def pass_on(kaa, page, to):
    typed = kaa.get(f"{page}/pass-on").page.values
    return kaa.post(f"{page}/pass-on", data=typed | {"to": to, "moved_on": "2026-11-10"})


@pytest.fixture
def there(login, town, another_client):
    return login(town.other_caseworker, another_client())


@pytest.fixture
def offer(kaa, page, rows):
    pass_on(kaa, page, "0581")
    return rows.scalars(select(EntryOffer)).one()


def test_the_youth_stays_until_the_new_municipality_has_answered(kaa, page, offer, fresh):
    shown = kaa.get(page).page

    assert fresh().state is EntryState.OPEN
    assert "Erbjuden till Norrköpings kommun" in shown.text
    assert "Wilma Ek" in kaa.get(OFFERS).page.links
    assert fresh().next_follow_up_on == offer.answer_by


def test_the_new_municipality_sees_the_closed_list_and_nothing_else(there, offer, rows, entry):
    row = there.get(OFFERS).page
    shown = there.get(row.links["Wilma Ek"]).page

    assert "har flyttat hit" in there.get(REGISTER).page.text
    for said in ("Wilma", "070-000 00 34", "Storgatan 1", "YBC, SA25", "Nacka kommun"):
        assert said in shown.text
    assert entry.reference not in shown.text
    seen = select(AccessLogEntry.municipality_code).where(
        AccessLogEntry.reference == entry.reference
    )
    assert "0581" in rows.scalars(seen).all()


def test_taken_over_the_youth_is_in_one_register_only(there, offer, rows, fresh, town):
    url = f"{OFFERS}/{offer.id}"
    answer = there.send(there.get(url))

    old = fresh()
    new = rows.scalars(select(RegisterEntry).where(RegisterEntry.id != old.id)).one()
    assert answer.location == f"{REGISTER}/{new.reference}"
    assert (old.state, old.end_reason) == (EntryState.CLOSED, EntryEndReason.MOVED)
    assert (old.ended_to, old.closed_on.isoformat()) == ("Norrköping", "2026-11-10")
    assert (new.reason, new.origin) == (RegistrationReason.MOVED_IN, EntryOrigin.MUNICIPALITY)
    assert (new.municipality_code, new.number, new.phone) == ("0581", old.number, old.phone)
    assert [one.what for one in new.occupations] == ["YBC, SA25"]
    assert new.caseworker_id == town.other_caseworker.id
    assert there.post(url, data=there.get(OFFERS).page.values).status_code == 409


def test_declined_the_youth_is_looked_after_at_once(there, kaa, offer, rows, fresh, page):
    there.send(there.get(f"{OFFERS}/{offer.id}/decline"), reason="not_here")

    rows.expire_all()
    answered = rows.scalars(select(EntryOffer)).one()
    assert (answered.state, answered.return_reason) == (
        HandoverState.DECLINED,
        ReturnReason.NOT_HERE,
    )
    assert fresh().state is EntryState.OPEN
    assert fresh().next_follow_up_on == TODAY
    assert "Ungdomen är inte folkbokförd hos oss" in kaa.get(page).page.text


def test_taken_back_it_is_no_longer_offered(kaa, there, offer, page, rows):
    values = kaa.get(page).page.values
    kaa.post(f"{OFFERS}/{offer.id}/take-back", data=values)

    assert "Wilma Ek" not in there.get(OFFERS).page.text
    assert there.get(f"{OFFERS}/{offer.id}/decline").status_code == 409
    assert pass_on(kaa, page, "0581").status_code == 303


def test_a_youth_who_leaves_is_no_longer_offered(kaa, there, offer, page):
    kaa.send(kaa.get(f"{page}/close"), reason="deceased", on="2026-11-16")

    assert "Wilma Ek" not in there.get(OFFERS).page.text


def test_who_is_there_already_is_added_to_and_not_doubled(there, offer, enter, rows, town):
    typed = {
        "number": "201003292388",
        "given_name": "Wilma",
        "family_name": "Ek",
        "reason": "moved_in",
        "origin": "youth",
    }
    form = f"{REGISTER}/new?protected=no"
    there.post(form, data=there.get(form).page.values | typed)

    shown = there.get(f"{OFFERS}/{offer.id}").page
    there.send(there.get(f"{OFFERS}/{offer.id}"))

    assert "Ungdomen finns redan i ert register" in shown.text
    rows.expire_all()
    here = select(RegisterEntry).where(RegisterEntry.municipality_code == "0581")
    [one] = rows.scalars(here).all()
    assert [occupation.what for occupation in one.occupations] == ["YBC, SA25"]


def test_a_municipality_that_has_not_joined_gets_a_letter(kaa, page):
    answer = pass_on(kaa, page, "0138")
    letter = kaa.get(answer.location).page

    assert answer.location == f"{page}/pass-on/letter?to=0138"
    assert "Tyresö kommun" in letter.text
    assert "20100329-2388" in letter.text
    assert kaa.get(f"{page}/pass-on/letter?to=0581").location == f"{page}/pass-on"


def test_nobody_is_offered_twice_at_once(kaa, page, offer):
    again = pass_on(kaa, page, "0581")

    assert again.status_code == 409
    assert "redan erbjuden" in again.page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Välj kommun."),
        ({"to": "0182"}, "Välj ett av alternativen"),
        ({"to": "0581"}, "Ange vilken dag"),
        ({"to": "0581", "moved_on": "2027-01-01"}, "Dagen har inte varit än."),
        ({"to": "0581", "moved_on": "2020-01-01"}, "mer än två år tillbaka"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_offered(kaa, page, rows, typed, said):
    answer = kaa.post(f"{page}/pass-on", data=kaa.get(f"{page}/pass-on").page.values | typed)

    assert answer.status_code == 422
    assert said in answer.page.text
    assert rows.scalars(select(EntryOffer)).all() == []


@pytest.mark.parametrize("who", ["counsellor", "coordinator", "municipality_admin"])
def test_only_the_new_municipalitys_kaa_answers(login, town, another_client, offer, who):
    client = login(getattr(town, who), another_client())
    token = client.get("/account").page.values

    for url in (f"{OFFERS}/{offer.id}", f"{OFFERS}/{offer.id}/decline"):
        assert client.get(url).status_code in (403, 404)
        assert client.post(url, data=token | {"reason": "not_here"}).status_code in (403, 404)


def test_only_the_old_municipality_takes_back(there, offer):
    token = there.get("/account").page.values

    assert there.post(f"{OFFERS}/{offer.id}/take-back", data=token).status_code == 403
