"""The few questions that lead to the right form. Nothing in them says who it is about."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.fields import ChoiceField, Required, WordRadioField
from portal.vocabulary import AgeGroup, Happening

YES_NO_UNKNOWN = [("yes", _("Ja")), ("no", _("Nej")), ("unknown", _("Vet ej"))]


class GuideForm(PortalForm):
    """Asked by GET, so that the back button works; the answers are codes and tell of nobody."""

    class Meta:
        csrf = False

    happening = WordRadioField(
        _("Vad har hänt?"), Happening, [Required(_("Välj vad som har hänt."))]
    )
    age = WordRadioField(_("Hur gammal är eleven?"), AgeGroup, [Required(_("Välj elevens ålder."))])
    own_municipality = ChoiceField(
        _("Är kommunen som driver skolan också elevens hemkommun?"),
        [Required(_("Svara om kommunen som driver skolan är elevens hemkommun."))],
        choices=YES_NO_UNKNOWN,
    )
    protected = ChoiceField(
        _("Har eleven eller en vårdnadshavare skyddade personuppgifter?"),
        [Required(_("Svara på frågan. Välj Vet ej om du inte är säker."))],
        choices=YES_NO_UNKNOWN,
    )

    def __init__(self, typed: Mapping[str, str], *, asks_own: bool) -> None:
        super().__init__(typed)
        if not asks_own:
            del self.own_municipality
