"""The pupil is enrolled and may drop out: the school asks for help before it happens."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from forms.base import Section
from forms.fields import (
    ChoiceField,
    DayField,
    FollowUp,
    Near,
    Required,
    TextField,
    TicksField,
    WordRadioField,
)
from forms.kind import INFORMED, MayLeaveForm
from portal.vocabulary import FormKind, SharingGround


class AtRiskForm(MayLeaveForm):
    """Risk för studieavbrott: no statutory duty, so a ground for sharing is asked for."""

    kind = FormKind.AT_RISK
    step_title = _("Elevens situation")
    when = _("Eleven är inskriven men riskerar att hoppa av. Skolans eget stöd räcker inte.")
    asks = (
        Section(("event_on", "reasons", "reasons_other", "examen_risk"), _("Risken")),
        Section(
            ("support_tried", "efforts", "efforts_text", "wanted", "wanted_why_none", *INFORMED),
            _("Skolans stöd och vad ni vill"),
        ),
        Section(
            ("sharing_ground", "consent_from", "consent_on"),
            _("Rätten att lämna uppgifter"),
            _(
                "Ingen lag säger att skolan ska anmäla risk. Därför behövs en grund för att lämna "
                "uppgifterna."
            ),
        ),
    )

    event_on = DayField(
        _("Sedan när ser skolan risken?"),
        [Required(_("Skriv sedan vilken dag skolan ser risken.")), Near()],
    )
    reasons = TicksField(
        _("Vad gör att eleven riskerar att avbryta?"),
        [Required(_("Välj minst ett skäl."))],
        choices=[
            ("wrong_choice", _("Programmet passar inte eleven")),
            ("pace", _("För högt eller för lågt tempo")),
            ("travel", _("Lång resväg")),
            ("progress", _("Når inte tillräckligt långt mot examen")),
            ("reduced_plan", _("Har en reducerad studieplan")),
            ("wants_work", _("Vill hellre arbeta eller göra praktik")),
            ("wants_other_education", _("Vill gå en annan utbildning")),
            ("absence", _("Är ofta frånvarande")),
            ("other", _("Annat")),
        ],
        description=_("Välj det som stämmer. Ange inte diagnos, sjukdom eller familjeskäl."),
    )
    reasons_other = TextField(
        _("Vilket annat skäl?"),
        [FollowUp("reasons", "other", _("Skriv vilket annat skäl det är."))],
        description=_("Några ord. Inget om diagnos, sjukdom eller familj."),
    )
    examen_risk = TicksField(
        _("Går eleven i årskurs 3?"),
        choices=[
            ("no_examen", _("Eleven riskerar att inte nå examen")),
            ("not_in_three_years", _("Eleven riskerar att inte bli klar på tre år")),
        ],
        description=_("Kryssa för det som stämmer. Hoppa över frågan i årskurs 1 och 2."),
    )
    support_tried = ChoiceField(
        _("Har skolan prövat sina möjligheter till stöd?"),
        [Required(_("Svara om skolan har prövat sina möjligheter till stöd."))],
        choices=[
            ("exhausted", _("Ja, utan att det har räckt")),
            ("partly", _("Delvis, mer återstår att pröva")),
            ("no", _("Nej, inte ännu")),
        ],
    )
    sharing_ground = WordRadioField(
        _("På vilken grund lämnar skolan uppgifterna?"),
        SharingGround,
        [Required(_("Välj på vilken grund skolan får lämna uppgifterna."))],
        description=_(
            "En enskild skola behöver samtycke, eller får bara lämna uppgifter som inte omfattas "
            "av tystnadsplikt."
        ),
    )
    consent_from = TicksField(
        _("Vem har samtyckt?"),
        [FollowUp("sharing_ground", "consent", _("Kryssa för vem som har samtyckt."))],
        choices=[("pupil", _("Eleven")), ("guardian", _("Vårdnadshavare"))],
        description=_("Är eleven under 18 år bör också vårdnadshavarna samtycka."),
    )
    consent_on = DayField(
        _("Vilken dag lämnades samtycket?"),
        [FollowUp("sharing_ground", "consent", _("Skriv vilken dag samtycket lämnades.")), Near()],
    )

    def validate_consent_from(self, field: Any) -> None:
        """From 18 only the pupil can consent."""
        if not self.facts.minor and field.data and "pupil" not in field.data:
            raise ValidationError(_("Eleven är myndig. Då är det eleven själv som samtycker."))
