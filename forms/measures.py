"""What a caseworker types about a youth's measure: codes and days only."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field

from forms.base import PortalForm
from forms.days import FARTHEST
from forms.fields import (
    DayField,
    ListField,
    NotAfter,
    NotBefore,
    Required,
    WordRadioField,
    WordSelectField,
    as_choices,
)
from forms.meetings import say
from portal.vocabulary import MeasureEndReason, OccupationKind

Choices = Iterable[tuple[str, str]]


class _OnDays(PortalForm):
    """Days that lie within reach; those that have been, and those that may come."""

    past: tuple[str, ...] = ()
    any_time: tuple[str, ...] = ()

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        near = NotBefore(today - FARTHEST, _("Dagen ligger mer än två år tillbaka."))
        ahead = NotAfter(today + FARTHEST, _("Välj en dag inom två år."))
        been = NotAfter(today, _("Dagen har inte varit än. Välj i dag eller en tidigare dag."))
        for name in self.past:
            self[name].validators = [*self[name].validators, near, been]
        for name in self.any_time:
            self[name].validators = [*self[name].validators, near, ahead]


class AgreeForm(_OnDays):
    """Which of the municipality's offers, by whom, and when."""

    past = ("agreed_on",)
    any_time = ("starts_on", "planned_end_on")

    offer = ListField(_("Åtgärd"), [Required(_("Välj åtgärd."))])
    provider = ListField(_("Anordnare"))
    agreed_on = DayField(_("Överenskommen den"), [Required(_("Ange när ni kom överens."))])
    starts_on = DayField(_("Börjar den"), description=_("Lämna tomt om dagen inte är bestämd än."))
    planned_end_on = DayField(
        _("Planerat slut"),
        description=_("Lämna tomt, så gäller den längsta tid som katalogen tillåter."),
    )

    def __init__(self, offers: Choices, providers: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer.choices = as_choices([("", _("Välj")), *offers])
        self.provider.choices = as_choices([("", _("Den som står i katalogen")), *providers])

    def validate_starts_on(self, field: Field) -> None:
        if field.data and self.agreed_on.data and field.data < self.agreed_on.data:
            say(field, _("Åtgärden kan inte börja före den dag ni kom överens."))

    def validate_planned_end_on(self, field: Field) -> None:
        first = self.starts_on.data or self.agreed_on.data
        if field.data and first and field.data < first:
            say(field, _("Sista dagen ligger före den första. Kontrollera dagarna."))


class BeginForm(_OnDays):
    """When the measure starts, and when it is to end."""

    any_time = ("on", "planned_end_on")

    on = DayField(_("Börjar den"), [Required(_("Ange vilken dag åtgärden börjar."))])
    planned_end_on = DayField(
        _("Planerat slut"),
        description=_("Lämna tomt, så gäller den längsta tid som katalogen tillåter."),
    )


class MeetForm(_OnDays):
    """When the first meeting was held."""

    past = ("on",)

    on = DayField(_("Första mötet hölls den"), [Required(_("Ange vilken dag ni möttes."))])


class PlanEndForm(_OnDays):
    """Another day on which the measure is to end."""

    any_time = ("on",)

    on = DayField(_("Nytt planerat slut"), [Required(_("Ange vilken dag åtgärden ska sluta."))])


class EndForm(_OnDays):
    """Why the measure ended, what the youth does now, and when somebody looks again."""

    past = ("on",)
    any_time = ("follow_up_on",)

    reason = WordRadioField(
        _("Varför avslutas åtgärden?"),
        MeasureEndReason,
        [Required(_("Välj varför åtgärden avslutas."))],
    )
    on = DayField(_("Sista dagen"), [Required(_("Ange åtgärdens sista dag."))])
    occupation_after = WordSelectField(
        _("Vad gör ungdomen nu?"),
        OccupationKind,
        [Required(_("Välj vad ungdomen gör nu."))],
        description=_("Skriv in utbildningen eller arbetsplatsen under Sysselsättning efteråt."),
        default=OccupationKind.UNKNOWN,
    )
    follow_up_on = DayField(
        _("Nästa uppföljning"), [Required(_("Ange när ungdomen ska följas upp igen."))]
    )

    def validate_follow_up_on(self, field: Field) -> None:
        if field.data and field.data < self.today:
            say(field, _("Dagen har redan varit. Välj en dag som kommer."))
