"""What the caseworker types about tasks: a reason for skipping, or something to do on a day."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field

from forms.base import PortalForm
from forms.fields import DayField, Required, WordRadioField, WordSelectField
from forms.register import must_lie_ahead
from portal.vocabulary import SkipReason, TaskAction


class SkipForm(PortalForm):
    """Why a task is not done."""

    reason = WordRadioField(
        _("Varför hoppar ni över uppgiften?"), SkipReason, [Required(_("Välj varför."))]
    )


class DoneForm(PortalForm):
    """A task has been done; there is nothing to say about it."""


class PlanTaskForm(PortalForm):
    """Something to do about the youth, by any day and out of order."""

    action = WordSelectField(_("Vad ska göras?"), TaskAction, [Required(_("Välj vad."))])
    due_on = DayField(_("Senast när?"), [Required(_("Ange senast när det ska vara gjort."))])

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def validate_due_on(self, field: Field) -> None:
        must_lie_ahead(field, self.today)
