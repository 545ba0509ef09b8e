"""The small forms of the municipality's steps with a case: each asks what its verb takes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import Field
from wtforms.validators import StopValidation

from forms.base import PortalForm
from forms.days import FARTHEST
from forms.fields import (
    ChoiceField,
    DayField,
    ListField,
    LongTextField,
    NotAfter,
    NotBefore,
    Required,
    TextField,
    WordRadioField,
)
from portal.vocabulary import (
    CHOOSABLE_CLOSE_REASONS,
    CLOSE_DEMANDS,
    CloseReason,
    CodedAnswer,
    OpeningReason,
)


class HandBackForm(PortalForm):
    """Somebody cannot go on with a case and puts it back for others."""

    reason = LongTextField(
        _("Varför lämnar du tillbaka ärendet?"),
        [Required(_("Skriv varför du lämnar tillbaka ärendet."))],
        description=_("Den som tar ärendet efter dig läser det här. Skolan ser det inte."),
    )


class AskForm(PortalForm):
    """A question to the school; the case waits for the answer."""

    question = LongTextField(
        _("Vad vill du fråga skolan?"),
        [Required(_("Skriv din fråga till skolan."))],
        description=_(
            "Skolan läser frågan som den står. Skriv inget om hälsa, diagnoser eller orsaker."
        ),
    )


class NoteForm(PortalForm):
    """Something for colleagues to know; nothing else happens."""

    text = LongTextField(
        _("Vad vill du anteckna?"),
        [Required(_("Skriv en anteckning."))],
        description=_(
            "Bara ni i kommunen läser anteckningen. Skolan ser den inte. Skriv inget om "
            "hälsa, diagnoser eller orsaker."
        ),
    )


class ReplyForm(PortalForm):
    """What the school is told: an outcome in known words, and more only if it must be."""

    coded = WordRadioField(
        _("Vad händer nu?"), CodedAnswer, [Required(_("Välj vilket besked skolan ska få."))]
    )
    text = LongTextField(
        _("Vill du skriva något mer till skolan?"),
        description=_(
            "Innan texten skickas får du se vad skolan kommer att läsa. Skriv inget om "
            "hälsa, diagnoser eller orsaker."
        ),
    )


class RerouteForm(PortalForm):
    """The pupil belongs to another municipality."""

    to = ListField(
        _("Vilken kommun ska ha ärendet?"), [Required(_("Välj vilken kommun som ska ha ärendet."))]
    )
    reason = LongTextField(
        _("Varför skickar du ärendet vidare?"),
        [Required(_("Skriv varför ärendet ska till den kommunen."))],
        description=_(
            "Skolan och den nya kommunen läser skälet. Skriv inget om hälsa, diagnoser "
            "eller orsaker."
        ),
    )

    def __init__(self, municipalities: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.to.choices = [("", _("Välj kommun")), *municipalities]


class MonitorForm(PortalForm):
    """Keep an eye on the pupil until a day."""

    follow_up_on = DayField(
        _("Vilken dag ska ärendet följas upp?"),
        [Required(_("Ange vilken dag ärendet ska följas upp."))],
        description=_("Då kommer ärendet högst upp i kön igen."),
    )
    reason = LongTextField(
        _("Vad ska bevakas?"),
        [Required(_("Skriv vad som ska bevakas."))],
        description=_(
            "Bara ni i kommunen läser det här. Skriv inget om hälsa, diagnoser eller orsaker."
        ),
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.follow_up_on.validators = [
            *self.follow_up_on.validators,
            NotBefore(
                today + timedelta(days=1), _("Välj en dag som ligger framåt, tidigast i morgon.")
            ),
            NotAfter(today + FARTHEST, _("Välj en dag inom två år.")),
        ]


class DemandedBy:
    """Must be answered when the chosen reason demands it, and is not asked otherwise."""

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence

    def __call__(self, form: "CloseForm", field: Field) -> None:
        if field.name not in CLOSE_DEMANDS.get(form.reason.data, ()):
            return
        if not field.data and not field.errors:
            raise StopValidation(self.sentence)


class CloseForm(PortalForm):
    """Why a case ends, with what that reason demands."""

    reason = WordRadioField(
        _("Varför avslutas ärendet?"),
        CloseReason,
        [Required(_("Välj varför ärendet avslutas."))],
        choices=CHOOSABLE_CLOSE_REASONS,
    )
    what = TextField(
        _("Beskriv kort"),
        [DemandedBy(_("Beskriv kort det som skälet gäller."))],
        description=_(
            "Bara ni i kommunen läser det här. Skriv inget om hälsa, diagnoser eller orsaker."
        ),
    )
    on = DayField(_("Från vilken dag?"), [DemandedBy(_("Ange från vilken dag det gäller."))])
    text = LongTextField(
        _("Vill du skriva något till skolan?"),
        description=_(
            "Skolan ser alltid skälet du valde. Innan texten skickas får du se vad skolan "
            "kommer att läsa. Skriv inget om hälsa, diagnoser eller orsaker."
        ),
    )

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        latest = today if self.reason.data is CloseReason.DECEASED else today + FARTHEST
        self.on.validators = [
            *self.on.validators,
            NotBefore(today - FARTHEST, _("Dagen ligger mer än två år tillbaka. Kontrollera den.")),
            NotAfter(latest, _("Dagen ligger för långt fram. Kontrollera den.")),
        ]


class DuplicateForm(PortalForm):
    """Which case this one is a duplicate of: one of those about the same pupil, or another."""

    original = ChoiceField(
        _("Vilket ärende ska finnas kvar?"),
        [Required(_("Välj vilket ärende som ska finnas kvar."))],
    )
    reference = TextField(
        _("Ärendets referens"), description=_("Till exempel 26-7F3K-Q2MD."), most=20
    )

    def __init__(self, related: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.original.choices = [*related, ("other", _("Ett annat ärende"))]
        if not related and not self.original.data:
            self.original.data = "other"

    def validate_reference(self, field: Field) -> None:
        if self.original.data == "other" and not field.data:
            raise StopValidation(str(_("Skriv referensen till ärendet som ska finnas kvar.")))

    @property
    def chosen(self) -> str:
        """The reference of the case that stays."""
        if self.original.data != "other":
            return str(self.original.data)
        return str(self.reference.data).upper().replace(" ", "")


class RefuseReopenForm(PortalForm):
    """The municipality leaves a case closed, and tells the school why."""

    reason = LongTextField(
        _("Varför öppnas inte ärendet igen?"),
        [Required(_("Skriv varför ärendet inte öppnas igen."))],
        description=_(
            "Skolan läser svaret som det står. Skriv inget om hälsa, diagnoser eller orsaker."
        ),
    )


class AssignForm(PortalForm):
    """Who is to have a case."""

    to = ChoiceField(
        _("Vem ska ha ärendet?"), [Required(_("Välj vem som ska ha ärendet."))], coerce=str
    )

    def __init__(self, people: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.to.choices = [(str(one), name) for one, name in people]


class OpeningForm(PortalForm):
    """Why somebody opens a colleague's case."""

    reason = WordRadioField(
        _("Varför öppnar du ärendet?"),
        OpeningReason,
        [Required(_("Välj varför du öppnar ärendet."))],
    )
