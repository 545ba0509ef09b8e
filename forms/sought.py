"""A file with youths a municipality asks schools about."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from forms.base import PortalForm


class SoughtFileForm(PortalForm):
    """The file; a number in each row, and the school unit's code where it is known."""

    file = FileField(
        _("Fil med ungdomar"),
        [FileRequired(_("Välj en fil."))],
        description=_(
            "CSV eller Excel (.xlsx), högst 10 MB, med kolumnen PersonNr och gärna SkolenhetsKod. "
            "Andra kolumner läses inte."
        ),
    )
