"""A file to the register: the file itself, what its columns are, and what it says of everybody."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField
from wtforms.validators import InputRequired

from forms.base import PortalForm
from forms.choices import as_choices
from forms.fields import ListField
from forms.rolls import ColumnsForm
from portal.vocabulary import FileUse, IntakeField, RegistrationReason, Word

ROWS_SAY = ("", _("Det står i filen, rad för rad"))


class RegisterFileForm(PortalForm):
    """The file, to be looked at before anything is loaded."""

    file = FileField(
        _("Fil"),
        [FileRequired(_("Välj en fil."))],
        description=_("CSV eller Excel (.xlsx), högst 10 MB. Den första raden har rubriker."),
    )


class _IntakeColumns(ColumnsForm):
    words: ClassVar[type[Word]] = IntakeField


class DatabaseColumns(_IntakeColumns):
    """The columns of a file with youths; names are needed, for they become entries."""

    more: ClassVar[dict[str, Any]] = {
        "reason": ListField(
            _("Varför skrivs ungdomarna in?"),
            choices=as_choices(
                [ROWS_SAY, *((one.value, _(one.label)) for one in RegistrationReason)]
            ),
        )
    }

    def demand(self, said: set[str]) -> None:
        if IntakeField.NUMBER not in said:
            self.form.refuse(gettext("Välj vilken kolumn som är personnummer."))
        if not {IntakeField.GIVEN_NAME, IntakeField.FAMILY_NAME} & said:
            self.form.refuse(gettext("Välj vilken kolumn som är förnamn eller efternamn."))
        if IntakeField.REASON not in said and not self.form["reason"].data:
            self.form.refuse(
                gettext("Välj varför ungdomarna skrivs in, eller vilken kolumn som säger det."),
                self.form["reason"],
            )

    @property
    def reason(self) -> RegistrationReason | None:
        """The reason of every row without one of its own."""
        said = self.form["reason"].data
        return RegistrationReason(said) if said else None


class EnrolmentColumns(_IntakeColumns):
    """The columns of a list of pupils that somebody is compared with: only numbers are needed."""

    def demand(self, said: set[str]) -> None:
        if IntakeField.NUMBER not in said:
            self.form.refuse(gettext("Välj vilken kolumn som är personnummer."))

    @property
    def reason(self) -> None:
        return None


COLUMNS_FORMS: dict[FileUse, type[DatabaseColumns] | type[EnrolmentColumns]] = {
    FileUse.DATABASE: DatabaseColumns,
    FileUse.ENROLMENT: EnrolmentColumns,
}


class LoadForm(PortalForm):
    """What is decided with the preview before one."""

    looked = BooleanField(
        _("Jag har kontrollerat att ingen i filen har skyddade personuppgifter"),
        [InputRequired(_("Kontrollera att ingen i filen har skyddade personuppgifter."))],
    )

    def __init__(self, *, says_flags: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if says_flags:
            del self.looked
