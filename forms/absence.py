"""The pupil is away without valid reason to a substantial extent."""

from typing import Any

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from forms.base import Section
from forms.fields import AmountField, DayField, FollowUp, Near, Required, Upcoming, YesNoField
from forms.kind import KindForm, in_order, month_after
from portal.vocabulary import FormKind

LONGEST_PERIOD = 366
WHOLE = 100


class AbsenceForm(KindForm):
    """Hög ogiltig frånvaro: figures and dates, never why."""

    kind = FormKind.ABSENCE
    step_title = _("Frånvaron")
    when = _("Eleven är borta utan giltigt skäl i betydande utsträckning och har inte fyllt 20.")
    together = frozenset({"unexcused_hours", "scheduled_hours", "unexcused_percent"})
    asks = (
        Section(
            (
                "event_on",
                "period_to",
                "unexcused_hours",
                "scheduled_hours",
                "unexcused_percent",
                "occasions",
            ),
            _("Ogiltig frånvaro"),
            _("Räkna bara frånvaro utan giltigt skäl. Skriv inget om varför eleven är borta."),
        ),
        Section(
            (
                "inquiry_started",
                "inquiry_started_on",
                "csn_reported",
                "csn_reported_on",
                "follow_up_on",
            ),
            _("Skolans utredning"),
        ),
        Section(("away_now", "away_since", "rector_exception"), _("Är eleven borta nu?")),
        Section(("efforts", "efforts_text", "wanted", "wanted_why_none"), _("Stöd och åtgärder")),
    )

    event_on = DayField(
        _("Från och med"),
        [Required(_("Skriv den första dagen i perioden.")), Near()],
        description=_("Den första dagen i perioden som ni anmäler."),
    )
    period_to = DayField(
        _("Till och med"),
        [Required(_("Skriv den sista dagen i perioden.")), Near()],
    )
    unexcused_hours = AmountField(
        _("Timmar med ogiltig frånvaro"),
        most=3000,
        description=_("Skriv timmar här, eller procent längre ner."),
    )
    scheduled_hours = AmountField(_("Schemalagda timmar under perioden"), most=3000)
    unexcused_percent = AmountField(
        _("Ogiltig frånvaro i procent"),
        most=WHOLE,
        description=_("Behövs bara om du inte skriver timmar."),
    )
    occasions = AmountField(_("Antal tillfällen"), most=999, whole=True)
    inquiry_started = YesNoField(
        _("Har skolan börjat utreda frånvaron?"),
        [Required(_("Svara om skolan har börjat utreda frånvaron."))],
        description=_("Rektorn ska skyndsamt utreda upprepad eller lång frånvaro."),
    )
    inquiry_started_on = DayField(
        _("Vilken dag började utredningen?"),
        [FollowUp("inquiry_started", "yes", _("Skriv vilken dag utredningen började.")), Near()],
    )
    csn_reported = YesNoField(
        _("Har skolan rapporterat frånvaron till CSN?"),
        [Required(_("Svara om frånvaron är rapporterad till CSN."))],
    )
    csn_reported_on = DayField(
        _("Vilken dag rapporterades den till CSN?"),
        [FollowUp("csn_reported", "yes", _("Skriv vilken dag ni rapporterade till CSN.")), Near()],
    )
    follow_up_on = DayField(
        _("När följer skolan upp nästa gång?"),
        [Upcoming(days_ahead=366)],
    )
    away_now = YesNoField(
        _("Är eleven helt borta från skolan nu?"),
        [Required(_("Svara om eleven är borta från skolan nu."))],
    )
    away_since = DayField(
        _("Första dagen som eleven var helt borta"),
        [FollowUp("away_now", "yes", _("Skriv den första dagen eleven var helt borta.")), Near()],
        description=_(
            "Den som är borta mer än en månad i följd räknas i regel som att ha slutat "
            "(gymnasieförordningen 12 kap. 4 a §)."
        ),
    )
    rector_exception = YesNoField(
        _("Har rektorn beslutat att eleven ändå inte ska anses ha slutat?"),
        [FollowUp("away_now", "yes")],
        description=_("Rektorn får besluta det om det finns synnerliga skäl."),
    )

    @property
    def share(self) -> float | None:
        """How much of the scheduled time the pupil was away, in percent."""
        missed, scheduled = self.unexcused_hours.data, self.scheduled_hours.data
        if missed is not None and scheduled:
            return float(round(WHOLE * missed / scheduled, 1))
        return None

    @property
    def notices(self) -> list[str]:
        """The one-month rule, with its day."""
        if self.away_now.data != "yes" or self.away_since.data is None:
            return []
        day = month_after(self.away_since.data)
        if self.rector_exception.data == "yes":
            return [gettext("Rektorn har beslutat att eleven inte ska anses ha slutat.")]
        if day >= self.facts.today:
            return [
                gettext(
                    "En månad har gått den %(day)s. Är eleven borta längre än så, utan sjukdom "
                    "eller beviljad ledighet, räknas utbildningen i regel som avslutad "
                    "(gymnasieförordningen 12 kap. 4 a §). Anmäl då studieavbrott.",
                    day=format_date(day, "d MMMM y"),
                )
            ]
        return [
            gettext(
                "En månad gick den %(day)s. Beror frånvaron inte på sjukdom eller beviljad "
                "ledighet räknas utbildningen i regel som avslutad (gymnasieförordningen 12 kap. "
                "4 a §). Anmäl då studieavbrott i stället.",
                day=format_date(day, "d MMMM y"),
            )
        ]

    def values(self) -> dict[str, Any]:
        """Hours are also told as a share, so that figures can be compared."""
        return self._with_share(super().values())

    def answers(self) -> dict[str, Any]:
        """The same as it is kept."""
        return self._with_share(super().answers())

    def _with_share(self, told: dict[str, Any]) -> dict[str, Any]:
        return told if self.share is None else told | {"unexcused_percent": self.share}

    def validate_period_to(self, field: DayField) -> None:
        """A period has a beginning and an end, in that order."""
        in_order(self.event_on, field, _("Perioden kan inte sluta innan den börjar."))
        first, last = self.event_on.data, field.data
        if first and last and (last - first).days > LONGEST_PERIOD:
            raise ValidationError(_("Perioden kan vara högst ett år. Kontrollera årtalen."))

    def validate_unexcused_hours(self, field: AmountField) -> None:
        """Some figure is needed: hours, or a share."""
        if field.errors:
            return
        percent = self.unexcused_percent
        if field.data is None and percent.data is None and not percent.process_errors:
            raise ValidationError(_("Skriv hur mycket eleven är borta: timmar eller procent."))
        if field.data == 0:
            raise ValidationError(_("Noll timmar är ingen frånvaro. Kontrollera talet."))

    def validate_scheduled_hours(self, field: AmountField) -> None:
        """Nobody misses more than was on the schedule."""
        missed = self.unexcused_hours.data
        if field.errors or missed is None:
            return
        if field.data is None:
            if self.unexcused_percent.data is None:
                raise ValidationError(_("Skriv hur många timmar som var schemalagda."))
        elif field.data < missed:
            raise ValidationError(
                _("Den ogiltiga frånvaron kan inte vara fler timmar än de schemalagda.")
            )

    def validate_unexcused_percent(self, field: AmountField) -> None:
        """Hours and share must say the same."""
        if field.data == 0:
            raise ValidationError(_("Noll procent är ingen frånvaro. Kontrollera talet."))
        if field.data is not None and self.share is not None and abs(field.data - self.share) > 1:
            raise ValidationError(
                _(
                    "Timmarna ger %(share)s procent. Ändra talet, eller låt rutan vara tom.",
                    share=f"{self.share:g}".replace(".", ","),
                )
            )
