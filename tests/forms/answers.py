"""The usual answers of each kind, as a browser posts them; the pages' tests use the same."""

from typing import Any

from forms import FILING_FORMS
from forms.base import Facts, StepForm
from forms.head import ContactForm
from forms.kind import KindForm
from portal.vocabulary import FormKind
from tests.town import TODAY
from tests.web.filing.typed import CONTACT, SITUATIONS

FACTS = Facts(TODAY)
ADULT = Facts(TODAY, minor=False)


def typed(answers: dict[str, Any]) -> dict[str, list[str]]:
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in answers.items()
        if value is not None
    }


def situation(kind: FormKind, facts: Facts = FACTS, **changes: Any) -> KindForm:
    """The kind's own step, with some answers changed; None leaves one out."""
    return FILING_FORMS[kind](typed(SITUATIONS[kind.value] | changes), facts)


def contact(facts: Facts = FACTS, **changes: Any) -> ContactForm:
    return ContactForm(typed(CONTACT | changes), facts)


def wrong(form: StepForm) -> set[str]:
    """The fields in which something is wrong."""
    form.validate()
    return set(form.errors)
