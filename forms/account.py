"""What somebody types about their own account."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField
from wtforms.validators import Length, ValidationError

from forms.base import PortalForm
from forms.fields import ChoiceField, MailField, PhoneField, Required, TextField


class SecretField(PasswordField):
    """A password: never cleaned, never shown again."""

    def __init__(self, label: Any, validators: Any = (), **kwargs: Any) -> None:
        too_long = Length(max=1000, message=_("Lösenordet är för långt."))
        super().__init__(label, [*validators, too_long], **kwargs)


class LoginForm(PortalForm):
    """Who are you?"""

    email = MailField(_("E-postadress"), [Required(_("Skriv din e-postadress."))])
    password = SecretField(_("Lösenord"), [Required(_("Skriv ditt lösenord."))])
    next = HiddenField()


class ForgottenForm(PortalForm):
    """To which address shall the link go?"""

    email = MailField(
        _("E-postadress"),
        [Required(_("Skriv din e-postadress."))],
        description=_("Den som din administratör har registrerat."),
    )


class PasswordForm(PortalForm):
    """A new password, twice, since it cannot be read."""

    password = SecretField(
        _("Nytt lösenord"),
        [Required(_("Skriv ett lösenord."))],
        description=_(
            "Minst 15 tecken. Ta gärna fyra ord som inte hör ihop. Siffror och tecken behövs inte."
        ),
    )
    repeated = SecretField(
        _("Nytt lösenord en gång till"), [Required(_("Skriv lösenordet en gång till."))]
    )

    def validate_repeated(self, field: SecretField) -> None:
        if self.password.data and field.data and field.data != self.password.data:
            raise ValidationError(_("Lösenorden är inte lika. Skriv dem igen."))


class ChangePasswordForm(PasswordForm):
    """Another password, by who knows the one there is."""

    current = SecretField(_("Nuvarande lösenord"), [Required(_("Skriv ditt nuvarande lösenord."))])


class ProfileForm(PortalForm):
    """How colleagues, schools and municipalities see and reach you."""

    name = TextField(_("Namn"), [Required(_("Skriv ditt namn."))], most=100)
    title = TextField(
        _("Befattning"), description=_("Till exempel kurator eller handläggare."), most=100
    )
    phone = PhoneField(_("Telefon i tjänsten"))
    locale = ChoiceField(
        _("Språk"),
        [Required(_("Välj ett språk."))],
        choices=[("sv", "Svenska"), ("en", "English")],
        description=_("I portalen och i mejlen från den."),
    )
