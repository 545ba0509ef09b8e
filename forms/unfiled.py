"""What a school says of pupils about whom it need not file."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.checks import FollowUp, Required
from forms.fields import ListField, LongTextField, as_choices
from portal.vocabulary import HANDLED_REASONS, FormKind, HandledReason


class HandledForm(PortalForm):
    """Why no filing is made about the pupils that are ticked."""

    reason = ListField(_("Varför behövs ingen anmälan?"), [Required(_("Välj ett skäl."))])
    words = LongTextField(
        _("Vilket annat skäl?"),
        [FollowUp("reason", HandledReason.OTHER.value, _("Skriv vilket annat skäl det är."))],
        most=300,
        description=_("Några ord. Inget om sjukdom, diagnos eller familj."),
    )

    def __init__(self, kind: FormKind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        every = [(one.value, gettext(one.label)) for one in HANDLED_REASONS[kind]]
        self.reason.choices = as_choices([("", gettext("Välj")), *every])
