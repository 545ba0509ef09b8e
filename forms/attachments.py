"""A file to go with a filing."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from forms.base import PortalForm
from forms.fields import Required, WordRadioField
from portal.vocabulary import AttachmentKind


class AttachmentForm(PortalForm):
    """One file at a time: so it works on every machine, and each is told what is wrong with it."""

    kind = WordRadioField(
        _("Vad är det för dokument?"),
        AttachmentKind,
        [Required(_("Välj vad det är för dokument."))],
        choices=list(AttachmentKind),
    )
    file = FileField(
        _("Fil"),
        [FileRequired(_("Välj en fil."))],
        description=_(
            "PDF, PNG, JPEG eller Word (docx), högst 10 MB. Bifoga inte läkarintyg, utredningar "
            "eller annat om hälsa."
        ),
    )
