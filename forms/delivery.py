"""What the list of messages can be narrowed to."""

from typing import Any

from flask_babel import lazy_gettext as _

from forms.admin import ALL, FilterForm
from forms.fields import DayField, WordSelectField, as_choices
from portal.vocabulary import MessageState


class MessageFilter(FilterForm):
    """Which messages to show."""

    state = WordSelectField(_("Läge"), MessageState)
    first_day = DayField(_("Från och med"))
    last_day = DayField(_("Till och med"))

    def __init__(self, typed: Any) -> None:
        super().__init__(typed)
        self.state.choices = [*as_choices([ALL]), *(self.state.choices or ())]
