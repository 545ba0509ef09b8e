"""Where a municipality's own register is, and how much it is told."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import Length

from forms.base import PortalForm
from forms.checks import Required
from forms.choices import WordRadioField
from forms.fields import TextField
from portal.vocabulary import Payload

LONGEST = 500


class ExternalRegisterForm(PortalForm):
    """The secret is the portal's own making: it is in no form."""

    address = TextField(
        _("Adress"),
        [
            Required(_("Skriv adressen till kommunens eget register.")),
            Length(max=LONGEST, message=_("Adressen är för lång.")),
        ],
        description=_("Till exempel https://register.kommunen.example.se/kaa"),
    )
    payload = WordRadioField(
        _("Vad ska det få veta?"), Payload, [Required(_("Välj vad registret ska få veta."))]
    )
    active = BooleanField(_("Skicka till kommunens eget register"))
