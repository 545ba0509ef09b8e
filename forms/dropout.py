"""The pupil has left, or leaves, the education."""

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from forms.base import Section
from forms.fields import (
    AmountField,
    ChoiceField,
    DayField,
    FollowUp,
    LongTextField,
    Near,
    Required,
    TextField,
    TicksField,
    WordRadioField,
    YesNoField,
)
from forms.kind import INFORMED, NO_CAUSES, MayLeaveForm, month_after
from portal.vocabulary import EndGround, FormKind

HALF_A_YEAR = 183
MOST_POINTS = 3500


class DropoutForm(MayLeaveForm):
    """Studieavbrott: offers the handover to the municipality's register."""

    kind = FormKind.DROPOUT
    step_title = _("Avbrottet")
    when = _("Eleven har slutat, eller ska sluta, utan att ha fått examen.")
    minors_only = frozenset({"guardian_consent", "guardian_consent_on"})
    asks = (
        Section(
            (
                "event_on",
                "end_ground",
                "reported_on",
                "guardian_consent",
                "guardian_consent_on",
                "away_since",
                "end_ground_text",
            ),
            _("När och hur eleven slutade"),
        ),
        Section(("meeting_held", "meeting_held_on", "meeting_why_not"), _("Möte före avbrottet")),
        Section(
            (
                "plan_ahead",
                "plan_text",
                "consequences_explained",
                *INFORMED,
                "grades",
                "points",
                "csn_end_reported",
                "contact_wish",
                "contact_ways",
            ),
            _("Vad händer efteråt"),
        ),
        Section(("efforts", "efforts_text", "wanted", "wanted_why_none"), _("Stöd och åtgärder")),
    )

    event_on = DayField(
        _("Vilken dag slutar eleven?"),
        [Required(_("Skriv vilken dag eleven slutar.")), Near(days_ahead=HALF_A_YEAR)],
        description=_("Den sista dagen som eleven är inskriven."),
    )
    end_ground = WordRadioField(
        _("På vilken grund slutar eleven?"),
        EndGround,
        [Required(_("Välj på vilken grund eleven slutar."))],
    )
    reported_on = DayField(
        _("Vilken dag anmälde eleven till rektorn?"),
        [FollowUp("end_ground", "own_report", _("Skriv vilken dag eleven anmälde det.")), Near()],
    )
    guardian_consent = YesNoField(
        _("Har eleven visat att vårdnadshavarna samtycker?"),
        [
            FollowUp(
                "end_ground",
                "own_report",
                _("Svara om vårdnadshavarna samtycker."),
            )
        ],
        description=_(
            "Krävs när eleven är under 18 år och själv vill sluta (gymnasieförordningen "
            "12 kap. 4 §)."
        ),
    )
    guardian_consent_on = DayField(
        _("Vilken dag visades samtycket?"),
        [FollowUp("guardian_consent", "yes"), Near()],
    )
    away_since = DayField(
        _("Första dagen som eleven var helt borta"),
        [
            FollowUp("end_ground", "stayed_away", _("Skriv den första dagen eleven var borta.")),
            Near(),
        ],
        description=_("Eleven ska ha varit borta mer än en månad i följd, utan giltigt skäl."),
    )
    end_ground_text = TextField(
        _("Vilken annan grund?"),
        [FollowUp("end_ground", "other", _("Skriv vilken annan grund det är."))],
        description=_("Några ord. Inget om sjukdom, diagnos eller brott."),
    )
    meeting_held = YesNoField(
        _("Har ni haft ett gemensamt möte med eleven om avbrottet?"),
        [Required(_("Svara om ni har haft ett gemensamt möte."))],
    )
    meeting_held_on = DayField(
        _("Vilken dag var mötet?"),
        [FollowUp("meeting_held", "yes", _("Skriv vilken dag mötet var.")), Near()],
    )
    meeting_why_not = LongTextField(
        _("Varför har ni inte haft något möte?"),
        [FollowUp("meeting_held", "no", _("Skriv varför det inte blev något möte."))],
        most=500,
        description=NO_CAUSES,
    )
    plan_ahead = ChoiceField(
        _("Vad ska eleven göra nu?"),
        [Required(_("Välj vad eleven ska göra, eller Vet inte."))],
        choices=[
            ("other_school", _("Gå i en annan gymnasieskola")),
            ("komvux", _("Läsa på komvux")),
            ("folk_high_school", _("Gå på folkhögskola")),
            ("work", _("Arbeta")),
            ("traineeship", _("Göra praktik")),
            ("other", _("Annat")),
            ("unknown", _("Vet inte")),
        ],
    )
    plan_text = TextField(
        _("Var, och från när?"), description=_("Till exempel namnet på skolan eller arbetsplatsen.")
    )
    consequences_explained = YesNoField(
        _("Har skolan berättat vad avbrottet innebär?"),
        [Required(_("Svara om skolan har berättat vad avbrottet innebär."))],
        description=_("Till exempel om studiebidrag, rätten att börja igen och KAA:s stöd."),
    )
    grades = ChoiceField(
        _("Vad har eleven fått för dokument?"),
        choices=[
            ("studiebevis", _("Studiebevis")),
            ("gymnasiebevis", _("Gymnasiebevis")),
            ("grades_so_far", _("Utdrag ur betygskatalogen")),
            ("not_yet", _("Inget ännu")),
        ],
    )
    points = AmountField(_("Gymnasiepoäng med betyg hittills"), most=MOST_POINTS, whole=True)
    csn_end_reported = YesNoField(_("Är avbrottet rapporterat till CSN?"))
    contact_wish = ChoiceField(
        _("Vill eleven bli kontaktad av kommunen?"),
        choices=[("yes", _("Ja")), ("no", _("Nej")), ("unknown", _("Vet ej"))],
        description=_("Kommunen är skyldig att höra av sig också till den som svarar nej."),
    )
    contact_ways = TicksField(
        _("Hur når kommunen eleven bäst?"),
        choices=[
            ("phone", _("Telefon")),
            ("sms", _("Sms")),
            ("email", _("E-post")),
            ("letter", _("Brev")),
        ],
    )

    @property
    def notices(self) -> list[str]:
        """What the answers do not yet fulfil by law."""
        if self.end_ground.data == EndGround.OWN_REPORT and self._consent_missing:
            return [
                gettext(
                    "Eleven är under 18 år. Då ska eleven visa att vårdnadshavarna samtycker "
                    "innan avbrottet gäller (gymnasieförordningen 12 kap. 4 §)."
                )
            ]
        return []

    @property
    def _consent_missing(self) -> bool:
        return "guardian_consent" in self and self.guardian_consent.data == "no"

    def validate_away_since(self, field: DayField) -> None:
        """Staying away counts as leaving only after more than a month."""
        if field.data is None or self.event_on.data is None or field.errors:
            return
        ends = month_after(field.data)
        if self.event_on.data < ends:
            raise ValidationError(
                _(
                    "En månad går först den %(day)s. Eleven kan inte räknas som att ha slutat "
                    "före den dagen.",
                    day=format_date(ends, "d MMMM y"),
                )
            )
