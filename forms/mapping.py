"""What is typed about a step of a youth's mapping: codes and a day, no text."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from forms.contact_attempts import OnADay
from forms.fields import Required, TicksField, WordRadioField, YesNoField
from portal.vocabulary import MappingStage, Wish

ANSWER = {"yes": True, "no": False, None: None}


class MappingForm(OnADay):
    """What a step of the mapping gave."""

    stage = WordRadioField(
        _("Vilket steg?"), MappingStage, [Required(_("Välj vilket steg ni har tagit."))]
    )
    wishes = TicksField(
        _("Vad vill ungdomen?"), choices=[(one.value, _(one.label)) for one in Wish]
    )
    wants_guidance = YesNoField(_("Vill ungdomen ha vägledning?"))
    wants_measure = YesNoField(_("Vill ungdomen ha en åtgärd?"))
    handover_asked = BooleanField(
        _("Den förra kommunen och skolan har fått frågan om att lämna över")
    )

    def __init__(self, *, today: date, asked: dict[str, Any]) -> None:
        super().__init__(today=today, data={"on": today} | asked)

    def said(self) -> dict[str, Any]:
        """What the step gave, as the workflow takes it."""
        typed = self.values()
        return typed | {
            "wishes": [one for one in Wish if one.value in (self.wishes.data or ())],
            "wants_guidance": ANSWER[self.wants_guidance.data],
            "wants_measure": ANSWER[self.wants_measure.data],
        }
