"""What a municipality decides about erasure: how long things are kept, what goes, what waits."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import DataRequired

from forms.base import PortalForm
from forms.fields import AmountField, DayField, NotAfter, NotBefore, Required, WordRadioField
from forms.meetings import say
from portal.vocabulary import ErasureSubject, HoldReason

MOST_YEARS = 100
FARTHEST = timedelta(days=3653)
"""How far ahead something may have to wait."""


class PlanForm(PortalForm):
    """The municipality's document plan: whole years after something was closed."""

    register = AmountField(_("Avslutade registerposter"), most=MOST_YEARS, whole=True)
    at_risk = AmountField(_("Ärenden om risk för avbrott"), most=MOST_YEARS, whole=True)
    absence = AmountField(_("Ärenden om frånvaro"), most=MOST_YEARS, whole=True)
    dropout = AmountField(_("Ärenden om avbrott"), most=MOST_YEARS, whole=True)
    start = AmountField(_("Ärenden om studiestart"), most=MOST_YEARS, whole=True)

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field, AmountField) and field.data == 0 and not field.errors:
                say(field, _("Skriv minst 1."))
                fine = False
        return fine

    def years(self) -> Mapping[ErasureSubject, int | None]:
        """What was typed, by what it is about."""
        return {subject: self[subject.value].data for subject in ErasureSubject}


class DecideForm(PortalForm):
    """Erasing cannot be undone, so somebody says that they mean it."""

    sure = BooleanField(
        _("Jag beslutar att de markerade ska raderas. Det går inte att ångra."),
        [DataRequired(_("Bekräfta att du beslutar om raderingen."))],
    )


class HoldForm(PortalForm):
    """Why nothing about a youth may be erased yet, and until when."""

    reason = WordRadioField(
        _("Varför får uppgifterna inte raderas än?"),
        HoldReason,
        [Required(_("Välj varför uppgifterna ska vara kvar."))],
    )
    until = DayField(
        _("Till och med vilken dag?"), [Required(_("Ange till och med vilken dag det gäller."))]
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        limits: list[Any] = [
            NotBefore(today, _("Dagen har redan varit. Välj en dag som kommer.")),
            NotAfter(today + FARTHEST, _("Välj en dag inom tio år.")),
        ]
        self.until.validators = [*self.until.validators, *limits]
