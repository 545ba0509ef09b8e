"""A youth is entered by hand: the first question, the matching, and what stands in the way."""

import pytest
from sqlalchemy import select

from portal.db import keyed_hash, transaction
from portal.models import Event, Occupation, RegisterEntry, RollPupil
from portal.sealing import seal_pupil
from portal.vocabulary import EntryOrigin, Flagged, FormKind, RegistrationReason, Step
from tests.town import AT, SIXTEEN, TWENTY, a_case
from tests.web.register.places import REGISTER

NEW = f"{REGISTER}/new"
FORM = f"{NEW}?protected=no"
TYPED = {
    "number": SIXTEEN,
    "given_name": "Wilma",
    "family_name": "Ek",
    "reason": "moved_in",
    "origin": "guardian",
    "phone": "070-000 00 34",
    "school": "De Geer 1, NA25",
    "ended_on": "2026-10-01",
    "source": "guardian",
}


def send(kaa, **typed):
    return kaa.post(FORM, data=kaa.get(FORM).page.values | TYPED | typed)


def entries(rows):
    rows.expire_all()
    return rows.scalars(select(RegisterEntry).order_by(RegisterEntry.registered_at)).all()


@pytest.mark.parametrize("who", ["counsellor", "rector", "municipality_admin", "log_reviewer"])
def test_only_kaa_enters_youths(login, town, who):
    client = login(getattr(town, who))

    assert client.get(NEW).status_code == 403
    assert client.get(FORM).status_code == 403


def test_the_first_question_stands_alone_and_must_be_answered(kaa):
    asked = kaa.get(NEW)
    unanswered = kaa.get(f"{NEW}?protected=")

    assert "number" not in asked.page.values
    assert (asked.status_code, unanswered.status_code) == (200, 422)
    assert "Svara på frågan." in unanswered.page.text
    assert kaa.get(f"{NEW}?protected=nonsense").status_code == 422


@pytest.mark.parametrize("answer", ["yes", "unknown"])
def test_protected_or_unknown_stops_and_says_whom_to_phone(kaa, answer):
    shown = kaa.get(f"{NEW}?protected={answer}").page

    assert "08-465 004 01" in shown.text
    assert not shown.all("form", method="post") or "number" not in shown.values


def test_a_youth_is_entered_with_all_that_is_known(kaa, rows, town):
    answer = send(kaa)

    [entry] = entries(rows)
    assert answer.location == f"{REGISTER}/{entry.reference}"
    assert (entry.name, entry.phone, entry.number) == ("Wilma Ek", "070-000 00 34", SIXTEEN)
    assert entry.reason is RegistrationReason.MOVED_IN
    assert entry.origin is EntryOrigin.GUARDIAN
    assert entry.caseworker_id == town.caseworker.id
    assert entry.next_follow_up_on is not None
    steps = rows.scalars(select(Event.step).where(Event.entry_id == entry.id)).all()
    assert steps == [Step.TAKE_IN]
    assert rows.scalars(select(Occupation.what)).all() == ["De Geer 1, NA25"]
    assert "En vårdnadshavare hörde av sig" in kaa.get(answer.location).page.text


def test_who_has_an_open_entry_is_shown_and_not_doubled(kaa, rows, entry):
    answer = send(kaa)

    assert answer.status_code == 409
    assert f"{REGISTER}/{entry.reference}" in answer.page.links.values()
    assert len(entries(rows)) == 1


def test_who_was_in_the_register_may_be_opened_again(kaa, rows, entry, page):
    kaa.send(kaa.get(f"{page}/close"), reason="moved", what="Tyresö", on="2026-11-10")

    answer = send(kaa)

    assert answer.status_code == 409
    assert answer.page.links["Öppna registerposten igen"] == f"{page}/reopen"
    assert len(entries(rows)) == 1


def test_an_open_case_is_told_of_and_the_youth_entered_all_the_same(kaa, rows, stored, town):
    case = stored(a_case(town, FormKind.ABSENCE))

    first = send(kaa)
    again = kaa.post(FORM, data=first.page.values | TYPED | {"despite_case": "y"})

    assert first.status_code == 409
    assert f"/cases/{case.reference}" in first.page.links.values()
    assert again.status_code == 303
    assert len(entries(rows)) == 1


def test_another_municipalitys_entry_is_nothing_here(login, town, rows, entry):
    other = login(town.other_caseworker)

    assert send(other, caseworker="").status_code == 303
    assert {one.municipality_code for one in entries(rows)} == {"0182", "0581"}


def test_who_is_sealed_reads_as_known_already_and_nothing_more(kaa, rows, entry, town):
    with transaction():
        seal_pupil(keyed_hash(SIXTEEN), Flagged.PUPIL, by=None, at=AT)

    answer = send(kaa)

    assert answer.status_code == 409
    assert "Ungdomen är redan känd i kommunen." in answer.page.text
    assert "SKYDD" not in answer.text
    assert "skyddad" not in answer.page.text.casefold().replace("skyddade personuppgifter", "")
    assert entries(rows) == []


def test_who_a_roll_knows_as_protected_reads_the_same(kaa, rows, town):
    rows.add(
        RollPupil(
            school_unit_code=town.ybc.code,
            number_hash=keyed_hash(SIXTEEN),
            protected=True,
        )
    )
    rows.commit()

    assert send(kaa).status_code == 409
    assert entries(rows) == []


def test_who_has_turned_20_is_refused_with_the_reason(kaa, rows):
    answer = send(kaa, number=TWENTY)

    assert answer.status_code == 422
    assert "Ungdomen har fyllt 20." in answer.page.text
    assert entries(rows) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": ""}, "Skriv ungdomens personnummer"),
        ({"number": "201003292389"}, "Kontrollsiffran stämmer inte."),
        ({"number": "20100329"}, "12 tecken"),
        ({"given_name": "", "family_name": ""}, "Skriv ungdomens namn."),
        ({"reason": ""}, "Välj varför ungdomen skrivs in."),
        ({"reason": "nonsense"}, "Välj ett av alternativen"),
        ({"origin": "handover"}, "Välj ett av alternativen"),
        ({"school": ""}, "Skriv också vilken skola"),
        ({"ended_on": "2027-01-01"}, "Dagen har inte varit än."),
        ({"phone": "x"}, "Skriv telefonnumret"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_entered(kaa, rows, typed, said):
    answer = send(kaa, **typed)

    assert answer.status_code == 422
    assert said in answer.page.text
    assert entries(rows) == []


def test_entering_costs_the_same_with_many_in_the_register(kaa, rows, entry, statements):
    send(kaa)
    statements.clear()
    send(kaa)

    assert len(statements) < 30
