"""What a municipality does about youths in the register, row by row of its plan. Nobody's data."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field

from forms.base import PortalForm
from forms.fields import (
    AmountField,
    LongTextField,
    Required,
    TicksField,
    WordSelectField,
    YesNoField,
    as_choices,
)
from forms.meetings import say
from forms.routine import AtLeastOne
from portal.vocabulary import (
    OF_CASES,
    ContactChannel,
    Responsible,
    RoutineArea,
    Season,
    TaskAction,
    TimeUnit,
    Trigger,
    Word,
)

LONGEST = {TimeUnit.WORKING_DAY: 260, TimeUnit.WEEK: 104, TimeUnit.MONTH: 24}
"""A routine that waits longer would outlast the youth's time in the register."""
BY_TWO = 2
NONE = ("", _("Inget"))
ALWAYS = ("", _("Hela året"))
CHOOSE = ("", _("Välj"))


def _yes_no(label: Any) -> YesNoField:
    return YesNoField(label, [Required(_("Svara ja eller nej."))])


def _amount(label: Any, sentence: Any = None, *, most: int = 260, more: Any = "") -> AmountField:
    checks = [Required(sentence), AtLeastOne()] if sentence else [AtLeastOne()]
    return AmountField(label, checks, most=most, whole=True, description=more)


def _ticks(label: Any, words: type[Word]) -> TicksField:
    return TicksField(label, choices=[(word.value, _(word.label)) for word in words])


class RegisterRoutineForm(PortalForm):
    """One routine: when, how, by whom, and what comes next when the youth is not reached."""

    active = _yes_no(_("Används rutinen?"))
    within = _amount(_("Klart inom"), _("Skriv ett antal."))
    unit = WordSelectField(_("Tiden räknas i"), TimeUnit, [Required(_("Välj en enhet."))])
    after = _amount(
        _("Tidigast efter"), more=_("I samma enhet. Lämna tomt om det kan göras genast.")
    )
    season = WordSelectField(
        _("Väntar till"), Season, description=_("Tiden räknas då från den delen av året.")
    )
    repeats = _yes_no(_("Börjar den om när det är gjort?"))
    channels = _ticks(_("Kontaktvägar"), ContactChannel)
    first_channel = WordSelectField(
        _("Pröva först"), ContactChannel, description=_("Därefter de andra som är ikryssade.")
    )
    guardian_under_18 = _yes_no(_("Till vårdnadshavaren i stället när ungdomen är under 18?"))
    only_under_18 = _yes_no(_("Bara för ungdomar under 18?"))
    staff = _amount(_("Hur många gör det tillsammans?"), _("Skriv ett antal."), most=5)
    responsible = _ticks(_("Ansvarig i er plan"), Responsible)
    follow_up = WordSelectField(
        _("Nästa steg"), TaskAction, description=_("Om ungdomen fortfarande inte har nåtts.")
    )
    follow_up_after = _amount(_("Efter"))
    follow_up_unit = WordSelectField(_("Räknat i"), TimeUnit)
    follow_up_channels = _ticks(_("Kontaktvägar i nästa steg"), ContactChannel)
    note = LongTextField(
        _("Så säger er plan"),
        most=500,
        description=_("Vad som står i handlingsplanen, och var. Skriv inget om någon person."),
    )

    def __init__(self, *, action: TaskAction | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._action = action
        for field in (self.first_channel, self.follow_up, self.follow_up_unit):
            field.choices = [*as_choices([NONE]), *(field.choices or ())]
        self.season.choices = [*as_choices([ALWAYS]), *(self.season.choices or ())]

    def validate_within(self, field: Field) -> None:
        if field.data and self.unit.data and field.data > LONGEST[self.unit.data]:
            most = LONGEST[self.unit.data]
            say(field, _("Talet får vara högst %(most)s.", most=most))

    def validate_after(self, field: Field) -> None:
        if field.data and self.within.data and field.data > self.within.data:
            say(field, _("Det kan inte börja efter att det ska vara klart."))

    def validate_staff(self, field: Field) -> None:
        if field.data is not None and self._action is TaskAction.VISIT and field.data < BY_TWO:
            say(field, _("Ett hembesök görs av två. Skriv minst 2."))

    def validate_follow_up_after(self, field: Field) -> None:
        if not self.follow_up.data or field.errors:
            return
        if field.data is None:
            say(field, _("Skriv efter hur lång tid nästa steg kommer."))
        elif self.follow_up_unit.data and field.data > LONGEST[self.follow_up_unit.data]:
            most = LONGEST[self.follow_up_unit.data]
            say(field, _("Talet får vara högst %(most)s.", most=most))

    def validate_follow_up_unit(self, field: Field) -> None:
        if self.follow_up.data and not field.data and not field.errors:
            say(field, _("Välj en enhet."))

    def said(self, routine: Any = None) -> dict[str, Any]:
        """The settings as a routine has them; what it has already keeps its order."""
        said = self.values()
        for name in ("active", "repeats", "guardian_under_18", "only_under_18"):
            said[name] = said[name] == "yes"
        for name, words in _SEVERAL.items():
            said[name] = _in_order([words(one) for one in said[name] or ()], routine, name)
        first = said.pop("first_channel")
        if first:
            said["channels"] = [first, *(one for one in said["channels"] if one is not first)]
        if not said["follow_up"]:
            said |= {"follow_up_after": None, "follow_up_unit": None, "follow_up_channels": []}
        return said


_SEVERAL: dict[str, type[Word]] = {
    "channels": ContactChannel,
    "follow_up_channels": ContactChannel,
    "responsible": Responsible,
}


def _in_order(ticked: list[Word], routine: Any, name: str) -> list[Word]:
    known = [one for one in getattr(routine, name, ()) if one in ticked]
    return list(dict.fromkeys([*known, *ticked]))


class OwnRoutineForm(RegisterRoutineForm):
    """A row of the municipality's own: also where it belongs, what begins it and what is done."""

    area = WordSelectField(_("Del av planen"), RoutineArea, [Required(_("Välj en del."))])
    trigger = WordSelectField(
        _("När det här händer"),
        Trigger,
        [Required(_("Välj vad som händer."))],
        choices=[one for one in Trigger if one not in OF_CASES],
    )
    action = WordSelectField(_("görs det här"), TaskAction, [Required(_("Välj vad som görs."))])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field in (self.area, self.trigger, self.action):
            field.choices = [*as_choices([CHOOSE]), *(field.choices or ())]

    def validate_staff(self, field: Field) -> None:
        self._action = self.action.data
        super().validate_staff(field)
