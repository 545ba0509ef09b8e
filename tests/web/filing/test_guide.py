"""Which form? Every answer leads somewhere, and to what the form itself then says."""

from itertools import product

import pytest

from portal.errors import Refused
from portal.models import SchoolUnit
from portal.vocabulary import (
    Advice,
    AgeGroup,
    FormKind,
    Happening,
    LegalGround,
    OrganiserKind,
    SchoolForm,
    SharingGround,
)
from portal.workflow import legal
from portal.workflow.guide import guide

PROTECTED = ("no", "yes", "unknown")
OWN = (True, False, None)
UNITS = [
    SchoolUnit(code="12345678", organiser_kind=kind, form=form)
    for kind, form in product(OrganiserKind, SchoolForm)
]
ALL = list(product(Happening, AgeGroup, PROTECTED, OWN, UNITS))
KINDS = {
    Happening.RISK: FormKind.AT_RISK,
    Happening.AWAY: FormKind.ABSENCE,
    Happening.STAYED_AWAY: FormKind.DROPOUT,
    Happening.LEAVES: FormKind.DROPOUT,
    Happening.CHANGES_SCHOOL: FormKind.DROPOUT,
    Happening.LEFT_BEFORE: FormKind.DROPOUT,
    Happening.MOVED: None,
    Happening.EXAMEN: None,
    Happening.STARTS: FormKind.START,
}


def test_every_answer_leads_to_its_form():
    for happening, age, protected, own, unit in ALL:
        found = guide(happening, age, protected, unit, own_municipality=own)
        too_old = happening is Happening.AWAY and age is AgeGroup.TWENTY
        assert found.kind is (None if too_old else KINDS[happening])
        assert (found.advice is Advice.PROTECTED) == (protected != "no")


def test_nothing_is_said_of_a_ground_before_the_question_of_protection_is_answered_with_no():
    for happening, age, protected, own, unit in ALL:
        found = guide(happening, age, protected, unit, own_municipality=own)
        assert bool(found.grounds) == (protected == "no" and found.kind is not None)


def test_the_grounds_are_those_that_the_form_can_be_sent_on():
    for happening, age, own, unit in product(Happening, AgeGroup, OWN, UNITS):
        found = guide(happening, age, "no", unit, own_municipality=own)
        if found.kind is None:
            continue
        asked = own is None and unit.organiser_kind is OrganiserKind.MUNICIPAL
        places = (True, False) if asked else (bool(own),)
        sharing = tuple(SharingGround) if found.kind is FormKind.AT_RISK else (None,)
        years = 20 if age is AgeGroup.TWENTY else 17
        sent = {
            legal.ground(
                found.kind,
                form=unit.form,
                organiser_kind=unit.organiser_kind,
                school_lies_in_home=lies,
                age=years,
                sharing=one,
            )
            for lies, one in product(places, sharing)
        }
        assert set(found.grounds) == sent
        assert len(found.grounds) == len(sent)


def test_what_the_form_would_refuse_is_never_advised():
    for unit in UNITS:
        with pytest.raises(Refused):
            legal.ground(
                FormKind.ABSENCE,
                form=unit.form,
                organiser_kind=unit.organiser_kind,
                school_lies_in_home=False,
                age=20,
                sharing=None,
            )
        found = guide(Happening.AWAY, AgeGroup.TWENTY, "no", unit, own_municipality=False)
        assert found.kind is None


def asked(**said):
    usual = {"happening": "leaves", "age": "under_20", "own_municipality": "no", "protected": "no"}
    return usual | said


@pytest.mark.parametrize("happening", Happening)
@pytest.mark.parametrize("age", AgeGroup)
def test_no_answer_is_a_dead_end(login, town, happening, age):
    client = login(town.counsellor)
    for own, protected in product(("yes", "no", "unknown"), PROTECTED):
        typed = asked(happening=happening, age=age, own_municipality=own, protected=protected)
        answer = client.get("/filings/guide", query_string=typed)

        assert answer.status_code == 200
        onward = [
            one
            for one in answer.page.links.values()
            if one.startswith("/filings/new/") or one == "/filings/protected"
        ]
        assert onward
        if protected != "no":
            (only,) = onward
            kind = KINDS[happening]
            starts = f"/filings/new/{kind}" if kind else "/filings/protected"
            too_old = happening is Happening.AWAY and age is AgeGroup.TWENTY
            assert only == ("/filings/protected" if too_old else starts)
        for way in onward:
            assert client.get(way).status_code == 200


def test_the_page_says_by_when_on_what_ground_and_by_which_law(login, town):
    answer = login(town.counsellor).get("/filings/guide", query_string=asked())

    text = answer.page.text
    assert "Anmäl studieavbrott" in text
    assert "Snarast, säger lagen. Den anger inget antal dagar." in text
    assert str(LegalGround.SKOLLAGEN_15_15.label) in text
    assert "Skollagen (2010:800) 15 kap. 15 §" in text
    assert answer.page.links["Börja anmälan"] == "/filings/new/dropout"


def test_where_the_law_does_not_oblige_it_is_not_said_to(login, town):
    typed = asked(own_municipality="yes")
    text = login(town.counsellor).get("/filings/guide", query_string=typed).page.text

    assert "Hemkommunens egen rutin gäller" in text
    assert "Snarast, säger lagen" not in text


def test_a_school_run_by_nobody_but_itself_is_asked_one_question_less(login, town):
    answer = login(town.other_counsellor).get("/filings/guide")

    assert "own_municipality" not in answer.text
    typed = asked()
    del typed["own_municipality"]
    found = login(town.other_counsellor).get("/filings/guide", query_string=typed)
    assert "Börja anmälan" in found.page.links


def test_at_first_nothing_is_wrong_and_then_what_is_missing_is_said(login, town):
    client = login(town.counsellor)

    assert "Det finns fel på sidan" not in client.get("/filings/guide").text
    half = client.get("/filings/guide", query_string={"happening": "leaves"})
    assert "Välj elevens ålder." in half.text
    assert "Börja anmälan" not in half.page.links


def test_the_answers_stand_as_they_were_given(login, town):
    answer = login(town.counsellor).get("/filings/guide", query_string=asked(age="twenty"))

    assert answer.page.values["happening"] == "leaves"
    assert answer.page.values["age"] == "twenty"
    assert "tar inte över eleven till KAA-registret" in answer.page.text


@pytest.mark.parametrize("page", ["/", "/filings/new"])
def test_the_guide_is_found_where_one_begins(login, town, page):
    assert "/filings/guide" in login(town.counsellor).get(page).page.links.values()


@pytest.mark.parametrize("who", ["rector", "caseworker", "municipality_admin", "log_reviewer"])
def test_the_guide_is_for_those_who_file(login, town, who):
    assert login(getattr(town, who)).get("/filings/guide").status_code == 403
