"""What is typed about the information to a pupil who may leave."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.fields import (
    AmountField,
    DayField,
    NotAfter,
    Required,
    TextField,
    WordRadioField,
)
from portal.vocabulary import InformedHow, Language

MOST_POINTS = 3500


class GivenForm(PortalForm):
    """That the pupil has it: how, in which language, when and by whom."""

    how = WordRadioField(
        _("Hur fick eleven informationen?"),
        InformedHow,
        [Required(_("Välj hur eleven fick informationen."))],
    )
    language = WordRadioField(
        _("På vilket språk?"), Language, [Required(_("Välj på vilket språk."))]
    )
    on = DayField(_("Vilken dag?"), [Required(_("Skriv vilken dag eleven fick den."))])
    giver = TextField(
        _("Vem gav den, om det var någon annan än du?"),
        most=100,
        description=_("Namn och roll."),
    )

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on.validators = [
            *self.on.validators,
            NotAfter(today, _("Dagen har inte varit än. Kontrollera datumet.")),
        ]


class PointsForm(PortalForm):
    """What may be put on the paper for this pupil; it is printed and never kept."""

    points = AmountField(
        _("Poäng som eleven har kvar till examen"),
        most=MOST_POINTS,
        whole=True,
        description=_("Skrivs bara på pappret. Det sparas inte."),
    )
