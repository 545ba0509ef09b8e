"""The printed forms ask what the forms ask: nothing more, nothing less, in the same words."""

from datetime import date

import pytest

from forms import FILING_FORMS
from forms.base import Facts
from forms.head import ContactForm, ProtectedForm, PupilForm
from forms.paper import sections
from portal.vocabulary import FormKind


@pytest.fixture(autouse=True)
def _in_swedish(app):
    with app.test_request_context():
        yield


def asked(kind):
    return {one["question"]: one for part in sections(kind) for one in part["questions"]}


@pytest.mark.parametrize("kind", FormKind)
def test_every_question_of_the_form_is_on_the_paper_in_its_order(kind):
    facts = Facts(date.min, meets=FILING_FORMS[kind].meets)
    steps = [
        one(None, facts) for one in (ProtectedForm, PupilForm, FILING_FORMS[kind], ContactForm)
    ]
    wanted = [str(step[name].label.text) for step in steps for name in step.names]

    printed = [one["question"] for part in sections(kind) for one in part["questions"]]

    assert printed == wanted


@pytest.mark.parametrize("kind", FormKind)
def test_every_question_has_room_for_its_answer(kind):
    for one in asked(kind).values():
        assert one["choices"] or one["lines"], one
        assert all(one["choices"]), one


def test_protected_data_are_asked_about_before_anything_else():
    first = sections(FormKind.ABSENCE)[0]["questions"]

    assert [one["question"] for one in first] == [
        "Har eleven eller en vårdnadshavare skyddade personuppgifter?"
    ]
    assert first[0]["choices"] == ["Nej", "Ja", "Vet ej"]


def test_choices_days_and_conditions_are_said_as_on_the_page():
    questions = asked(FormKind.AT_RISK)

    assert questions["Vem har samtyckt?"]["only_if"] == (
        "Svara om svaret på ”På vilken grund lämnar skolan uppgifterna?” är ”Samtycke”."
    )
    assert questions["Vad gör att eleven riskerar att avbryta?"]["many"]
    assert questions["Sedan när ser skolan risken?"]["is_day"]
    assert questions["Vårdnadshavarens namn"]["only_if"] == "Svara om eleven är under 18 år."
    assert questions["Elevens hemkommun"]["choices"] == []
    assert questions["Elevens telefon"]["optional"]
    assert not questions["Vet eleven om att ni anmäler?"]["optional"]
