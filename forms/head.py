"""The common head of every filing: protected or not, who and where, and how to reach people."""

import re
import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from forms.base import Facts, Section, StepForm
from forms.fields import (
    ChoiceField,
    DayField,
    FollowUp,
    ListField,
    LongTextField,
    MailField,
    Near,
    PhoneField,
    Required,
    TextField,
    WordRadioField,
    YesNoField,
)
from portal.identity import BadIdentityNumber, BadNumber, IdentityNumber, parse
from portal.vocabulary import HomeGround

LONGEST_LIFE = 120
REASONED = (HomeGround.STAYS, HomeGround.STATED)
"""Grounds that no register bears out."""
BAD_NUMBER: dict[BadNumber, Any] = {
    BadNumber.EMPTY: _("Skriv elevens personnummer eller samordningsnummer."),
    BadNumber.BAD_CHARACTER: _("Numret får bara innehålla siffror, bindestreck och bokstäver."),
    BadNumber.WRONG_LENGTH: _("Numret ska ha 12 tecken, till exempel 20100329-2388."),
    BadNumber.WRONG_SHAPE: _("Skriv numret som ååååmmdd-nnnn, till exempel 20100329-2388."),
    BadNumber.NOT_A_DATE: _("Numret börjar inte med ett datum som finns. Kontrollera siffrorna."),
    BadNumber.IN_THE_FUTURE: _("Numret börjar med ett datum som inte har varit än."),
    BadNumber.WRONG_CHECK_DIGIT: _("Kontrollsiffran stämmer inte. Kontrollera alla siffror."),
}


class ProtectedForm(StepForm):
    """The first question of every filing, alone on its page: nothing else may be sent with it."""

    asks = (Section(("protected",)),)

    protected = ChoiceField(
        _("Har eleven eller en vårdnadshavare skyddade personuppgifter?"),
        [Required(_("Svara på frågan. Välj Vet ej om du inte är säker."))],
        choices=[("no", _("Nej")), ("yes", _("Ja")), ("unknown", _("Vet ej"))],
        description=_(
            "Skyddade personuppgifter är sekretessmarkering, skyddad folkbokföring och fingerade "
            "personuppgifter. Gäller det ett syskon eller någon annan i familjen svarar du också "
            "Ja."
        ),
    )


def _without_marks(text: str | None) -> str | None:
    """Invisible marks come along when a number is pasted from a document."""
    return text and "".join(char for char in text if unicodedata.category(char) != "Cf")


def _code(text: str | None) -> str | None:
    return text and text.strip()


class PupilForm(StepForm):
    """Who it is about and which municipality is home."""

    together = frozenset({"birth_date", "given_name", "family_name", "home_reason"})
    asks = (
        Section(
            ("number", "birth_date", "given_name", "family_name", "programme_code", "year"),
            _("Eleven"),
        ),
        Section(("home_municipality", "home_ground", "home_reason"), _("Hemkommunen")),
    )

    number = TextField(
        _("Personnummer eller samordningsnummer"),
        [Required(BAD_NUMBER[BadNumber.EMPTY])],
        most=40,
        filters=[_without_marks],
        description=_(
            "12 siffror, till exempel 20100329-2388. Har eleven ett tillfälligt nummer med bokstav "
            "går det också bra."
        ),
    )
    birth_date = DayField(
        _("Födelsedatum"),
        [Near(years_back=LONGEST_LIFE)],
        description=_("Numret säger inte vilken dag eleven är född."),
    )
    given_name = TextField(_("Förnamn"), most=100)
    family_name = TextField(_("Efternamn"), most=100)
    programme_code = TextField(
        _("Program eller studieväg"),
        [Required(_("Skriv programmets kod, till exempel SA25 eller IMV."))],
        most=60,
        filters=[_code],
        description=_("Välj i listan eller skriv koden, till exempel SA25."),
    )
    year = ChoiceField(
        _("Årskurs"),
        choices=[("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")],
        description=_("Hoppa över frågan om eleven inte går i någon årskurs."),
    )
    home_municipality = ListField(
        _("Elevens hemkommun"),
        [Required(_("Välj elevens hemkommun."))],
        description=_("Anmälan går till den kommunen. Ett postnummer räcker inte som bevis."),
    )
    home_ground = WordRadioField(
        _("Varför är det hemkommunen?"),
        HomeGround,
        [Required(_("Välj på vilken grund kommunen är elevens hemkommun."))],
        choices=[HomeGround.REGISTERED, HomeGround.STAYS, HomeGround.STATED],
    )
    home_reason = LongTextField(
        _("Hur vet skolan det?"),
        most=500,
        description=_(
            "Behövs när eleven inte är folkbokförd i kommunen. Till exempel: eleven bor hos en "
            "släkting där sedan augusti. Skriv inte varför."
        ),
    )

    identity: IdentityNumber | None = None

    def __init__(self, typed: Any, facts: Facts) -> None:
        super().__init__(typed, facts)
        self.home_municipality.choices = [("", _("Välj kommun")), *facts.municipalities]
        self.identity = self._read()

    def _read(self) -> IdentityNumber | None:
        try:
            return parse(self.number.data or "", self.facts.today)
        except BadIdentityNumber:
            return None

    @property
    def asks_birth_date(self) -> bool:
        """Only when the number cannot give it."""
        return self.identity is not None and self.identity.birth_date is None

    def asks_now(self, name: str) -> bool:
        """The birth date where the number does not give it; how one knows where one must say."""
        if name == "home_reason":
            return self.home_ground.data in REASONED or bool(self.home_reason.data)
        return self.asks_birth_date if name == "birth_date" else super().asks_now(name)

    @property
    def born(self) -> Any:
        """The birth date, from the number or as stated."""
        if self.identity is None:
            return None
        return self.identity.birth_date or self.birth_date.data

    @property
    def programme_name(self) -> str:
        """The programme's name, when the code is one of the known."""
        return dict(self.facts.programmes).get(self.programme_code.data or "", "")

    def answers(self) -> dict[str, Any]:
        """What has no column of its own."""
        kept = {"home_reason": self.home_reason.data, "programme_name": self.programme_name}
        return {name: value for name, value in kept.items() if value}

    def validate_number(self, field: TextField) -> None:
        """Say what is wrong with a number that is none."""
        if field.errors or self.identity is not None:
            return
        try:
            parse(field.data or "", self.facts.today)
        except BadIdentityNumber as error:
            raise ValidationError(BAD_NUMBER[error.reason]) from None

    def validate_birth_date(self, field: DayField) -> None:
        if not self.asks_birth_date:
            field.data, field.errors = None, []
        elif field.data is None and not field.errors:
            raise ValidationError(_("Numret säger inte när eleven är född. Skriv födelsedatumet."))

    def validate_given_name(self, field: TextField) -> None:
        """Not everybody has both names, but everybody has one."""
        if not (field.data or self.family_name.data):
            raise ValidationError(_("Skriv elevens namn. Har eleven bara ett namn räcker det."))

    def validate_programme_code(self, field: TextField) -> None:
        """A programme's name is read as its code; other codes are the school's own study paths."""
        if field.errors or not field.data:
            return
        named = {name.casefold(): code for code, name in reversed(self.facts.programmes)}
        field.data = named.get(field.data.casefold()) or re.sub(r"\s", "", field.data).upper()
        if not re.fullmatch(r"[0-9A-ZÅÄÖ-]{2,20}", field.data):
            raise ValidationError(_("Skriv programmets kod, till exempel SA25 eller IMV."))

    def validate_home_reason(self, field: LongTextField) -> None:
        """Where the population register says nothing, the school says how it knows."""
        if self.home_ground.data in REASONED and not field.data and not field.errors:
            raise ValidationError(_("Skriv kort hur skolan vet att kommunen är elevens hemkommun."))


class ContactForm(StepForm):
    """How to reach the pupil and the school, who has been told, and whether to meet."""

    minors_only = frozenset(
        {
            "guardian_name",
            "guardian_phone",
            "guardian2_name",
            "guardian2_phone",
            "guardian_informed",
            "guardian_informed_on",
        }
    )
    meetings_only = frozenset({"wants_meeting", "meeting_times", "meeting_people"})
    asks = (
        Section(
            ("pupil_phone", "pupil_email", "pupil_address", "pupil_informed", "pupil_informed_on"),
            _("Eleven"),
        ),
        Section(
            (
                "guardian_name",
                "guardian_phone",
                "guardian2_name",
                "guardian2_phone",
                "guardian_informed",
                "guardian_informed_on",
            ),
            _("Vårdnadshavare"),
            _("Eleven är under 18 år. Uppgifterna följer inte med till KAA-registret."),
        ),
        Section(("interpreter", "interpreter_language"), _("Tolk")),
        Section(("wants_meeting", "meeting_times", "meeting_people"), _("Gemensamt möte")),
        Section(("sender_phone", "rector_name", "other_contact"), _("Skolan")),
    )

    pupil_phone = PhoneField(_("Elevens telefon"))
    pupil_email = MailField(_("Elevens e-post"))
    pupil_address = LongTextField(
        _("Elevens adress"), most=300, description=_("Gata, postnummer och ort.")
    )
    pupil_informed = YesNoField(
        _("Vet eleven om att ni anmäler?"), [Required(_("Svara om eleven vet om anmälan."))]
    )
    pupil_informed_on = DayField(
        _("Vilken dag fick eleven veta det?"),
        [FollowUp("pupil_informed", "yes", _("Skriv vilken dag eleven fick veta det.")), Near()],
    )
    guardian_name = TextField(
        _("Vårdnadshavarens namn"),
        [Required(_("Skriv namnet på minst en vårdnadshavare."))],
        most=150,
        description=_("Har eleven god man eller särskild vårdnadshavare skriver du den personen."),
    )
    guardian_phone = PhoneField(_("Vårdnadshavarens telefon"))
    guardian2_name = TextField(_("Den andra vårdnadshavarens namn"), most=150)
    guardian2_phone = PhoneField(_("Den andra vårdnadshavarens telefon"))
    guardian_informed = YesNoField(
        _("Vet vårdnadshavarna om att ni anmäler?"),
        [Required(_("Svara om vårdnadshavarna vet om anmälan."))],
    )
    guardian_informed_on = DayField(
        _("Vilken dag fick vårdnadshavarna veta det?"),
        [
            FollowUp("guardian_informed", "yes", _("Skriv vilken dag vårdnadshavarna fick veta.")),
            Near(),
        ],
    )
    interpreter = YesNoField(_("Behövs tolk vid samtal?"))
    interpreter_language = TextField(
        _("Vilket språk?"),
        [FollowUp("interpreter", "yes", _("Skriv vilket språk tolken behöver kunna."))],
        most=60,
    )
    wants_meeting = YesNoField(
        _("Vill skolan ha ett gemensamt möte med kommunen och eleven?"),
        [Required(_("Svara om skolan vill ha ett möte."))],
    )
    meeting_times = LongTextField(
        _("Tider som passar skolan"),
        [FollowUp("wants_meeting", "yes")],
        most=500,
        description=_("Till exempel: tisdagar efter kl. 13, eller den 3 december på förmiddagen."),
    )
    meeting_people = LongTextField(
        _("Vilka bör vara med från skolan?"),
        [FollowUp("wants_meeting", "yes")],
        most=500,
        description=_("Namn och roll. Skriv inget om elevens hälsa eller familj."),
    )
    sender_phone = PhoneField(
        _("Ditt telefonnummer"), [Required(_("Skriv det nummer där kommunen når dig."))]
    )
    rector_name = TextField(_("Rektors namn"), most=150)
    other_contact = TextField(
        _("En till kontaktperson på skolan"),
        description=_("Namn, roll och telefon, till exempel elevens mentor."),
    )

    def validate_guardian2_phone(self, field: PhoneField) -> None:
        """A number belongs to somebody."""
        if field.data and not self.guardian2_name.data:
            raise ValidationError(_("Skriv också namnet på den som har telefonnumret."))


class SendForm(StepForm):
    """The last step: a correction says why, anything else asks nothing more."""

    asks = (Section(("correction_reason",)),)

    correction_reason = LongTextField(
        _("Varför rättar du anmälan?"),
        [Required(_("Skriv varför du rättar anmälan."))],
        most=500,
        description=_("Kommunen ser det du skriver. Den tidigare versionen finns kvar."),
    )
