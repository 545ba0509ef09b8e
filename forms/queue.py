"""What the queue can be narrowed to, and whom marked cases can be given to."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.fields import ListField, Required, TextField, WordSelectField, as_choices
from portal.vocabulary import DueWithin, FormKind

EVERYBODY = ("", _("Alla"))


class QueueFilter(PortalForm):
    """A filter stands in the address, so it asks for nothing personal and changes nothing."""

    class Meta:
        csrf = False

    kind = WordSelectField(_("Anmälan"), FormKind)
    school = ListField(_("Skola"))
    caseworker = ListField(_("Handläggare"))
    due = WordSelectField(_("Tidsfrist"), DueWithin)

    def __init__(
        self,
        typed: Mapping[str, str],
        *,
        schools: Iterable[tuple[str, str]],
        caseworkers: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(typed)
        self.kind.choices = [*as_choices([EVERYBODY]), *(self.kind.choices or ())]
        self.due.choices = [*as_choices([EVERYBODY]), *(self.due.choices or ())]
        self.school.choices = [EVERYBODY, *schools]
        self.caseworker.choices = [
            EVERYBODY,
            ("me", _("Jag")),
            ("nobody", _("Ingen")),
            *caseworkers,
        ]


class SearchForm(PortalForm):
    """Looking a case up. Posted: a name has no business in an address or a log."""

    q = TextField(
        _("Sök på referens eller namn"),
        [Required(_("Skriv en referens eller början av ett namn."))],
        most=60,
    )


class AssignManyForm(PortalForm):
    """Whom the marked cases are given to."""

    to = ListField(_("Ge till"))

    def __init__(self, caseworkers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.to.choices = [("", _("Välj handläggare")), *caseworkers]
