"""Every field, whatever is typed: it is answered with a sentence and never lost."""

import pytest

from forms import FILING_FORMS
from forms.head import ContactForm, PupilForm
from portal.vocabulary import FormKind
from tests.forms.answers import FACTS, wrong

KINDS = list(FormKind)
BAD = {
    "too long": "å" * 100_000,
    "control characters": "hej\x00\x0b\x1b",
    "written backwards": "hej\u202egnal",
    "a formula": "=1+41",
    "markup": "<script>alert(1)</script>",
    "no such day": "2026-02-30",
    "long ago": "1026-01-01",
    "the year 0": "0000-01-01",
    "far ahead": "9999-12-31",
    "a number": "-99999999999999999999",
    "a surrogate": "\ufffd\ud7ff",
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_typed_in_any_field_is_answered_and_never_lost(kind, bad):
    for form_class in (PupilForm, FILING_FORMS[kind], ContactForm):
        names = form_class(None, FACTS).names
        for name in names:
            form = form_class({name: [bad]}, FACTS)
            form.validate()
            form.shown(form.values())
            assert form[name].raw_data == [bad]
            if form[name].data in (bad, bad.strip()) and bad != BAD["too long"]:
                continue
            if not form.asks_now(name):
                assert name not in form.answers()
                continue
            assert form[name].errors or form[name].data in (None, [], "") or name == "number"


@pytest.mark.parametrize("bad", [BAD["too long"], BAD["control characters"]])
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_is_too_long_or_unreadable(kind, bad):
    """Where a text is asked for, it is refused with a sentence; a follow-up nobody asks is not."""
    for form_class in (PupilForm, FILING_FORMS[kind], ContactForm):
        for name in form_class(None, FACTS).names:
            form = form_class({name: [bad]}, FACTS)
            if form[name].type in ("TextField", "LongTextField") and form.asks_now(name):
                assert name in wrong(form), name
