"""Days from and to: when somebody is away, when a school is closed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.fields import DayField, ListField, NotAfter, NotBefore, Required, as_choices

FARTHEST = timedelta(days=730)
"""How far ahead a day may lie, and half of it how far back."""


class DaysForm(PortalForm):
    """The first and the last day of something."""

    first_on = DayField(_("Första dagen"), [Required(_("Skriv första dagen."))])
    last_on = DayField(_("Sista dagen"), [Required(_("Skriv sista dagen."))])

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        limits: list[Any] = [
            NotBefore(today - FARTHEST / 2, _("Dagen ligger mer än ett år tillbaka.")),
            NotAfter(today + FARTHEST, _("Välj en dag inom två år.")),
        ]
        for field in (self.first_on, self.last_on):
            field.validators = [*field.validators, *limits]


class LeaveForm(DaysForm):
    """Who is away, and when. Only a coordinator chooses who."""

    who = ListField(_("Vem är ledig?"), [Required(_("Välj vem det gäller."))])

    def __init__(self, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.who.choices = as_choices(
            [("", _("Välj")), *((str(one), name) for one, name in people)]
        )


class SubstituteForm(PortalForm):
    """Who gets the mails of those who are away."""

    who = ListField(_("Ersättare"))

    def __init__(self, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.who.choices = as_choices(
            [("", _("Ingen, funktionsbrevlådan")), *((str(one), name) for one, name in people)]
        )
