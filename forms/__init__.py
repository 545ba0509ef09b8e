"""What a school hands in and what the municipality types: forms know words, not rows.

FILING_FORMS is the only list of the kinds of filing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from forms.absence import AbsenceForm
from forms.at_risk import AtRiskForm
from forms.base import Facts, ShownSection
from forms.dropout import DropoutForm
from forms.head import ContactForm, PupilForm
from forms.kind import KindForm
from forms.start import StartForm
from portal.vocabulary import FormKind

FILING_FORMS: dict[FormKind, type[KindForm]] = {
    form.kind: form for form in (AtRiskForm, AbsenceForm, DropoutForm, StartForm)
}


def answers_shown(kind: FormKind, values: Mapping[str, Any]) -> list[ShownSection]:
    """A filed filing to be read: its questions with the answers that were given, by section.

    `values` are the filing's columns and answers by field name; what was left out is left out.
    """
    facts = Facts(today=date.min)
    steps = (PupilForm(None, facts), FILING_FORMS[kind](None, facts), ContactForm(None, facts))
    return [
        ShownSection(section.title, given)
        for step in steps
        for section in step.shown(values)
        if (given := [answer for answer in section.answers if answer.answer is not None])
    ]
