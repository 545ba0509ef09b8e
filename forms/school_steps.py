"""What the school types about a filing it has already handed in."""

from typing import Any

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.fields import LongTextField, Required, TextField, WordSelectField, as_choices
from portal.vocabulary import CaseState, FormKind


class ListFilter(PortalForm):
    """Which cases of the school to show."""

    class Meta:
        csrf = False  # it changes nothing and its address may be kept

    state = WordSelectField(_("Läge"), CaseState)
    kind = WordSelectField(_("Anmälan"), FormKind)

    def __init__(self, typed: Any) -> None:
        super().__init__(typed)
        every = as_choices([("", _("Alla"))])
        self.state.choices = [*every, *(self.state.choices or ())]
        self.kind.choices = [*every, *(self.kind.choices or ())]


class SearchForm(PortalForm):
    """Posted, so that a pupil's name never stands in an address."""

    text = TextField(
        _("Referens eller namn"),
        [Required(_("Skriv en referens eller början av ett namn."))],
        description=_("Början av förnamnet eller efternamnet räcker."),
    )


class AnswerForm(PortalForm):
    """The school's answer to the municipality's question."""

    text = LongTextField(
        _("Skolans svar"),
        [Required(_("Skriv ett svar på frågan."))],
        description=_(
            "Svara bara på det kommunen frågar om. Skriv inget om hälsa, diagnoser eller familjen."
        ),
    )


class WithdrawForm(PortalForm):
    """Why a filing is taken back."""

    reason = LongTextField(
        _("Varför återtar skolan anmälan?"),
        [Required(_("Skriv varför skolan återtar anmälan."))],
        most=500,
        description=_("Kommunen ser skälet. Till exempel: anmälan gällde fel elev."),
    )


class ReopenForm(PortalForm):
    """Why the school wants a closed case opened again."""

    reason = LongTextField(
        _("Varför ska ärendet öppnas igen?"),
        [Required(_("Skriv varför ärendet ska öppnas igen."))],
        most=500,
        description=_("Skriv vad som har hänt sedan ärendet avslutades. Kommunen ser skälet."),
    )
