"""What the week's work can be narrowed to, and how youths are given to others."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.fields import ListField, WordSelectField, as_choices
from portal.vocabulary import WorkGroup

EVERYBODY = ("", _("Alla"))


class WeekFilter(PortalForm):
    """A filter stands in the address, so it asks for nothing personal and changes nothing."""

    class Meta:
        csrf = False

    group = WordSelectField(_("Vad"), WorkGroup)
    caseworker = ListField(_("Handläggare"))

    def __init__(self, typed: Mapping[str, str], *, caseworkers: Iterable[tuple[str, str]]) -> None:
        super().__init__(typed)
        self.group.choices = [*as_choices([EVERYBODY]), *(self.group.choices or ())]
        self.caseworker.choices = [EVERYBODY, ("nobody", _("Ingen")), *caseworkers]
