"""What somebody without an account answers to a summons, in the language they read."""

from collections.abc import Mapping, Sequence
from typing import Any

from forms.base import PortalForm
from forms.checks import Required
from forms.choices import TicksField, WordRadioField, as_choices
from forms.fields import LongTextField
from portal.vocabulary import Reply


class GuestForm(PortalForm):
    """Yes, no or another time; which of the proposed times; and words of their own."""

    reply = WordRadioField("", Reply, [Required("choose")])
    times = TicksField("")
    words = LongTextField("", most=1000)

    def __init__(
        self, *, said: Mapping[str, str], times: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.said, self.asks_times = said, bool(times)
        self.times.choices = as_choices(times)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whatever is wrong is said in the language of the page."""
        super().validate(extra_validators)
        suits = self.reply.data is Reply.YES and self.asks_times
        if self.reply.errors:
            self.reply.errors = [self.said["choose"]]
        if self.times.errors or (suits and not self.times.data):
            self.times.errors = [self.said["choose_time"]]
        if self.words.errors:
            self.words.errors = [self.said["odd_words"]]
        return not self.errors
