"""A school files each kind, from the first question to the receipt."""

import pytest
from sqlalchemy import select

from portal.models import Draft, Filing
from portal.vocabulary import FormKind
from tests.town import AT, EIGHTEEN, SIXTEEN
from tests.web.filing.typed import Counter, file


@pytest.mark.parametrize("kind", list(FormKind))
def test_each_kind_can_be_filed_from_the_first_question_to_the_receipt(kind, town, login, rows):
    browser = login(town.counsellor)

    receipt = file(browser, kind.value)

    filing = rows.scalars(select(Filing)).one()
    assert filing.kind is kind
    assert f"{filing.case.reference}-1" in receipt.page.text
    assert not rows.scalars(select(Draft)).all()


def test_what_was_typed_is_what_is_filed(town, login, rows):
    file(login(town.counsellor), "absence", given_name="Wilma Åsa")

    filing = rows.scalars(select(Filing)).one()
    assert (filing.name, filing.number) == ("Wilma Åsa Ek", SIXTEEN)
    assert (filing.programme_code, filing.year) == ("SA25", 1)
    assert filing.event_on.isoformat() == "2026-10-01"
    assert filing.answers["unexcused_percent"] == 25.0
    assert filing.answers["guardian_name"] == "Anna Ek"
    assert filing.answers["sender_phone"] == "08-465 004 10"


def test_guardians_are_asked_for_under_18(town, login):
    writer = Counter(login(town.counsellor))
    writer.post("pupil")
    writer.post("situation")

    assert "guardian_name" in writer.page("contact").page.values
    assert writer.post("contact", guardian_name="").status_code == 422


def test_guardians_of_an_adult_are_neither_asked_for_nor_kept_when_posted(town, login, rows):
    writer = Counter(login(town.counsellor))
    writer.post("pupil", number=EIGHTEEN)
    writer.post("situation")
    assert "guardian_name" not in writer.page("contact").page.values

    writer.post("contact", guardian_name="Anna Ek", guardian_phone="070-174 06 06")

    draft = rows.scalars(select(Draft)).one()
    assert not [name for name in draft.answers if name.startswith("guardian")]
    writer.send()
    filing = rows.scalars(select(Filing)).one()
    assert not [name for name in filing.answers if name.startswith("guardian")]


def test_guardians_kept_while_the_pupil_was_17_are_not_sent_when_18(town, login, rows, clock):
    writer = Counter(login(town.counsellor))
    writer.fill()
    clock.move_to(AT.replace(year=2028, month=4, day=1))
    login(town.counsellor)
    writer.post("situation", event_on="2028-03-01", consent_on="2028-03-01")
    writer.post("contact", pupil_informed_on="2028-03-01")

    writer.send()

    assert "guardian_name" not in rows.scalars(select(Filing)).one().answers
