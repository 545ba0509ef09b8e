"""What the week's work can be narrowed to, and how youths are given to others."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.fields import (
    ChoiceField,
    ListField,
    Required,
    TicksField,
    WordSelectField,
    as_choices,
)
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


class CaseloadForm(PortalForm):
    """Which of somebody's youths go to whom."""

    which = ChoiceField(
        _("Vilka ungdomar?"), [Required(_("Välj om det gäller de markerade eller alla."))]
    )
    to = TicksField(
        _("Till vem?"),
        [Required(_("Välj minst en person."))],
        description=_("Väljer du flera fördelas ungdomarna så att var och en får lika många."),
    )

    def __init__(self, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.which.choices = as_choices([("chosen", _("De markerade")), ("all", _("Alla"))])
        self.to.choices = as_choices(people)
