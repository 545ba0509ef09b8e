"""What the municipality types about a joint meeting: times, people, how it went, who does what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _
from wtforms import Field, FieldList, Form, FormField

from forms.base import PortalForm
from forms.fields import (
    ChoiceField,
    ClockField,
    DayField,
    FollowUp,
    ListField,
    LongTextField,
    MailField,
    Required,
    TextField,
    WordRadioField,
    WordSelectField,
)
from portal.clock import LocalTimeError, LocalTimeFault, from_local, today
from portal.vocabulary import GuestLanguage, ParticipantKind, RescheduleAsker

MOST_PEOPLE = 12
LENGTHS = (15, 30, 45, 60, 75, 90, 120)
"""Minutes to choose from."""
PROPOSE, OTHER_TIME = "propose", "other"
PLAIN = _("Skriv så att eleven själv kan läsa det. Skriv inget om sjukdom, diagnoser eller familj.")
READ_BY_SCHOOL = _(
    "Skolan läser det här. Skriv så att eleven själv kan läsa det. Skriv inget om sjukdom, "
    "diagnoser eller familj."
)


HAS_PASSED = _("Tiden har redan varit. Välj en tid som kommer.")
CLOCK_FAULTS = {
    LocalTimeFault.NO_SUCH_TIME: _(
        "Den tiden finns inte: klockan ställs fram den natten. Välj ett annat klockslag."
    ),
    LocalTimeFault.TWICE: _(
        "Den tiden infaller två gånger: klockan ställs tillbaka. Välj ett annat klockslag."
    ),
}


class Person(NamedTuple):
    """Somebody to invite, as typed."""

    kind: ParticipantKind
    name: str
    contact: str
    email: str = ""
    interpreter: str = ""
    language: GuestLanguage = GuestLanguage.SWEDISH


def add_or_remove_row(form: PortalForm, *, add: str, remove: str) -> bool:
    """Whether a button for a row was pressed; then there is a row more, or one less."""
    lists = [field for field in form if isinstance(field, FieldList)]
    for rows in lists:
        if add == rows.name and len(rows.entries) < (rows.max_entries or 0):
            rows.append_entry()
        rows.entries = [entry for entry in rows.entries if entry.name != remove]
    return bool(add or remove)


def say(field: Field, sentence: Any) -> None:
    """Write an error at a field."""
    field.errors = [*field.errors, str(sentence)]


def instant(day: Field, clock: Field, now: datetime) -> datetime | None:
    """The instant of a typed day and time that is still to come; else what is wrong is said."""
    if day.errors or clock.errors or day.data is None or clock.data is None:
        return None
    try:
        at = from_local(day.data, clock.data)
    except LocalTimeError as error:
        say(clock, CLOCK_FAULTS[error.reason])
        return None
    if at <= now:
        say(day if day.data < today(now) else clock, HAS_PASSED)
        return None
    return at


class TimeForm(Form):
    """One time to propose; may be left empty."""

    day = DayField(_("Dag"))
    clock = ClockField(_("Klockslag"))

    now: datetime | None = None
    """Told by the form it stands in, when times are asked for."""
    at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        fields = (self.day, self.clock)
        return not any(field.data is not None or field.process_errors for field in fields)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also make an instant of the two; nothing is wrong with a row that is not asked for."""
        if self.now is None or self.is_empty:
            return True
        super().validate(extra_validators)
        if self.day.data is None and not self.day.errors:
            say(self.day, _("Ange vilken dag."))
        if self.clock.data is None and not self.clock.errors:
            say(self.clock, _("Ange ett klockslag."))
        self.at = instant(self.day, self.clock, self.now)
        return not self.errors


class ParticipantForm(Form):
    """Somebody who is to come. A row without a name is not used."""

    kind = WordSelectField(_("Vem är det?"), ParticipantKind, default=ParticipantKind.OTHER)
    name = TextField(_("Namn"), most=120)
    contact = TextField(_("Telefon"), most=120)
    email = MailField(_("E-post för kallelsen"))
    interpreter = TextField(_("Tolk på språket"), most=60)
    language = WordSelectField(_("Språk i kallelsen"), GuestLanguage, default=GuestLanguage.SWEDISH)

    def validate_name(self, field: Field) -> None:
        if (self.contact.data or self.email.data or self.interpreter.data) and not field.data:
            say(field, _("Skriv namnet på den som ska bjudas in."))


class InvitationForm(PortalForm):
    """What everybody who comes to a meeting is told about it."""

    place = TextField(
        _("Var är mötet?"),
        [Required(_("Skriv var mötet är."))],
        description=_("Plats och rum, eller hur man kommer in i ett möte på distans."),
    )
    minutes_long = ListField(_("Hur långt är mötet?"), default="45")
    purpose = LongTextField(
        _("Vad handlar mötet om?"),
        [Required(_("Skriv vad mötet handlar om."))],
        description=PLAIN,
        most=1000,
    )
    participants = FieldList(
        FormField(ParticipantForm),
        label=_("Vilka ska vara med?"),
        max_entries=MOST_PEOPLE,
        description=_(
            "Lämna namnet tomt för en rad som du inte behöver. Den som saknar både konto och "
            "e-post kallas med brev. Mejlet är på det språk du väljer, med svenska nedanför."
        ),
    )

    def __init__(self, *, minor: bool, now: datetime, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.now, self.minor = now, minor
        self.minutes_long.choices = [
            (str(one), _("%(number)s minuter", number=one)) for one in LENGTHS
        ]
        self.offer_kinds()

    def offer_kinds(self) -> None:
        """From 18 there are no guardians to invite."""
        for row in self.participants:
            row.form.kind.choices = [
                (word, label)
                for word, label, *_rest in row.form.kind.iter_choices()
                if self.minor or word != ParticipantKind.GUARDIAN.value
            ]

    def people(self) -> list[Person]:
        """Those to invite, in the order of the page."""
        rows = (entry.form for entry in self.participants)
        return [
            Person(
                row.kind.data or ParticipantKind.OTHER,
                row.name.data,
                row.contact.data or "",
                row.email.data or "",
                row.interpreter.data or "",
                row.language.data or GuestLanguage.SWEDISH,
            )
            for row in rows
            if row.name.data
        ]

    def details(self) -> dict[str, Any]:
        """What the workflow takes of these, by its names."""
        return {
            "place": self.place.data,
            "purpose": self.purpose.data,
            "minutes_long": int(self.minutes_long.data or 0),
        }

    def validate_participants(self, field: Field) -> None:
        if not self.people():
            say(field, _("Skriv minst en person som ska vara med."))


class ArrangeForm(InvitationForm):
    """Propose times, or book one of those proposed or another."""

    decision = ChoiceField(_("Vad vill du göra?"), [Required(_("Välj vad du vill göra."))])
    times = FieldList(FormField(TimeForm), min_entries=3, max_entries=3)
    day = DayField(
        _("Dag"), [FollowUp("decision", OTHER_TIME, _("Ange vilken dag mötet ska vara."))]
    )
    clock = ClockField(
        _("Klockslag"), [FollowUp("decision", OTHER_TIME, _("Ange vilken tid mötet börjar."))]
    )

    def __init__(self, *, proposed: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        again = _("Föreslå nya tider") if proposed else _("Föreslå upp till tre tider")
        book = _("Boka en annan tid") if proposed else _("Boka en tid direkt")
        self.decision.choices = [*proposed, (PROPOSE, again), (OTHER_TIME, book)]
        self.proposed = [value for value, _label in proposed]
        self.chosen: list[datetime] = []
        for row in self.times:
            row.form.now = self.now if self.proposes else None

    @property
    def proposes(self) -> bool:
        return bool(self.decision.data == PROPOSE)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also make instants of what was typed or chosen."""
        super().validate(extra_validators)
        if self.proposes:
            self.chosen = sorted({row.form.at for row in self.times if row.form.at})
        elif self.decision.data == OTHER_TIME:
            at = instant(self.day, self.clock, self.now)
            self.chosen = [at] if at else []
        elif self.decision.data in self.proposed:
            self.chosen = [datetime.fromisoformat(self.decision.data)]
        return not self.errors

    def validate_times(self, field: "FieldList[Any]") -> None:
        if self.proposes and all(row.form.is_empty for row in field):
            say(field, _("Föreslå minst en tid."))

    def validate_decision(self, field: Field) -> None:
        if field.data in self.proposed and datetime.fromisoformat(field.data) <= self.now:
            say(field, _("Den tiden har redan varit. Välj en annan, eller föreslå nya."))


class RescheduleForm(PortalForm):
    """Move a booked meeting to another time, and say who asked and why."""

    day = DayField(_("Ny dag"), [Required(_("Ange den nya dagen."))])
    clock = ClockField(_("Nytt klockslag"), [Required(_("Ange det nya klockslaget."))])
    place = TextField(_("Var är mötet?"), [Required(_("Skriv var mötet är."))])
    asker = WordRadioField(
        _("Vem bad om att flytta mötet?"),
        RescheduleAsker,
        [Required(_("Välj vem som bad om det."))],
    )
    reason = LongTextField(
        _("Varför flyttas mötet?"),
        [Required(_("Skriv varför mötet flyttas."))],
        description=READ_BY_SCHOOL,
        most=500,
    )

    def __init__(self, *, now: datetime, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.now = now
        self.starts_at: datetime | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Also make an instant of the typed time."""
        super().validate(extra_validators)
        self.starts_at = instant(self.day, self.clock, self.now)
        return not self.errors

    def said(self) -> dict[str, Any]:
        """What workflow.meetings.reschedule takes, by its names."""
        names = ("place", "asker", "reason")
        return {"starts_at": self.starts_at} | {name: self[name].data for name in names}


class CancelForm(PortalForm):
    """There will be no meeting."""

    reason = LongTextField(
        _("Varför ställs mötet in?"),
        [Required(_("Skriv varför mötet ställs in."))],
        description=READ_BY_SCHOOL,
        most=500,
    )
