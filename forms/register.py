"""What the municipality types about a youth in the register: codes, days and how to reach them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import Field

from forms.base import PortalForm
from forms.days import FARTHEST
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
from forms.meetings import say
from portal.vocabulary import (
    END_DEMANDS,
    EntryEndReason,
    EntryReopenReason,
    OccupationKind,
    OccupationSource,
    Tense,
    YouthStatus,
)

EVERYBODY = ("", _("Alla"))


def must_lie_ahead(field: Field, today: date) -> None:
    """A day on which something is to be done: not one that has been, and within two years."""
    if field.data is None:
        return
    if field.data < today:
        say(field, _("Dagen har redan varit. Välj en dag som kommer."))
    if field.data > today + FARTHEST:
        say(field, _("Välj en dag inom två år."))


class RegisterFilter(PortalForm):
    """A filter stands in the address, so it asks for nothing personal and changes nothing."""

    class Meta:
        csrf = False

    status = WordSelectField(_("Läge"), YouthStatus)
    caseworker = ListField(_("Handläggare"))

    def __init__(self, typed: Mapping[str, str], *, caseworkers: Iterable[tuple[str, str]]) -> None:
        super().__init__(typed)
        self.status.choices = [*as_choices([EVERYBODY]), *(self.status.choices or ())]
        self.caseworker.choices = [
            EVERYBODY,
            ("me", _("Jag")),
            ("nobody", _("Ingen")),
            *caseworkers,
        ]


class ContactForm(PortalForm):
    """How the youth is reached."""

    phone = PhoneField(_("Telefon"))
    email = MailField(_("E-post"))
    address = LongTextField(_("Adress"), most=300)


class _FollowedUp(PortalForm):
    """Somebody looks again on a day."""

    next_follow_up_on = DayField(
        _("Nästa uppföljning"), [Required(_("Ange när ungdomen ska följas upp igen."))]
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def validate_next_follow_up_on(self, field: Field) -> None:
        must_lie_ahead(field, self.today)


class StatusForm(_FollowedUp):
    """What is known about the youth now, and when somebody looks again."""

    status = WordRadioField(
        _("Vad vet ni om ungdomen nu?"), YouthStatus, [Required(_("Välj vad ni vet nu."))]
    )


class OccupationForm(PortalForm):
    """What the youth did, does or will do."""

    tense = WordRadioField(_("När?"), Tense, [Required(_("Välj när det är."))])
    kind = WordRadioField(
        _("Vad gör ungdomen?"), OccupationKind, [Required(_("Välj sysselsättning."))]
    )
    what = TextField(
        _("Var, eller som vad?"),
        description=_(
            "Till exempel skola och program, eller arbetsplats. Skriv aldrig varför, och inget om "
            "hälsa, brott eller placering."
        ),
    )
    since = DayField(_("Från och med"))
    until = DayField(_("Till och med"))
    source = WordSelectField(
        _("Hur vet ni det?"),
        OccupationSource,
        [Required(_("Välj ett av alternativen."))],
        default=OccupationSource.YOUTH,
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today

    def validate_what(self, field: Field) -> None:
        named = self.kind.data in (OccupationKind.STUDIES, OccupationKind.WORK)
        if named and not field.data:
            say(field, _("Skriv vilken utbildning eller arbetsplats det är."))

    def validate_since(self, field: Field) -> None:
        if field.data and field.data > self.today and self.tense.data is not Tense.FUTURE:
            say(field, _("Dagen har inte varit än. Välj Planerad eller en annan dag."))

    def validate_until(self, field: Field) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            say(field, _("Sista dagen ligger före den första. Kontrollera dagarna."))
        elif field.data and field.data > self.today and self.tense.data is Tense.PAST:
            say(field, _("Dagen har inte varit än. Välj Nu, eller en annan dag."))


class CaseworkerForm(PortalForm):
    """Who has the youth."""

    to = ChoiceField(_("Vem ska ha ungdomen?"), [Required(_("Välj vem som ska ha ungdomen."))])

    def __init__(self, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.to.choices = [(str(one), name) for one, name in people]


class CloseEntryForm(PortalForm):
    """Why the youth leaves the register, with what that reason demands."""

    reason = WordRadioField(
        _("Varför avslutas registerposten?"),
        EntryEndReason,
        [Required(_("Välj varför registerposten avslutas."))],
    )
    what = TextField(
        _("Vart, eller vad?"),
        description=_(
            "Utbildningen, examen, den nya kommunen eller vem som tar vid. Skriv aldrig varför."
        ),
    )
    on = DayField(_("Från vilken dag?"))
    onward = WordRadioField(_("Vad gör ungdomen efter KAA?"), OccupationKind)
    onward_what = TextField(
        _("Vilken utbildning, arbetsplats eller annan sysselsättning?"),
        description=_("Skriv aldrig varför, och inget om hälsa, brott eller placering."),
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on.validators = [
            *self.on.validators,
            NotAfter(today, _("Dagen har inte varit än. Avsluta när den har kommit.")),
            NotBefore(today - FARTHEST, _("Dagen ligger mer än två år tillbaka. Kontrollera den.")),
        ]

    def validate_what(self, field: Field) -> None:
        if self._demands("what") and not field.data:
            say(field, _("Skriv det som skälet kräver: vart eller vad."))

    def validate_onward(self, field: Field) -> None:
        if not self._demands("onward"):
            field.errors = []
        elif not field.data and not field.errors:
            say(field, _("Välj vad ungdomen gör efter KAA."))

    def validate_onward_what(self, field: Field) -> None:
        named = (OccupationKind.STUDIES, OccupationKind.WORK, OccupationKind.OTHER)
        if self._demands("onward") and self.onward.data in named and not field.data:
            say(field, _("Skriv vad ungdomen går vidare till."))

    def validate_on(self, field: Field) -> None:
        if self._demands("on") and not field.data and not field.errors:
            say(field, _("Ange från vilken dag det gäller."))

    def _demands(self, name: str) -> bool:
        return self.reason.data is not None and name in END_DEMANDS[self.reason.data]

    def demanded(self) -> dict[str, Any]:
        """What was typed for another reason than the chosen one is not kept."""
        nothing = {"what": "", "on": None}
        asked = {
            name: self[name].data if self._demands(name) else nothing[name] for name in nothing
        }
        return {"reason": self.reason.data} | asked

    def onward_to(self) -> tuple[OccupationKind, str] | None:
        """What the youth does after KAA, when the reason demands to know."""
        if not self._demands("onward"):
            return None
        return self.onward.data, self.onward_what.data or ""


class ReopenEntryForm(_FollowedUp):
    """Why the youth is in the register again."""

    reason = WordRadioField(
        _("Varför öppnas registerposten igen?"),
        EntryReopenReason,
        [Required(_("Välj varför registerposten öppnas igen."))],
    )
