"""What is typed about the statistics file: why it is made, as what, and the codes."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, HiddenField

from forms.base import PortalForm
from forms.fields import Required, TextField, WordRadioField
from portal.vocabulary import FileShape, StatisticsField, StatisticsPurpose


class StatisticsFileForm(PortalForm):
    """Why the file is made, and that what is left to mend has been seen."""

    purpose = WordRadioField(
        _("Vad ska filen användas till?"),
        StatisticsPurpose,
        [Required(_("Välj vad filen ska användas till."))],
    )
    shape = WordRadioField(
        _("Vilken sorts fil?"),
        FileShape,
        [Required(_("Välj vilken sorts fil."))],
        default=FileShape.CSV,
    )
    confirmed = BooleanField(_("Jag vill hämta filen fast allt inte är klart"))

    def must_confirm(self) -> None:
        """Something is left to mend, and nobody has said that it is meant to be."""
        if not self.confirmed.data:
            self.refuse(
                _("Det finns kvar att gå igenom. Kryssa i om du ändå vill hämta filen."),
                self.confirmed,
            )


class MappingFileForm(PortalForm):
    """The filled-in mapping file."""

    file = FileField(
        _("Ifylld fil"),
        [FileRequired(_("Välj en fil."))],
        description=_("CSV eller Excel (.xlsx), med samma kolumner som filen du hämtade."),
    )


class CodesForm(PortalForm):
    """A code for each value; the fields are those of the mapping."""

    version = HiddenField()

    def codes(self) -> dict[tuple[StatisticsField, str], str]:
        """What was typed, by field and value."""
        typed = {}
        for field in self:
            of, _dots, value = field.name.partition(SEPARATOR)
            if value:
                typed[StatisticsField(of), value] = field.data or ""
        return typed


SEPARATOR = "__"
"""Between field and value in a control's name: neither has two such signs in a row."""


def codes_form(values: Iterable[tuple[StatisticsField, str, Any]], **kwargs: Any) -> CodesForm:
    """A form with a control for each field, value and label."""
    fields: dict[str, Field] = {
        f"{of.value}{SEPARATOR}{value}": TextField(label) for of, value, label in values
    }
    form: CodesForm = type("CodesForm", (CodesForm,), fields)(**kwargs)
    return form
