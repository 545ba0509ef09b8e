"""What an answer must fulfil, said in plain words where it does not."""

import unicodedata
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from portal.characters import is_hidden

DAYS_IN_A_YEAR = 366


def visible(text: str) -> str:
    """The text with a sign where a page cannot show what was typed: one sees what is wrong."""
    return "".join(
        "\ufffd"
        if char not in "\t\n\r" and unicodedata.category(char) in {"Cc", "Cs", "Cn"}
        else char
        for char in text
    )


def tidy(text: str | None) -> str:
    """NFC, unified line breaks, no outer spaces."""
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain).strip()


def readable(_form: BaseForm, field: Field) -> None:
    """Refuse characters nobody can see."""
    text = field.data or ""
    if any(is_hidden(char) for char in text):
        raise StopValidation(
            _("Texten innehåller styrtecken eller andra tecken som inte syns. Skriv den för hand.")
        )


class Required:
    """The field must be answered; the sentence says what to do."""

    field_flags = {"required": True}  # noqa: RUF012 (WTForms reads it from the class)

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence

    def __call__(self, form: BaseForm, field: Field) -> None:
        data = field.data
        empty = data is None or data == [] or (isinstance(data, str) and not data.strip())
        if not empty:
            return
        if field.errors:  # it was answered, but not readably: that error is enough
            raise StopValidation
        raise StopValidation(self.sentence)


class FollowUp:
    """The question belongs to one answer of another; after any other answer it is not asked.

    `sentence` is what to say when it is left unanswered; without one it may be. It must stand first
    among a field's validators.
    """

    def __init__(self, parent: str, value: str, sentence: Any = None) -> None:
        self.parent, self.value, self.sentence = parent, value, sentence

    def __call__(self, form: BaseForm, field: Field) -> None:
        if not self.is_asked(form):
            field.errors = []
            if self._is_answered(form):
                field.data = None
            raise StopValidation
        if self.sentence is not None:
            Required(self.sentence)(form, field)

    def _is_answered(self, form: BaseForm) -> bool:
        """Until the other question has a right answer, what was typed here waits for it."""
        if self.parent not in form:
            return True
        parent = form[self.parent]
        return parent.data not in (None, "", []) and not parent.errors

    def is_asked(self, form: BaseForm) -> bool:
        """Whether the other question has the answer this one belongs to."""
        if self.parent not in form:
            return False
        said = form[self.parent].data
        return self.value in said if isinstance(said, list) else said == self.value


class Near:
    """The day lies near today: not long ago, not far ahead. Slips of the year are caught here."""

    def __init__(self, *, years_back: int = 3, days_ahead: int = 0) -> None:
        self.years_back, self.days_ahead = years_back, days_ahead

    def __call__(self, form: Any, field: Field) -> None:
        if not isinstance(field.data, date):
            return
        away = (field.data - form.facts.today).days
        if away > self.days_ahead == 0:
            raise ValidationError(_("Dagen har inte varit än. Kontrollera datumet."))
        if away > self.days_ahead:
            raise ValidationError(
                _("Dagen ligger mer än %(days)s dagar framåt. Kontrollera.", days=self.days_ahead)
            )
        if away < -DAYS_IN_A_YEAR * self.years_back:
            raise ValidationError(
                _("Dagen ligger mer än %(years)s år tillbaka. Kontrollera.", years=self.years_back)
            )


class Upcoming:
    """The day is today or later, and not far away."""

    def __init__(self, *, days_ahead: int) -> None:
        self.days_ahead = days_ahead

    def __call__(self, form: Any, field: Field) -> None:
        if isinstance(field.data, date) and field.data < form.facts.today:
            raise ValidationError(_("Dagen har redan varit. Kontrollera datumet."))
        Near(days_ahead=self.days_ahead)(form, field)


class NotAfter:
    """The day may not lie after another, such as today."""

    def __init__(self, latest: date, sentence: Any) -> None:
        self.latest, self.sentence = latest, sentence

    def __call__(self, form: BaseForm, field: Field) -> None:
        if isinstance(field.data, date) and field.data > self.latest:
            raise ValidationError(self.sentence)


class NotBefore:
    """The day may not lie before another."""

    def __init__(self, earliest: date, sentence: Any) -> None:
        self.earliest, self.sentence = earliest, sentence

    def __call__(self, form: BaseForm, field: Field) -> None:
        if isinstance(field.data, date) and field.data < self.earliest:
            raise ValidationError(self.sentence)
