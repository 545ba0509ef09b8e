"""The pupil starts at the school: open cases close and KAA's responsibility ends."""

from flask_babel import lazy_gettext as _

from forms.base import Section
from forms.fields import DayField, LongTextField, Near, Required, TextField, TicksField
from forms.kind import NO_ACTION, NO_CAUSES, KindForm
from portal.vocabulary import FormKind


class StartForm(KindForm):
    """Eleven börjar."""

    kind = FormKind.START
    step_title = _("Starten")
    when = _("Eleven börjar hos er. Öppna ärenden om eleven avslutas då hos hemkommunen.")
    meets = False
    asks = (
        Section(("event_on", "previous_school"), _("Starten")),
        Section(("efforts", "efforts_text", "wanted", "wanted_why_none"), _("Stöd och åtgärder")),
    )

    event_on = DayField(
        _("Vilken dag börjar eleven?"),
        [Required(_("Skriv vilken dag eleven börjar.")), Near(years_back=1, days_ahead=183)],
    )
    previous_school = TextField(
        _("Vilken skola gick eleven i tidigare?"), description=_("Om du vet.")
    )
    efforts = TicksField(
        _("Vad har skolan redan gjort inför starten?"),
        [Required(_("Kryssa för vad skolan har gjort, eller Inget ännu."))],
        choices=[
            ("talked", _("Samtal med eleven")),
            ("guidance", _("Studie- och yrkesvägledning")),
            ("plan", _("Individuell studieplan")),
            ("handover", _("Överlämning från förra skolan")),
            ("other", _("Annat")),
            ("nothing_yet", _("Inget ännu")),
        ],
    )
    wanted = TicksField(
        _("Vad vill skolan att hemkommunen gör?"),
        [Required(_("Välj vad kommunen ska göra, eller Ingen åtgärd nu."))],
        choices=[
            ("close", _("Avsluta det som är öppet om eleven")),
            ("call", _("Ringa skolan")),
            (NO_ACTION, _("Ingen åtgärd nu")),
        ],
    )
    efforts_text = LongTextField(
        _("Berätta kort vad skolan har gjort"), most=1000, description=NO_CAUSES
    )
