"""Whose extract is asked for."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from forms.base import PortalForm
from forms.fields import Required, TextField
from forms.head import BAD_NUMBER
from portal.identity import BadIdentityNumber, IdentityNumber, parse


class ExtractForm(PortalForm):
    """Posted: a number has no business in an address or a log."""

    number = TextField(
        _("Personnummer eller samordningsnummer"),
        [Required(_("Skriv personens nummer."))],
        most=40,
        description=_("12 siffror, till exempel 20100329-2388."),
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        self.identity: IdentityNumber | None = None

    def validate_number(self, field: Field) -> None:
        if field.errors or not field.data:
            return
        try:
            self.identity = parse(field.data, self.today)
        except BadIdentityNumber as error:
            raise ValidationError(BAD_NUMBER[error.reason]) from None
