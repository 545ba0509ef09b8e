"""What is typed about a youth's plan: the seven items of the documentation rule."""

import re
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField

from forms.base import PortalForm
from forms.cautions import CautiousForm
from forms.days import FARTHEST
from forms.fields import (
    DayField,
    LongTextField,
    NotAfter,
    NotBefore,
    Required,
    WordSelectField,
)
from forms.meetings import say
from forms.register import must_lie_ahead
from portal.vocabulary import MeasureEndReason

VERSION = re.compile("[0-9]{1,4}", re.ASCII)


class PlanForm(CautiousForm):
    """A version of the plan. Free text stands only here, each with what it is for."""

    cautious = ("goal", "youth_does", "municipality_does", "others_do")

    goal = LongTextField(
        _("Planering och mål"),
        [Required(_("Skriv vad ungdomen vill nå och vad ni har planerat."))],
        description=_(
            "Vad vill ungdomen nå, och i vilken ordning? Skriv om studier och arbete, tillsammans "
            "med ungdomen och med ungdomens ord. Skriv inget om hälsa, brott eller placering."
        ),
    )
    youth_does = LongTextField(
        _("Det här gör ungdomen"),
        [Required(_("Skriv vad ungdomen ansvarar för."))],
        description=_("Vad ungdomen själv ansvarar för, och till när."),
    )
    municipality_does = LongTextField(
        _("Det här gör kommunen"),
        [Required(_("Skriv vad kommunen ansvarar för."))],
        description=_("Vad kommunen ansvarar för, och till när."),
    )
    others_do = LongTextField(
        _("Det här gör någon annan"),
        description=_(
            "Till exempel en skola, en arbetsplats eller Arbetsförmedlingen. Skriv vad de gör, men "
            "inte varför ungdomen har kontakt med dem."
        ),
    )
    starts_on = DayField(_("Planen börjar"), [Required(_("Ange när planen börjar."))])
    ends_on = DayField(_("Planen slutar"))
    end_reason = WordSelectField(
        _("Varför har planen slutat?"),
        MeasureEndReason,
        description=_("Fyll i först när planen har slutat."),
    )
    follow_up_on = DayField(
        _("Nästa uppföljning av planen"),
        [Required(_("Ange när planen ska följas upp."))],
        description=_("Dagen blir en uppgift i registret."),
    )
    revises = HiddenField()
    """The version that the writer had before them."""

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        self.end_reason.choices = [("", ""), *(self.end_reason.choices or ())]

    def validate_starts_on(self, field: Field) -> None:
        if field.data and abs(field.data - self.today) > FARTHEST:
            say(field, _("Välj en dag inom två år."))

    def validate_ends_on(self, field: Field) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            say(field, _("Sista dagen ligger före den första. Kontrollera dagarna."))
        elif field.data and field.data > self.today + FARTHEST:
            say(field, _("Välj en dag inom två år."))
        elif self.end_reason.data and not field.data and not field.errors:
            say(field, _("Ange när planen slutade."))

    def validate_follow_up_on(self, field: Field) -> None:
        must_lie_ahead(field, self.today)

    def said(self) -> dict[str, Any]:
        """The seven items."""
        return {name: one for name, one in self.values().items() if name != "revises"}

    @property
    def reads(self) -> int:
        """The version that was read before this was written; 0 when there was none."""
        typed = str(self.revises.data or "")
        return int(typed) if VERSION.fullmatch(typed) else 0


class SignForm(PortalForm):
    """The youth has signed the plan on paper."""

    on = DayField(_("Vilken dag skrev ungdomen under?"), [Required(_("Ange vilken dag."))])

    def __init__(self, *, today: date, written_on: date, **kwargs: Any) -> None:
        super().__init__(**{"data": {"on": today}} | kwargs)
        self.on.validators = [
            *self.on.validators,
            NotAfter(today, _("Dagen har inte varit än. Kontrollera den.")),
            NotBefore(written_on, _("Den här versionen skrevs senare. Kontrollera dagen.")),
        ]
