"""What the caseworker types about tries to reach a youth: codes and days, no text."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field

from forms.base import PortalForm
from forms.fields import (
    DayField,
    ListField,
    NotAfter,
    NotBefore,
    Required,
    WordRadioField,
    WordSelectField,
    as_choices,
)
from forms.meetings import say
from portal.vocabulary import OUTCOMES, ContactChannel, ContactOutcome

LONG_AGO = timedelta(days=365)
"""What was done longer ago is most often a slip of the finger."""
ANSWERS = frozenset(ContactOutcome) - {ContactOutcome.SENT, ContactOutcome.NO_ANSWER}
"""What an attempt ends with; until then it may still be answered, or come back."""


class OnADay(PortalForm):
    """Something that has been, on a day that is not far away."""

    on = DayField(_("Vilken dag?"), [Required(_("Ange vilken dag det var."))])

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**{"data": {"on": today}} | kwargs)
        self.on.validators = [
            *self.on.validators,
            NotAfter(today, _("Dagen har inte varit än. Kontrollera den.")),
            NotBefore(today - LONG_AGO, _("Dagen ligger mer än ett år tillbaka. Kontrollera den.")),
        ]


class AttemptForm(OnADay):
    """One try to reach the youth, and what came of it."""

    channel = WordSelectField(
        _("Hur?"), ContactChannel, [Required(_("Välj hur ni försökte nå ungdomen."))]
    )
    outcome = WordRadioField(
        _("Hur gick det?"), ContactOutcome, [Required(_("Välj hur det gick."))]
    )
    to_guardian = BooleanField(_("Det gällde en vårdnadshavare i stället för ungdomen"))
    second = ListField(
        _("Vem var med?"), description=_("Hembesök gör ni alltid två. Välj vem den andra var.")
    )

    def __init__(self, *, colleagues: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.second.choices = [("", _("Ingen")), *((str(one), name) for one, name in colleagues)]

    def validate_second(self, field: Field) -> None:
        if self.channel.data is ContactChannel.HOME_VISIT and not field.data:
            say(field, _("Välj vem som var med på hembesöket."))


class AnswerForm(OnADay):
    """What was sent got its answer, or came back."""

    outcome = WordRadioField(
        _("Vad kom tillbaka?"), ContactOutcome, [Required(_("Välj vad som hände."))]
    )

    def __init__(self, *, channel: ContactChannel, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        possible = [one for one in ContactOutcome if one in OUTCOMES[channel] & ANSWERS]
        self.outcome.choices = as_choices((one.value, _(one.label)) for one in possible)
