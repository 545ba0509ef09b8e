"""What is typed for many filings at once: which kind, what is common, and each pupil's own."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import Field

from forms import FILING_FORMS
from forms.base import Facts, PortalForm, Section, StepForm
from forms.checks import Required
from forms.fields import ChoiceField, as_choices
from forms.head import ContactForm, ProtectedForm, PupilForm
from portal.vocabulary import FormKind

LEAVERS = "leavers"
"""Those who end with a studiebevis: a dropout whose reason is known beforehand."""
CELLS: dict[FormKind, tuple[str, ...]] = {
    FormKind.AT_RISK: ("event_on", "sharing_ground", "consent_on"),
    FormKind.ABSENCE: ("event_on", "period_to", "unexcused_hours", "scheduled_hours"),
    FormKind.DROPOUT: ("event_on", "end_ground", "plan_ahead"),
    FormKind.START: ("event_on", "previous_school"),
}
"""The kind's questions that pupils of one batch most often answer differently."""
REACHED = ("pupil_phone", "guardian_name", "guardian_phone")
SHARED_CONTACT = (
    Section(
        (
            "pupil_informed",
            "pupil_informed_on",
            "guardian_informed",
            "guardian_informed_on",
        ),
        _("Vad eleverna och vårdnadshavarna vet"),
    ),
    Section(("wants_meeting", "meeting_times", "meeting_people"), _("Gemensamt möte")),
    Section(("sender_phone", "rector_name", "other_contact"), _("Skolan")),
)
"""How a pupil is reached is nobody else's; the rest may be the same for all."""


class BatchStartForm(PortalForm):
    """What is filed, and the first question of every filing, asked about all pupils at once."""

    what = ChoiceField(_("Vad vill du anmäla?"), [Required(_("Välj vad du vill anmäla."))])
    protected = ChoiceField(
        _("Har någon av eleverna, eller en vårdnadshavare, skyddade personuppgifter?"),
        [Required(_("Svara på frågan. Välj Vet ej om du inte är säker."))],
        choices=[("no", _("Nej, ingen")), ("yes", _("Ja")), ("unknown", _("Vet ej"))],
        description=ProtectedForm.protected.kwargs["description"],
    )

    def __init__(self, begun: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        kinds = [(kind.value, _(kind.label)) for kind in FormKind]
        leavers = (LEAVERS, _("Studieavbrott: elever som slutar med studiebevis"))
        self.what.choices = as_choices([leavers, *kinds, *begun])


class BatchFileForm(PortalForm):
    """The filled-in template."""

    file = FileField(
        _("Ifylld mall"),
        [FileRequired(_("Välj en fil."))],
        description=_("Excel (.xlsx) eller CSV. Högst 100 elever."),
    )


class _Shared(StepForm):
    """Questions that may be answered once for all; what is left empty each pupil answers."""

    def __init__(self, typed: Any, facts: Facts) -> None:
        super().__init__(typed, facts)
        for field in self:
            field.flags.required = False

    def may_be_empty(self, field: Field) -> bool:
        """All may, so it is said once and not at each."""
        return False

    def holds(self) -> bool:
        """Whether what is answered is right: an empty question waits for the pupils."""
        self.validate()
        for field in self:
            if not any(field.raw_data or ()):
                field.errors = []
        return not any(field.errors for field in self)


def questions(kind: FormKind, facts: Facts) -> list[Field]:
    """Everything that is asked about a pupil, in its order."""
    steps = (PupilForm(None, facts), FILING_FORMS[kind](None, facts), ContactForm(None, facts))
    return [field for step in steps for field in step]


@cache
def shared_forms(kind: FormKind) -> tuple[type[_Shared], type[_Shared]]:
    """The kind's questions and those of contact, as they are asked once for all."""
    ours = FILING_FORMS[kind]
    about = type("SharedKind", (_Shared, ours), {})
    contact = type("SharedContact", (_Shared, ContactForm), {"asks": SHARED_CONTACT})
    return about, contact
