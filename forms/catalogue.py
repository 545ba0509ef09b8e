"""What an administrator types about the municipality's measures: an offer, a provider. No youth."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field

from forms.base import PortalForm
from forms.fields import (
    AmountField,
    ListField,
    LongTextField,
    MailField,
    PhoneField,
    Required,
    TextField,
    WordSelectField,
    as_choices,
)
from forms.meetings import say
from forms.routine import AtLeastOne
from portal.vocabulary import MeasureKind

OLDEST = 25


def _amount(label: Any, description: Any, *, most: int) -> AmountField:
    return AmountField(label, [AtLeastOne()], most=most, whole=True, description=description)


class OfferForm(PortalForm):
    """For whom an offer is, who runs it, how long it lasts and how often it is reported on."""

    name = TextField(_("Vad heter åtgärden?"), [Required(_("Skriv vad åtgärden heter."))])
    kind = WordSelectField(
        _("Sort"),
        MeasureKind,
        [Required(_("Välj sort."))],
        description=_("Den nationella statistiken delar in åtgärder så."),
        default=MeasureKind.OTHER,
    )
    provider = ListField(_("Anordnare"))
    least_age = _amount(_("Från ålder"), _("Räknas den dag ni kommer överens."), most=OLDEST)
    most_age = _amount(_("Till och med ålder"), "", most=OLDEST)
    max_months = _amount(_("Längsta tid, månader"), _("Tomt: ingen gräns."), most=60)
    first_meeting_weeks = _amount(
        _("Första mötet inom, veckor"), _("Tomt: inget möte bevakas."), most=26
    )
    report_months = _amount(
        _("Rapport varje, månader"), _("1 är varje månad. Tomt: inga rapporter."), most=12
    )
    report_days = AmountField(
        _("Rapporten lämnas inom, arbetsdagar"),
        [Required(_("Skriv antalet dagar.")), AtLeastOne()],
        most=30,
        whole=True,
        description=_("Efter att den har begärts. En sen rapport påminns lika ofta."),
        default=5,
    )
    note = LongTextField(
        _("Beskrivning"), description=_("Bara om åtgärden, aldrig om någon ungdom."), most=500
    )

    def __init__(self, providers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.provider.choices = as_choices([("", _("Kommunen själv")), *providers])

    def validate_most_age(self, field: Field) -> None:
        if field.data and self.least_age.data and field.data < self.least_age.data:
            say(field, _("Åldern ligger före den lägsta. Kontrollera båda."))

    def said(self) -> dict[str, Any]:
        """What is stored, but for who runs it."""
        return {name: value for name, value in self.values().items() if name != "provider"}


class ProviderForm(PortalForm):
    """What a provider is called and how it is reached."""

    name = TextField(_("Vad heter anordnaren?"), [Required(_("Skriv vad anordnaren heter."))])
    email = MailField(
        _("Funktionsbrevlåda"),
        description=_(
            "Dit skickas länken för rapporter. Tomt: ni frågar efter rapporterna på telefon."
        ),
    )
    phone = PhoneField(_("Telefon"))
