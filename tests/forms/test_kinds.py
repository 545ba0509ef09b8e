"""What holds for every kind of filing: its sections, its efforts and wishes, its reading."""

import pytest

from forms import FILING_FORMS, answers_shown
from forms.head import ContactForm, ProtectedForm, PupilForm
from portal.vocabulary import FormKind, HomeGround
from tests.forms.answers import FACTS, situation, wrong

KINDS = list(FormKind)


def test_every_kind_has_its_form():
    assert set(FILING_FORMS) == set(FormKind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_answers_of_each_kind_are_right(kind):
    form = situation(kind)

    assert form.validate(), form.errors


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_stands_in_a_section_and_none_twice_over_the_steps(kind):
    forms = [ProtectedForm, PupilForm, FILING_FORMS[kind], ContactForm]
    asked = [name for form in forms for section in form.asks for name in section.names]

    assert len(asked) == len(set(asked))
    for form in forms:
        fields = {name for name in dir(form) if hasattr(getattr(form, name), "field_class")}
        in_sections = {name for section in form.asks for name in section.names}
        assert fields == in_sections


@pytest.mark.parametrize("kind", KINDS)
def test_every_free_text_says_what_not_to_write(kind):
    for form in (FILING_FORMS[kind](None, FACTS), ContactForm(None, FACTS)):
        for field in form:
            if field.type == "LongTextField" and field.name != "pupil_address":
                assert str(field.description), field.name


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_asks_what_the_school_did_and_what_it_wants(kind):
    assert wrong(situation(kind, efforts=None, wanted=None)) == {"efforts", "wanted"}


@pytest.mark.parametrize("kind", KINDS)
def test_wanting_nothing_says_why_and_rules_out_the_rest(kind):
    other = "call" if kind is FormKind.START else "contact"

    assert "wanted_why_none" in wrong(situation(kind, wanted=["none"]))
    assert situation(kind, wanted=["none"], wanted_why_none="Eleven har en plan.").validate()
    assert "wanted" in wrong(situation(kind, wanted=["none", other], wanted_why_none="Nja."))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_yet_rules_out_something(kind):
    assert "efforts" in wrong(situation(kind, efforts=["nothing_yet", "talked"]))


@pytest.mark.parametrize("kind", KINDS)
def test_a_filed_filing_reads_as_it_was_answered(kind):
    form = situation(kind)
    form.validate()
    values = form.answers() | {"given_name": "Wilma", "home_ground": HomeGround.REGISTERED}

    sections = answers_shown(kind, values)

    said = {answer.name: answer.answer for section in sections for answer in section.answers}
    assert said["given_name"] == "Wilma"
    assert said["home_ground"] == "Folkbokförd i kommunen"
    assert said["event_on"] == form.event_on.data
    assert "Samtal med eleven" in said["efforts"]
    assert all(section.answers for section in sections)
