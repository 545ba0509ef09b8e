"""What the municipality types about a youth of whom no school has told."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field

from forms.base import PortalForm
from forms.fields import (
    ChoiceField,
    DayField,
    ListField,
    LongTextField,
    MailField,
    NotAfter,
    NotBefore,
    PhoneField,
    Required,
    TextField,
    WordRadioField,
    WordSelectField,
    as_choices,
)
from forms.head import BAD_NUMBER
from forms.meetings import say
from portal.identity import BadIdentityNumber, BadNumber, IdentityNumber, parse
from portal.vocabulary import EntryOrigin, OccupationSource, RegistrationReason

OLDEST = 30
"""Nobody older than this many years is typed on purpose."""
BY_HAND = (
    *(EntryOrigin.YOUTH, EntryOrigin.GUARDIAN, EntryOrigin.ADMISSION),
    *(EntryOrigin.MUNICIPALITY, EntryOrigin.OTHER),
)
"""How a youth comes in when neither a school nor a file has told."""


class FirstQuestion(PortalForm):
    """Whether anything is protected. Answered in the address: nothing about anybody is sent."""

    class Meta:
        csrf = False

    protected = ChoiceField(
        _("Har ungdomen eller en vårdnadshavare skyddade personuppgifter?"),
        [Required(_("Svara på frågan. Välj Vet ej om du inte är säker."))],
        choices=[("no", _("Nej")), ("yes", _("Ja")), ("unknown", _("Vet ej"))],
        description=_(
            "Skyddade personuppgifter är sekretessmarkering, skyddad folkbokföring och fingerade "
            "personuppgifter."
        ),
    )


class IntakeForm(PortalForm):
    """Who it is, how to reach them, why they come in and how one knows."""

    number = TextField(
        _("Personnummer eller samordningsnummer"),
        [Required(_("Skriv ungdomens personnummer eller samordningsnummer."))],
        most=40,
        description=_("12 siffror, till exempel 20100329-2388."),
    )
    birth_date = DayField(
        _("Födelsedatum"), description=_("Behövs bara när numret inte säger vilken dag det är.")
    )
    given_name = TextField(_("Förnamn"), most=100)
    family_name = TextField(_("Efternamn"), most=100)
    phone = PhoneField(_("Telefon"))
    email = MailField(_("E-post"))
    address = LongTextField(_("Adress"), most=300)
    reason = WordRadioField(
        _("Varför skrivs ungdomen in?"),
        RegistrationReason,
        [Required(_("Välj varför ungdomen skrivs in."))],
    )
    origin = WordRadioField(
        _("Hur fick ni veta det?"),
        EntryOrigin,
        [Required(_("Välj hur ni fick veta det."))],
        choices=list(BY_HAND),
    )
    school = TextField(
        _("Senaste skola och program"),
        description=_("Om det är känt. Skriv aldrig varför, och inget om hälsa eller placering."),
    )
    ended_on = DayField(_("Sista dagen där"))
    source = WordSelectField(_("Vem säger det?"), OccupationSource, default=OccupationSource.YOUTH)
    caseworker = ListField(_("Vem ska ha ungdomen?"))
    despite_case = BooleanField(_("Jag har läst ärendet och vill skriva in ungdomen ändå"))

    def __init__(self, people: Iterable[tuple[UUID, str]], *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        nobody = ("", _("Ingen än, vi fördelar senare"))
        self.caseworker.choices = as_choices([nobody, *((str(one), name) for one, name in people)])
        ahead = NotAfter(today, _("Dagen har inte varit än."))
        oldest = today.replace(year=today.year - OLDEST, day=min(today.day, 28))
        early = NotBefore(oldest, _("Kontrollera årtalet."))
        for day in (self.birth_date, self.ended_on):
            day.validators = [*day.validators, ahead, early]

    @property
    def identity(self) -> IdentityNumber | None:
        """The number, when it is one."""
        try:
            return parse(self.number.data or "", self.today)
        except BadIdentityNumber:
            return None

    @property
    def born(self) -> date | None:
        """The birth date: from the number, else as it is stated."""
        identity = self.identity
        stated: date | None = self.birth_date.data
        return (identity.birth_date if identity else None) or stated

    def validate_number(self, field: Field) -> None:
        if field.errors or self.identity is not None:
            return
        try:
            parse(field.data or "", self.today)
        except BadIdentityNumber as error:
            if error.reason is not BadNumber.EMPTY:
                say(field, BAD_NUMBER[error.reason])

    def validate_birth_date(self, field: Field) -> None:
        if self.identity is not None and self.born is None and not field.errors:
            say(field, _("Numret säger inte när ungdomen är född. Skriv födelsedatumet."))

    def validate_given_name(self, field: Field) -> None:
        if not (field.data or self.family_name.data):
            say(field, _("Skriv ungdomens namn. Har ungdomen bara ett namn räcker det."))

    def validate_ended_on(self, field: Field) -> None:
        if field.data and not self.school.data:
            say(field, _("Skriv också vilken skola det gäller."))
