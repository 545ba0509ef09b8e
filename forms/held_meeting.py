"""What the municipality types about a joint meeting that was held: who came, what was agreed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import Field, FieldList, Form, FormField, HiddenField

from forms.base import PortalForm
from forms.fields import (
    DayField,
    LongTextField,
    Required,
    TextField,
    WordRadioField,
    WordSelectField,
)
from forms.meetings import MOST_PEOPLE, READ_BY_SCHOOL, say
from portal.vocabulary import Attendance, Outcome, Side

MOST_PROMISES = 8


class AttendanceForm(Form):
    """Whether one of those invited came."""

    participant_id = HiddenField()
    attendance = WordRadioField(
        _("Kom personen?"), Attendance, [Required(_("Välj om personen var med."))]
    )


class PromiseForm(Form):
    """Who does what, and by when. A row without text is not used."""

    what = TextField(_("Vad ska göras?"), most=300)
    owner = TextField(_("Vem gör det?"), most=120, description=_("Namn eller funktion."))
    side = WordSelectField(_("För vilken sida?"), Side, default=Side.SCHOOL)
    due_on = DayField(_("Senast vilken dag?"))

    today = date.min
    """Told by the form it stands in."""

    @property
    def is_empty(self) -> bool:
        typed = (self.what.data, self.owner.data, self.due_on.data, *self.due_on.process_errors)
        return not any(typed)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also say what is missing in a row that is used."""
        super().validate(extra_validators)
        if self.is_empty:
            return True
        needed = (
            (self.what, _("Skriv vad som ska göras.")),
            (self.owner, _("Skriv vem som gör det.")),
            (self.due_on, _("Ange senast vilken dag det ska vara gjort.")),
        )
        for field, sentence in needed:
            if not field.data and not field.errors:
                say(field, sentence)
        if self.due_on.data and self.due_on.data < self.today:
            say(self.due_on, _("Dagen har redan varit. Välj en dag som kommer."))
        return not self.errors


class HoldForm(PortalForm):
    """How the meeting went."""

    attendance = FieldList(FormField(AttendanceForm), max_entries=MOST_PEOPLE)
    outcome = WordRadioField(
        _("Hur slutade mötet?"), Outcome, [Required(_("Välj hur mötet slutade."))]
    )
    follow_up_on = DayField(
        _("När följer ni upp?"),
        description=_("Behövs när eleven stannar med stöd. Annars om du vill."),
    )
    outcome_text = LongTextField(
        _("Vad kom ni fram till?"),
        description=READ_BY_SCHOOL,
    )
    promises = FieldList(
        FormField(PromiseForm),
        label=_("Åtaganden"),
        max_entries=MOST_PROMISES,
        description=_("Vem gör vad, och senast när? Båda sidor ser alla åtaganden."),
    )

    def __init__(self, *, today: date, people: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        self._ask_about(people)
        for row in self.promises:
            row.form.today = today

    def _ask_about(self, people: Mapping[str, str]) -> None:
        """One row for each of those invited, by name; others are not asked about."""
        rows = self.attendance
        rows.entries = [row for row in rows if row.form.participant_id.data in people]
        asked = {row.form.participant_id.data for row in rows}
        for one in people:
            if one not in asked:
                rows.append_entry({"participant_id": one})
        for row in rows:
            row.form.attendance.label.text = people[str(row.form.participant_id.data)]

    def validate_follow_up_on(self, field: Field) -> None:
        if self.outcome.data is Outcome.STAYS_WITH_SUPPORT and not field.data and not field.errors:
            say(field, _("Ange när ni följer upp stödet."))
        if field.data and field.data <= self.today:
            say(field, _("Välj en dag som kommer, tidigast i morgon."))

    def validate_outcome_text(self, field: Field) -> None:
        if self.outcome.data is Outcome.OTHER and not field.data:
            say(field, _("Skriv hur mötet slutade."))

    def came(self) -> dict[UUID, Attendance]:
        """Who came and how, by participant."""
        rows = (row.form for row in self.attendance)
        return {UUID(str(row.participant_id.data)): row.attendance.data for row in rows}

    def promised(self) -> list[dict[str, Any]]:
        """What was promised: the rows that are used."""
        return [row.form.data for row in self.promises if not row.form.is_empty]

    def said(self) -> dict[str, Any]:
        """The rest of what workflow.meetings.hold takes, by its names."""
        names = ("outcome", "follow_up_on", "outcome_text")
        return {name: self[name].data for name in names}
