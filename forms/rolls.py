"""What is typed about the school's roll: a file, what its columns are, and whom to look for."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField
from wtforms.validators import InputRequired

from forms.base import PortalForm
from forms.checks import Required
from forms.fields import ListField, TextField, as_choices
from portal.vocabulary import RollField, Word

LEFT = "left"


class RollFileForm(PortalForm):
    """The file, to be looked at before anything is stored."""

    file = FileField(
        _("Fil med skolenhetens elever"),
        [FileRequired(_("Välj en fil."))],
        description=_("CSV eller Excel (.xlsx), högst 10 MB. Den första raden har rubriker."),
    )


class ColumnsForm:
    """One question for each column: what it says. Names of columns are no names of fields."""

    words: ClassVar[type[Word]] = RollField
    more: ClassVar[Mapping[str, Any]] = {}
    """What is asked of the file as a whole."""

    def __init__(
        self,
        headers: Sequence[str],
        guessed: Mapping[str, str],
        typed: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.headers = [name for name in headers if name]
        fields = {f"column-{place}": ListField(name) for place, name in enumerate(self.headers)}
        form = type("OneFilesColumns", (PortalForm,), fields | dict(self.more))
        defaults = {
            f"column-{place}": guessed.get(name, "") for place, name in enumerate(self.headers)
        }
        self.form: PortalForm = form(MultiDict(typed)) if typed else form(None, data=defaults)
        every = [("", gettext("Används inte"))]
        every += [(one.value, gettext(one.label)) for one in self.words]
        for name in fields:
            self.form[name].choices = as_choices(every)

    def paired(self) -> dict[str, str]:
        """Header → field, as it was answered."""
        return {
            name: self.form[f"column-{place}"].data or "" for place, name in enumerate(self.headers)
        }

    def holds(self) -> bool:
        """Whether the answers say whom each row is about, and nothing twice."""
        if not self.form.validate():
            return False
        said = [field for field in self.paired().values() if field]
        for place, field in enumerate(self.paired().values()):
            if field and said.count(field) > 1:
                self.form.refuse(
                    gettext("Du har valt samma uppgift för två kolumner."),
                    self.form[f"column-{place}"],
                )
        self.demand(set(said))
        return not (self.form.errors or getattr(self.form, "form_errors", ()))

    def demand(self, said: set[str]) -> None:
        """Refuse what does not say whom each row is about."""
        if not {RollField.NUMBER, RollField.BIRTH_DATE} & said:
            self.form.refuse(gettext("Välj vilken kolumn som är personnummer eller födelsedatum."))
        if not {RollField.GIVEN_NAME, RollField.FAMILY_NAME} & said:
            self.form.refuse(gettext("Välj vilken kolumn som är förnamn eller efternamn."))


class StoreForm(PortalForm):
    """What is decided with the preview before one."""

    marks_left = BooleanField(_("Markera dem som inte finns i filen som elever som har slutat"))
    looked = BooleanField(
        _("Jag har kontrollerat att ingen elev i filen har skyddade personuppgifter"),
        [InputRequired(_("Kontrollera att ingen i filen har skyddade personuppgifter."))],
    )

    def __init__(self, *, says_flags: bool, leaves: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if says_flags:
            del self.looked
        if not leaves:
            del self.marks_left


class RollSearchForm(PortalForm):
    """Posted, so that neither name nor number ever stands in an address."""

    text = TextField(
        _("Namn, klass eller personnummer"),
        [Required(_("Skriv ett namn, en klass eller ett personnummer."))],
        description=_("Början av förnamnet eller efternamnet räcker."),
    )


class RollFilter(PortalForm):
    """Which pupils of the roll to show."""

    class Meta:
        csrf = False  # it changes nothing and its address may be kept

    group = ListField(_("Klass"))
    show = ListField(_("Visa"))

    def __init__(self, typed: Any, classes: Sequence[str]) -> None:
        super().__init__(typed)
        self.group.choices = as_choices([("", _("Alla")), *((one, one) for one in classes)])
        self.show.choices = as_choices([("", _("Går på skolan")), (LEFT, _("Har slutat"))])
