"""When a filing was handed over on paper, asked only of one that was."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from forms.base import Section, StepForm
from forms.fields import ClockField, DayField, Near, Required, TextField
from portal.clock import LocalTimeError, from_local


class OnPaperForm(StepForm):
    """The sheet's own last lines: day and time, and to whom."""

    asks = (Section(("paper_on", "paper_time", "paper_to")),)

    paper_on = DayField(
        _("Vilken dag lämnades blanketten?"),
        [Required(_("Skriv vilken dag blanketten lämnades.")), Near()],
        description=_("Dagen står sist på blanketten. Kommunens tidsfrister räknas från den."),
    )
    paper_time = ClockField(
        _("Vilket klockslag?"), [Required(_("Skriv klockslaget, till exempel 13:00."))]
    )
    paper_to = TextField(
        _("Vem hos kommunen fick veta det?"),
        most=150,
        description=_("Namn eller funktion. Inget om eleven."),
    )

    handed_at: datetime | None = None
    """The instant it was handed over; known when the form holds."""

    def validate_paper_time(self, field: Any) -> None:
        """Some times of the clock do not exist, or twice, on two nights of the year."""
        if self.paper_on.data is None or field.data is None:
            return
        try:
            self.handed_at = from_local(self.paper_on.data, field.data)
        except LocalTimeError:
            raise ValidationError(
                _("Klockan ställdes om den natten. Skriv ett annat klockslag.")
            ) from None
