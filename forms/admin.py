"""What administrators type: about people, municipalities and schools, never about cases."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from forms.base import PortalForm
from forms.fields import (
    AmountField,
    DayField,
    ListField,
    MailField,
    PhoneField,
    Required,
    TextField,
    WordRadioField,
    YesNoField,
    as_choices,
)
from portal.vocabulary import AbsenceTrigger, OrganiserKind, Role, SchoolForm

Choices = Iterable[tuple[str, Any]]
ALL = ("", _("Alla"))
NONE_CHOSEN = ("", _("Välj"))
MOST_DAYS = 60


class FilterForm(PortalForm):
    """Narrows a list: it stands in the address, so it asks for nothing personal."""

    class Meta:
        csrf = False


class PeopleFilter(FilterForm):
    role = ListField(_("Roll"))
    place = ListField(_("Var"))
    ended = HiddenField()

    def __init__(self, roles: Sequence[Role], places: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role.choices = as_choices([ALL, *((role.value, _(role.label)) for role in roles)])
        self.place.choices = as_choices([ALL, *places])


class InviteForm(PortalForm):
    """Who is invited, and to which role."""

    role = WordRadioField(_("Vilken roll?"), Role, [Required(_("Välj en roll."))])
    school_unit_code = ListField(_("Skolenhet"))
    municipality_code = ListField(_("Kommun"))
    organiser_id = ListField(_("Huvudman"))
    email = MailField(
        _("E-postadress i tjänsten"),
        [Required(_("Skriv e-postadressen."))],
        description=_("Hit skickas inbjudan, och med den loggar personen in."),
    )
    name = TextField(_("Namn"), [Required(_("Skriv namnet."))], most=100)
    title = TextField(
        _("Befattning"), description=_("Till exempel kurator eller handläggare."), most=100
    )
    phone = PhoneField(_("Telefon i tjänsten"))

    def __init__(
        self,
        roles: Sequence[Role],
        *,
        units: Choices | None = None,
        municipalities: Choices | None = None,
        organisers: Choices | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.role.choices = as_choices([(role.value, _(role.label)) for role in roles])
        places = {
            "school_unit_code": units,
            "municipality_code": municipalities,
            "organiser_id": organisers,
        }
        for name, choices in places.items():
            if choices is None:  # the inviter has only one such place, or gives no role there
                del self[name]
            else:
                self[name].choices = as_choices([NONE_CHOSEN, *choices])

    def place_field(self) -> Field | None:
        """The list in which the role's organisation is chosen, if there is one to choose."""
        names = {
            Role.COUNSELLOR: "school_unit_code",
            Role.RECTOR: "school_unit_code",
            Role.ORGANISER_ADMIN: "organiser_id",
            Role.MUNICIPALITY_ADMIN: "municipality_code",
        }
        return getattr(self, names.get(self.role.data, ""), None)

    def validate(self, extra_validators: Any = None) -> bool:
        """The organisation that the chosen role is held in must be chosen too."""
        valid: bool = super().validate(extra_validators)
        place = self.place_field()
        if place is not None and not place.data:
            place.errors = [*place.errors, str(_("Välj var rollen gäller."))]
            return False
        return valid


class ContactForm(PortalForm):
    """How schools reach the municipality's KAA."""

    kaa_name = TextField(
        _("Vad kallar ni KAA?"),
        description=_("Namnet som skolorna ser, till exempel KAA Nacka. Ingen persons namn."),
        most=100,
    )
    email = MailField(
        _("Funktionsbrevlåda"),
        description=_(
            "Dit går mejl som säger att något har hänt. Aldrig några uppgifter om elever."
        ),
    )
    phone = PhoneField(_("Telefon"))
    phone_hours = TextField(
        _("Telefontider"), description=_("Till exempel vardagar 9–15."), most=100
    )
    protected_phone = PhoneField(
        _("Telefon vid skyddade personuppgifter"),
        description=_(
            "Skolan ringer hit i stället för att skriva. Det ska gå till en utsedd person."
        ),
    )


class AtLeastOne:
    """A deadline of no days could not be kept."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        if field.data is not None and field.data < 1:
            raise ValidationError(_("Skriv minst 1."))


def _days(label: Any, description: Any) -> AmountField:
    checks = [Required(_("Skriv antalet arbetsdagar.")), AtLeastOne()]
    return AmountField(label, checks, most=MOST_DAYS, whole=True, description=description)


class RoutineForm(PortalForm):
    """How one kind of filing is handled. All days are working days."""

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

    def keep_only(self, names: Iterable[str]) -> None:
        """Ask only what means something for the kind of filing."""
        kept = {"csrf_token", *names}
        for name in [field.name for field in self if field.name not in kept]:
            del self[name]


class UnitFilter(FilterForm):
    name = TextField(_("Namn eller skolenhetskod"))
    municipality = ListField(_("Kommun"))
    state = ListField(
        _("Uppgifter"), choices=as_choices([ALL, ("incomplete", _("Saknar uppgifter"))])
    )

    def __init__(self, municipalities: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.municipality.choices = as_choices([ALL, *municipalities])


class UnitForm(PortalForm):
    """What a school is called and where it lies."""

    name = TextField(_("Namn"), [Required(_("Skriv skolenhetens namn."))], most=150)
    form = WordRadioField(_("Skolform"), SchoolForm, [Required(_("Välj skolform."))])
    municipality_code = ListField(_("Kommun där skolan ligger"), [Required(_("Välj kommunen."))])
    town = TextField(_("Ort"), most=100)
    shares_filings = YesNoField(
        _("Ska skolans anmälare se varandras anmälningar?"),
        [Required(_("Svara ja eller nej."))],
        description=_(
            "Bara om skolan har beslutat det skriftligt, efter att ha prövat vem som behöver se "
            "vad. Annars ser var och en bara sina egna. Rektor ser alla."
        ),
    )

    def __init__(self, municipalities: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.municipality_code.choices = as_choices([NONE_CHOSEN, *municipalities])


class UnitOrganiserForm(UnitForm):
    """The portal's administrators also say who runs the school."""

    organiser_kind = WordRadioField(_("Typ av huvudman"), OrganiserKind)
    organiser_id = ListField(
        _("Huvudman"),
        description=_("Huvudmannens administratörer ser till skolans personer."),
    )

    def __init__(self, municipalities: Choices, organisers: Choices, **kwargs: Any) -> None:
        super().__init__(municipalities, **kwargs)
        self.organiser_id.choices = as_choices([("", _("Ingen än")), *organisers])

    def validate_organiser_kind(self, field: Field) -> None:
        if not field.data and not self.organiser_id.data:
            raise ValidationError(_("Välj typ av huvudman, eller en huvudman i listan."))


class NewUnitForm(PortalForm):
    """A school unit that the reference data does not have yet."""

    code = TextField(
        _("Skolenhetskod"),
        [Required(_("Skriv skolenhetskoden."))],
        description=_("Åtta siffror, från Skolverkets skolenhetsregister."),
        most=20,
    )

    def validate_code(self, field: Field) -> None:
        if field.data and not re.fullmatch("[0-9]{8}", field.data):
            raise ValidationError(_("En skolenhetskod har åtta siffror."))


class NewOrganiserForm(PortalForm):
    """Somebody who runs schools."""

    name = TextField(_("Namn"), [Required(_("Skriv huvudmannens namn."))], most=150)
    kind = WordRadioField(_("Typ av huvudman"), OrganiserKind, [Required(_("Välj typ."))])
    municipality_code = ListField(
        _("Kommunen själv, om den är huvudman"),
        description=_("Bara för kommunala skolor. En kommun är en huvudman."),
    )

    def __init__(self, municipalities: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.municipality_code.choices = as_choices([("", _("Ingen")), *municipalities])


class MunicipalityFilter(FilterForm):
    name = TextField(_("Namn"))
    joined = ListField(
        _("Ansluten"), choices=as_choices([ALL, ("yes", _("Ansluten")), ("no", _("Inte ansluten"))])
    )


class LogFilter(FilterForm):
    """What a log reviewer looks for. People are chosen, not typed: no name in an address."""

    reference = TextField(_("Referens"), description=_("Till exempel 26-7F3K-Q2MD."), most=30)
    person = ListField(_("Person"))
    first_day = DayField(_("Från och med"))
    last_day = DayField(_("Till och med"))

    def __init__(self, people: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.person.choices = as_choices([ALL, *people])
