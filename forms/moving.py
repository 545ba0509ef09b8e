"""What is typed about a youth who moves: to where, and whether the new municipality takes over."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.days import FARTHEST
from forms.fields import (
    DayField,
    ListField,
    NotAfter,
    NotBefore,
    Required,
    WordRadioField,
    as_choices,
)
from portal.vocabulary import ReturnReason


class PassOnForm(PortalForm):
    """Which municipality, and since when."""

    to = ListField(_("Till vilken kommun?"), [Required(_("Välj kommun."))])
    moved_on = DayField(
        _("Vilken dag flyttade ungdomen?"), [Required(_("Ange vilken dag ungdomen flyttade."))]
    )

    def __init__(
        self, municipalities: Iterable[tuple[str, str]], *, today: date, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.to.choices = as_choices([("", _("Välj kommun")), *municipalities])
        self.moved_on.validators = [
            *self.moved_on.validators,
            NotAfter(today, _("Dagen har inte varit än. Lämna över när den har kommit.")),
            NotBefore(today - FARTHEST, _("Dagen ligger mer än två år tillbaka. Kontrollera den.")),
        ]


class TakeOverForm(PortalForm):
    """Who has the youth in the new municipality."""

    caseworker = ListField(_("Vem ska ha ungdomen?"))

    def __init__(self, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        nobody = ("", _("Ingen än, vi fördelar senare"))
        self.caseworker.choices = as_choices([nobody, *((str(one), name) for one, name in people)])


class ReturnForm(PortalForm):
    """Why the new municipality does not take over."""

    reason = WordRadioField(
        _("Varför tar ni inte emot ungdomen?"),
        ReturnReason,
        [Required(_("Välj varför ni inte tar emot ungdomen."))],
    )
