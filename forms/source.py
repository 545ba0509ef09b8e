"""How a school unit's pupil system is reached. What is secret is typed and never shown again."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, PasswordField, TextAreaField
from wtforms.validators import Length, ValidationError

from forms.base import PortalForm
from forms.checks import Required
from forms.fields import TextField

SECRET = {"autocomplete": "off", "spellcheck": "false"}
LONGEST = 20_000


class SourceForm(PortalForm):
    """An empty secret leaves the one that is kept."""

    address = TextField(
        _("Adress"),
        [Required(_("Skriv adressen till elevsystemet."))],
        description=_("Till exempel https://elevsystem.example.se/v2.0"),
    )
    token = PasswordField(
        _("Nyckel (bearer token)"),
        [Length(max=LONGEST, message=_("Nyckeln är för lång."))],
        render_kw=SECRET,
    )
    certificate = TextAreaField(
        _("Klientcertifikat"),
        [Length(max=LONGEST, message=_("Certifikatet är för långt."))],
        description=_("I PEM-format, om elevsystemet kräver det."),
        render_kw=SECRET,
    )
    private_key = TextAreaField(
        _("Certifikatets privata nyckel"),
        [Length(max=LONGEST, message=_("Nyckeln är för lång."))],
        description=_("I PEM-format, utan lösenord."),
        render_kw=SECRET,
    )
    authority = TextAreaField(
        _("Utfärdare av elevsystemets certifikat"),
        [Length(max=LONGEST, message=_("Certifikatet är för långt."))],
        description=_("I PEM-format. Behövs bara när utfärdaren inte är allmänt känd."),
        render_kw=SECRET,
    )
    siblings = BooleanField(_("Använd samma inställningar för huvudmannens andra skolenheter"))

    def validate_private_key(self, field: Any) -> None:
        """A certificate and its key come together."""
        if bool(self.certificate.data) != bool(field.data):
            raise ValidationError(_("Fyll i både certifikatet och dess nyckel."))

    def secrets(self) -> dict[str, str]:
        """What was typed, without the spaces that pasting leaves."""
        typed = (self.token, self.certificate, self.private_key, self.authority)
        return {one.name: (one.data or "").strip() for one in typed}
