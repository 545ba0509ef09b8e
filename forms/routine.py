"""How a municipality wants one kind of filing handled: numbers and choices, no case."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from forms.base import PortalForm
from forms.fields import AmountField, Required, WordRadioField, YesNoField
from portal.vocabulary import AbsenceTrigger

MOST_DAYS = 60
MOST_CALENDAR_DAYS = 365


class AtLeastOne:
    """A deadline of no days could not be kept."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.data is not None and field.data < 1:
            raise ValidationError(_("Skriv minst 1."))


def _days(label: Any, description: Any, *, most: int = MOST_DAYS) -> AmountField:
    checks = [Required(_("Skriv antalet dagar.")), AtLeastOne()]
    return AmountField(label, checks, most=most, whole=True, description=description)


def _week(label: Any) -> AmountField:
    checks = [Required(_("Skriv veckans nummer.")), AtLeastOne()]
    asked = _("Gäller när ni frågar två gånger om året.")
    return AmountField(label, checks, most=52, whole=True, description=asked)


class RoutineForm(PortalForm):
    """How one kind of filing is handled. Days are working days unless a question says otherwise."""

    acknowledge_days = _days(
        _("Kvittera inom"), _("Dagar från att anmälan kom in tills någon har sagt att den är läst.")
    )
    first_answer_days = _days(
        _("Första besked inom"), _("Dagar från anmälan tills skolan vet vad som händer.")
    )
    question_days = _days(
        _("Skolans svar på en fråga inom"), _("Dagar som skolan har på sig att svara er.")
    )
    next_step_days = _days(
        _("Nästa steg inom"),
        _("Så länge får ett öppet ärende vila när ingen annan tidsfrist gäller."),
    )
    opens_meeting = YesNoField(
        _("Ska en sådan anmälan alltid leda till ett gemensamt möte?"),
        [Required(_("Svara ja eller nej."))],
        description=_("Möten kan alltid kallas till ändå, när skolan eller ni vill."),
    )
    meeting_days = _days(_("Möte inom"), _("Dagar från att mötet behövs tills det är genomfört."))
    handover_days = _days(
        _("Svar på överlämning inom"), _("Dagar från att skolan erbjuder den tills ni svarar.")
    )
    first_contact_days = _days(
        _("Första kontakt inom"), _("Dagar från inskrivning i registret till kontakt med ungdomen.")
    )
    first_follow_up_days = _days(
        _("Första uppföljning efter"),
        _("Kalenderdagar från ett möte där eleven är kvar, när mötet inte bestämde en dag."),
        most=MOST_CALENDAR_DAYS,
    )
    second_follow_up_days = _days(
        _("Nästa uppföljning efter"),
        _("Kalenderdagar till den dag som föreslås när ni bevakar ärendet igen."),
        most=MOST_CALENDAR_DAYS,
    )
    renew_months = AmountField(
        _("Risken förnyas efter"),
        [Required(_("Skriv antalet månader.")), AtLeastOne()],
        most=24,
        whole=True,
        description=_("Månader tills skolan förnyar anmälan eller återtar den."),
    )
    ask_again_weeks = AmountField(
        _("Fråga skolan igen var"),
        [Required(_("Skriv antalet veckor, eller 0."))],
        most=52,
        whole=True,
        description=_("Veckor mellan frågorna. Skriv 0 för att fråga två gånger om året."),
    )
    ask_again_spring_week = _week(_("Vecka på våren"))
    ask_again_autumn_week = _week(_("Vecka på hösten"))
    remind_before_days = _days(
        _("Påminn före"), _("Dagar före en tidsfrist då den som ansvarar får ett mejl.")
    )
    remind_coordinator_days = _days(
        _("Säg till samordnaren efter"), _("Dagar efter en tidsfrist som har gått ut.")
    )
    remind_leader_days = _days(
        _("Länge försenat efter ytterligare"),
        _("Dagar därefter tills det står i samordnarens lista över det som är länge försenat."),
    )
    chase_days = _days(
        _("Påminn var"),
        _("Så många dagar mellan påminnelserna om en anmälan som inte är hämtad och kvitterad."),
    )
    absence_trigger = WordRadioField(
        _("När vill ni ha en anmälan om frånvaro?"),
        AbsenceTrigger,
        [Required(_("Välj när ni vill ha en anmälan."))],
        description=_("Lagen ger ingen siffra. Skolorna ser ert svar när de anmäler."),
    )
    absence_percent = AmountField(
        _("Från vilken procent?"),
        [AtLeastOne()],
        most=100,
        whole=True,
        description=_("Andel ogiltig frånvaro under den senaste månaden."),
    )
    absence_hours = AmountField(
        _("Visa skolan elever från så många timmar"),
        [Required(_("Skriv antalet timmar.")), AtLeastOne()],
        most=500,
        whole=True,
        description=_(
            "Timmar ogiltig frånvaro på en månad, när ni inte har valt procent. Skolan ser då "
            "eleven i en lista och avgör själv."
        ),
    )
    absence_occasions = AmountField(
        _("Vid minst så många tillfällen"),
        [Required(_("Skriv antalet tillfällen.")), AtLeastOne()],
        most=99,
        whole=True,
        description=_("Räknas bara när skolans elevlista säger hur många tillfällen det var."),
    )

    def keep_only(self, names: Iterable[str]) -> None:
        """Ask only what means something for the kind of filing."""
        kept = {"csrf_token", *names}
        for name in [field.name for field in self if field.name not in kept]:
            del self[name]
