"""The forms as they are printed, empty, for the days when the portal does not answer.

Nothing is written twice: the questions are the forms' own.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectField, SelectMultipleField, TextAreaField

from forms import FILING_FORMS
from forms.base import Facts, StepForm
from forms.fields import DayField
from forms.head import ContactForm, ProtectedForm, PupilForm
from portal.vocabulary import FormKind

LINES = 4
"""Written lines for a free text."""


@dataclass(frozen=True)
class Blank:
    """A question with room for its answer."""

    question: str
    hint: str
    only_if: str
    """After which answer it is asked."""
    choices: list[str]
    many: bool
    """Whether several choices may be ticked."""
    lines: int
    is_day: bool
    optional: bool


def sections(kind: FormKind) -> list[dict[str, Any]]:
    """Everything a kind of filing asks, about somebody under 18: title, hint and questions."""
    form_class = FILING_FORMS[kind]
    facts = Facts(today=date.min, meets=form_class.meets)
    steps: list[StepForm] = [
        one(None, facts) for one in (ProtectedForm, PupilForm, form_class, ContactForm)
    ]
    return [part for step in steps for part in _parts(step)]


def _parts(step: StepForm) -> Iterator[dict[str, Any]]:
    for section in step.sections:
        yield {
            "title": str(section.title),
            "hint": str(section.hint),
            "questions": [asdict(_blank(step, field)) for field in step.questions(section)],
        }


def _blank(step: StepForm, field: Field) -> Blank:
    choices = _choices(field)
    return Blank(
        question=str(field.label.text),
        hint=str(field.description),
        only_if=_condition(step, field),
        choices=choices,
        many=isinstance(field, SelectMultipleField),
        lines=0 if choices else LINES if isinstance(field, TextAreaField) else 1,
        is_day=isinstance(field, DayField),
        optional=step.may_be_empty(field),
    )


def _choices(field: Field) -> list[str]:
    """What can be ticked; of the long list of municipalities one is written."""
    if not isinstance(field, RadioField | SelectField | SelectMultipleField):
        return []
    return [str(label) for value, label, *_rest in field.iter_choices() if value]


def _condition(step: StepForm, field: Field) -> str:
    follows = step.follows(field)
    if follows is None:
        only_minors = field.name in step.minors_only
        return str(_("Svara om eleven är under 18 år.")) if only_minors else ""
    parent = step[follows.parent]
    words = {str(value): str(label) for value, label, *_rest in parent.iter_choices()}
    return str(
        _(
            "Svara om svaret på ”%(question)s” är ”%(answer)s”.",
            question=parent.label.text,
            answer=words[follows.value],
        )
    )
