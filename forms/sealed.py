"""Protected identity: what a school asks for, and what a protection officer writes down."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from forms.base import PortalForm
from forms.fields import (
    ClockField,
    DayField,
    ListField,
    LongTextField,
    MailField,
    PhoneField,
    Required,
    TextField,
    WordRadioField,
    as_choices,
)
from portal.identity import BadIdentityNumber, parse
from portal.vocabulary import Flagged, FormKind, SealedEnd

Choices = Iterable[tuple[str, Any]]


class ReferralForm(PortalForm):
    """Ring us: nothing in it can say whom it is about, so no field takes free text."""

    kind = WordRadioField(
        _("Vilken sorts anmälan gäller det?"), FormKind, [Required(_("Välj vilken sort."))]
    )
    phone = PhoneField(
        _("Ditt telefonnummer i tjänsten"),
        [Required(_("Skriv numret som kommunen ska ringa."))],
        description=_("Skolans nummer till dig, aldrig elevens."),
    )
    day = DayField(_("Vilken dag ska vi ringa?"), [Required(_("Välj en dag."))])
    clock = ClockField(_("Klockan"), [Required(_("Skriv ett klockslag."))])


class SealForm(PortalForm):
    """A flag that comes later."""

    flagged = WordRadioField(
        _("Vem har skyddade personuppgifter?"),
        Flagged,
        [Required(_("Välj vem. Välj Vet ej om du inte är säker."))],
    )


class ReachedForm(PortalForm):
    """What came of the call."""

    text = LongTextField(
        _("Vad kom ni överens om?"),
        [Required(_("Skriv vad ni kom överens om."))],
        description=_("Bara det som behövs för nästa steg. Texten förseglas."),
        most=1000,
    )


class MissedForm(PortalForm):
    """Nobody answered: there is nothing to write."""


class WhoForm(PortalForm):
    """Who it is about, as told by telephone. Nothing has to be written down here."""

    given_name = TextField(_("Förnamn"), most=100)
    family_name = TextField(_("Efternamn"), most=100)
    number = TextField(_("Personnummer eller samordningsnummer"), most=20)
    text = LongTextField(
        _("Hur når ni ungdomen på ett säkert sätt?"),
        description=_("Till exempel via skolan eller ett ombud. Skriv ingen adress."),
        most=1000,
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def validate_number(self, field: Field) -> None:
        if field.data:
            try:
                field.data = parse(field.data, self.today).value
            except BadIdentityNumber:
                raise ValidationError(
                    _("Kontrollera numret. Det ska ha 12 tecken, till exempel 20100329-2388.")
                ) from None


class NameForm(PortalForm):
    """One person is let in."""

    who = ListField(_("Vem behöver se ärendet?"), [Required(_("Välj en person."))])
    why = LongTextField(
        _("Varför behöver personen se det?"),
        [Required(_("Skriv varför."))],
        description=_("Skälet står kvar i ärendet och kan granskas."),
        most=500,
    )

    def __init__(self, people: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.who.choices = as_choices([("", _("Välj")), *people])


class RemoveForm(PortalForm):
    """One person is let in no longer."""

    why = LongTextField(
        _("Varför ska personen inte längre se ärendet?"), [Required(_("Skriv varför."))], most=500
    )


class CloseSealedForm(PortalForm):
    """How it ended."""

    reason = WordRadioField(
        _("Hur slutade det?"), SealedEnd, [Required(_("Välj hur det slutade."))]
    )
    text = LongTextField(_("Anteckning"), description=_("Texten förseglas."), most=1000)


class AskGlassForm(PortalForm):
    """An emergency."""

    pseudonym = TextField(
        _("Ärendets namn"),
        [Required(_("Skriv ärendets namn."))],
        description=_("Till exempel SKYDD-7F3K. Du får det av skolan eller skyddshandläggaren."),
        most=20,
    )
    reason = LongTextField(
        _("Varför måste du öppna det nu?"),
        [Required(_("Skriv varför."))],
        description=_("Minst 20 tecken. Skyddshandläggare och samordnare larmas direkt."),
        most=500,
    )

    def validate_pseudonym(self, field: Field) -> None:
        """Nothing but a pseudonym is kept: a name typed here would stand open."""
        if field.data and not re.fullmatch(r"SKYDD-[2-9B-Z]{4}", field.data.upper()):
            raise ValidationError(_("Skriv namnet som SKYDD-7F3K."))


class ProposeForm(PortalForm):
    """Who is to be a protection officer."""

    email = MailField(_("E-postadress i tjänsten"), [Required(_("Skriv e-postadressen."))])
    name = TextField(_("Namn"), [Required(_("Skriv namnet."))], most=100)
    title = TextField(_("Titel"), most=100)
    phone = PhoneField(_("Telefon"))
