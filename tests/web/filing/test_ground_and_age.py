"""The legal ground, what age stops, and what is promised before sending."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.models import Case, Filing
from portal.vocabulary import LegalGround
from tests.town import AT, TWENTY
from tests.web.filing.typed import Counter, file


@pytest.mark.parametrize(
    ("filed", "says", "ground"),
    [
        (("dropout", "counsellor", "0182"), "rutin", LegalGround.LOCAL_ROUTINE),
        (("dropout", "counsellor", "0581"), "15 kap. 15 §", LegalGround.SKOLLAGEN_15_15),
        (("dropout", "other_counsellor", "0182"), "15 kap. 15 §", LegalGround.SKOLLAGEN_15_15),
        (("absence", "counsellor", "0182"), "rutin", LegalGround.LOCAL_ROUTINE),
        (("absence", "other_counsellor", "0182"), "15 kap. 15 §", LegalGround.SKOLLAGEN_15_15),
        (("start", "far_counsellor", "0182"), "15 kap. 15 §", LegalGround.SKOLLAGEN_15_15),
        (("at_risk", "other_counsellor", "0182"), "Samtycke", LegalGround.CONSENT),
    ],
)
def test_the_legal_ground_is_shown_before_sending_and_kept(
    *, filed, says, ground, town, login, rows
):
    kind, sender, home = filed
    writer = Counter(login(getattr(town, sender)), kind)
    writer.fill(home_municipality=home)

    page = writer.page("check").page
    assert says in page.text

    receipt = writer.browser.get(writer.send().location)
    assert says in receipt.page.text
    assert rows.scalars(select(Filing)).one().legal_ground is ground


def test_risk_by_what_is_not_secret_rests_on_the_routine(town, login, rows):
    file(login(town.counsellor), sharing_ground="not_secret")

    assert rows.scalars(select(Filing)).one().legal_ground is LegalGround.LOCAL_ROUTINE


def test_absence_of_somebody_who_is_20_stops_at_the_pupil(town, login):
    writer = Counter(login(town.counsellor), "absence")

    answer = writer.post("pupil", number=TWENTY)

    assert answer.status_code == 422
    assert "Eleven har fyllt 20" in answer.page.text
    assert answer.page.values["given_name"] == "Wilma"


def test_who_turned_20_while_the_draft_waited_stops_before_sending(town, login, clock, rows):
    browser = login(town.counsellor)
    writer = Counter(browser, "absence")
    writer.fill(number="200611242389")
    clock.move_to(AT + timedelta(days=30))
    login(town.counsellor)

    answer = writer.send()

    assert answer.status_code == 422
    assert "Eleven har fyllt 20" in answer.page.text
    assert not rows.scalars(select(Filing)).all()


def test_dropout_of_somebody_who_is_20_is_sent_but_is_told_that_kaa_does_not_apply(
    town, login, rows
):
    writer = Counter(login(town.counsellor), "dropout")
    writer.post("pupil", number=TWENTY)
    assert "gäller inte det kommunala aktivitetsansvaret" in writer.page("situation").page.text
    writer.post("situation", guardian_consent=None)
    writer.post("contact")

    page = writer.page("check").page
    assert "gäller inte det kommunala aktivitetsansvaret" in page.text
    assert "överlämningen" not in page.text
    writer.send()

    case = rows.scalars(select(Case)).one()
    assert not case.handovers


def test_the_page_promises_the_days_that_are_then_kept_in_the_case(town, login, rows):
    writer = Counter(login(town.counsellor), "dropout")
    writer.fill()
    before = writer.page("check").page.text

    receipt = writer.browser.get(writer.send().location).page.text

    case = rows.scalars(select(Case)).one()
    months = {11: "november", 12: "december"}
    for clock in case.deadlines:
        day = f"{clock.due_on.day}\N{NO-BREAK SPACE}{months[clock.due_on.month]}"
        said = f"{' '.join(day.split())} {clock.due_on.year}"
        assert said in " ".join(before.split())
        assert said in " ".join(receipt.split())


def test_a_municipality_that_has_not_joined_is_said_three_times(town, login):
    writer = Counter(login(town.counsellor))
    writer.fill(home_municipality="0138")

    pages = [writer.page("situation"), writer.page("check")]
    pages.append(writer.browser.get(writer.send().location))

    for answer in pages:
        assert "Tyresö kommun är inte ansluten" in answer.page.text


def test_the_municipalitys_rule_for_absence_is_shown(town, login):
    writer = Counter(login(town.counsellor), "absence")
    writer.post("pupil")

    assert "när skolan har rapporterat eleven till CSN" in writer.page("situation").page.text
