"""What the municipality types when it answers a handover."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field

from forms.base import PortalForm
from forms.fields import (
    DayField,
    ListField,
    LongTextField,
    MailField,
    NotAfter,
    NotBefore,
    PhoneField,
    Required,
    WordRadioField,
)
from forms.meetings import say
from portal.vocabulary import DeclineReason

OLDEST = 30
"""Nobody older than this many years is handed over by a school."""


class AcceptForm(PortalForm):
    """Fill in what is missing, choose who has the youth, and say what has been done."""

    birth_date = DayField(
        _("Ungdomens födelsedatum"),
        description=_("Numret säger inte vilken dag ungdomen är född."),
    )
    address = LongTextField(_("Adress"), most=300)
    email = MailField(_("E-post"))
    phone = PhoneField(_("Telefon"))
    joins_running = BooleanField(
        _("Lägg till det som lämnas över i den registerpost som redan finns")
    )
    caseworker = ListField(_("Vem ska ha ungdomen i registret?"))
    read_filing = BooleanField(_("Jag har läst anmälan"))
    called_school = BooleanField(_("Jag har ringt skolan"))
    met_youth = BooleanField(_("Jag har träffat ungdomen"))

    def __init__(
        self,
        *,
        people: Iterable[tuple[UUID, str]],
        asks_birth_date: bool,
        is_running: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.caseworker.choices = [(str(one), name) for one, name in people]
        if asks_birth_date:
            self.birth_date.validators = [
                Required(_("Skriv ungdomens födelsedatum.")),
                NotAfter(today, _("Dagen har inte varit än. Kontrollera datumet.")),
                NotBefore(
                    today.replace(year=today.year - OLDEST, day=1),
                    _("Datumet ligger för långt tillbaka. Kontrollera det."),
                ),
            ]
        else:
            del self.birth_date
        if is_running:
            del self.caseworker
        else:
            del self.joins_running
            self.caseworker.validators = [Required(_("Välj vem som ska ha ungdomen."))]

    def validate_phone(self, field: Field) -> None:
        """At least one way to reach the youth."""
        if not (self.address.data or self.email.data or field.data or field.errors):
            say(field, _("Skriv minst ett sätt att nå ungdomen: adress, e-post eller telefon."))

    def validate_read_filing(self, field: Field) -> None:
        if not field.data:
            say(field, _("Läs anmälan innan du tar emot överlämningen."))

    def validate_joins_running(self, field: Field) -> None:
        if not field.data:
            say(
                field,
                _("Ungdomen kan bara ha en öppen registerpost. Markera rutan för att lägga till."),
            )

    def filled(self) -> dict[str, Any]:
        """What workflow.handover.Filled takes, by its names."""
        names = ("address", "email", "phone", "read_filing", "called_school", "met_youth")
        asked = self.birth_date.data if "birth_date" in self else None
        return {"birth_date": asked} | {name: self[name].data for name in names}


class DeclineForm(PortalForm):
    """Why the municipality does not take over."""

    reason = WordRadioField(
        _("Varför tar ni inte emot överlämningen?"),
        DeclineReason,
        [Required(_("Välj varför ni inte tar emot överlämningen."))],
    )
    text = LongTextField(
        _("Vill du skriva något mer till skolan?"),
        description=_(
            "Innan texten skickas får du se vad skolan kommer att läsa. Skriv inget om hälsa, "
            "diagnoser eller orsaker till frånvaro."
        ),
        most=1000,
    )

    def validate_text(self, field: Field) -> None:
        if self.reason.data is DeclineReason.OTHER and not field.data:
            say(field, _("Skriv varför ni inte tar emot överlämningen."))
