"""What every kind of filing asks the school: what it has done and what it wants done."""

from datetime import date, timedelta
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from forms.base import StepForm
from forms.fields import (
    DayField,
    FollowUp,
    LongTextField,
    Near,
    Required,
    TicksField,
    WordRadioField,
    YesNoField,
)
from portal.vocabulary import FormKind, InformedHow, Language

NO_CAUSES = _(
    "Skriv kort och sakligt, så att eleven själv kan läsa det. Skriv inte om sjukdom, diagnos, "
    "familj eller andra orsaker."
)
EFFORTS = (
    ("talked", _("Samtal med eleven")),
    ("guidance", _("Studie- och yrkesvägledning")),
    ("adaptations", _("Extra anpassningar")),
    ("support_inquiry", _("Utredning om särskilt stöd")),
    ("action_programme", _("Åtgärdsprogram")),
    ("other", _("Annat")),
    ("nothing_yet", _("Inget ännu")),
)
INFORMED = ("informed", "informed_how", "informed_language", "informed_on")
"""Questions of the kinds whose pupil may leave: the paper about what that means."""
NO_ACTION = "none"
WANTED = (
    ("advice", _("Råd till skolan")),
    ("guidance", _("Vägledning för eleven")),
    ("contact", _("Kontakt med eleven")),
    (NO_ACTION, _("Ingen åtgärd nu")),
)


class KindForm(StepForm):
    """The kind's own questions: one step of the filing, the same for the home of every pupil."""

    kind: ClassVar[FormKind]
    step_title: ClassVar[Any]
    """What the step is called, in the row of steps and as the page's heading."""
    when: ClassVar[Any]
    """When a school uses this kind, in one sentence."""
    meets: ClassVar[bool] = True

    efforts = TicksField(
        _("Vad har skolan redan gjort?"),
        [Required(_("Kryssa för vad skolan har gjort, eller Inget ännu."))],
        choices=EFFORTS,
        description=_("Kryssa bara för. Beskriv inte innehållet."),
    )
    efforts_text = LongTextField(
        _("Berätta kort vad skolan har gjort"), most=1000, description=NO_CAUSES
    )
    wanted = TicksField(
        _("Vad vill skolan att hemkommunen gör?"),
        [Required(_("Välj vad kommunen ska göra, eller Ingen åtgärd nu."))],
        choices=WANTED,
    )
    wanted_why_none = LongTextField(
        _("Varför behövs ingen åtgärd?"),
        [FollowUp("wanted", NO_ACTION, _("Skriv varför kommunen inte behöver göra något nu."))],
        most=500,
        description=NO_CAUSES,
    )

    @property
    def notices(self) -> list[str]:
        """What the answers lead to by law, for the one who files to know before sending."""
        return []

    def validate_efforts(self, field: TicksField) -> None:
        """Nothing is not something."""
        ticked = field.data or []
        if "nothing_yet" in ticked and len(ticked) > 1:
            raise ValidationError(_("Ta bort krysset för Inget ännu, eller de andra kryssen."))

    def validate_wanted(self, field: TicksField) -> None:
        """Wanting nothing rules out wanting something."""
        ticked = field.data or []
        if NO_ACTION in ticked and len(ticked) > 1:
            raise ValidationError(_("Välj antingen åtgärder eller Ingen åtgärd nu, inte båda."))


class MayLeaveForm(KindForm):
    """A kind whose pupil leaves or may leave: has the pupil been told what that means?"""

    informed = YesNoField(
        _("Har eleven fått informationen om vad det innebär att sluta?"),
        description=_("Den finns på flera språk. Länken står överst på sidan."),
    )
    informed_how = WordRadioField(
        _("Hur fick eleven informationen?"),
        InformedHow,
        [FollowUp("informed", "yes", _("Välj hur eleven fick informationen."))],
    )
    informed_language = WordRadioField(
        _("På vilket språk?"), Language, [FollowUp("informed", "yes", _("Välj på vilket språk."))]
    )
    informed_on = DayField(
        _("Vilken dag fick eleven den?"),
        [FollowUp("informed", "yes", _("Skriv vilken dag eleven fick den.")), Near()],
    )


def month_after(day: date) -> date:
    """The day on which a month has gone: the same day of the next month, or its last."""
    first_of_next = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last_of_next = (first_of_next + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return min(first_of_next + timedelta(days=day.day - 1), last_of_next)


def in_order(first: Field, last: Field, sentence: Any) -> None:
    """Refuse a last day before the first."""
    both = isinstance(first.data, date) and isinstance(last.data, date)
    if both and last.data < first.data:
        raise ValidationError(sentence)
