"""What the receiver of a pick-up types: the code, and an answer."""

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.fields import LongTextField, Required, TextField, WordRadioField
from portal.vocabulary import CodedAnswer


class CodeForm(PortalForm):
    """The code that the school has said by telephone."""

    code = TextField(
        _("Kod"),
        [Required(_("Skriv koden som skolan har sagt."))],
        description=_("Till exempel 7F3K-Q2MD. Stora eller små bokstäver spelar ingen roll."),
        most=40,
    )


class PickupAnswerForm(PortalForm):
    """What the school is told: an outcome in known words, and more only if it must be."""

    coded = WordRadioField(
        _("Vad händer nu?"), CodedAnswer, [Required(_("Välj vilket besked skolan ska få."))]
    )
    text = LongTextField(
        _("Vill ni skriva något mer till skolan?"),
        description=_(
            "Skolan läser texten som den står. Skriv inget om hälsa, diagnoser eller orsaker."
        ),
    )
