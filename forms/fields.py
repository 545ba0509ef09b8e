"""Our fields: text is cleaned and refused when it could hurt later; words of the trade are choices."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField as WTDateField,
)
from wtforms import (
    EmailField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.form import BaseForm
from wtforms.validators import Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.vocabulary import Word

LINE = 200
"""Characters in a field of one line."""
PAGE = 2000
"""Characters in a free text."""

# Bidirectional controls could make a text read as another than it is; other controls break exports
# (security D1). Tab and line feed are what a text area needs.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _refused(char: str) -> bool:
    if char in "\t\n":
        return False
    return char in _BIDI or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp", "Co", "Cn"}


def tidy(text: str | None) -> str:
    """NFC, unified line breaks, no outer spaces."""
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain).strip()


def readable(form: BaseForm, field: Field) -> None:
    """Refuse characters nobody can see."""
    text = field.data or ""
    if any(_refused(char) for char in text):
        raise StopValidation(
            _(
                "Texten innehåller tecken som inte syns, till exempel styrtecken. Skriv den för hand."
            )
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


class _Cleaned:
    """Mixed into text fields: what is stored is tidy, bounded and readable."""

    most = LINE

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        most = kwargs.pop("most", self.most)
        too_long = _("Skriv högst %(max)d tecken.")
        checks = [readable, *validators, Length(max=most, message=too_long)]
        filters = [*kwargs.pop("filters", ()), tidy]
        super().__init__(label, checks, filters=filters, **kwargs)  # type: ignore[call-arg]  # WTForms' own


class TextField(_Cleaned, StringField):
    """One line of text."""


class LongTextField(_Cleaned, TextAreaField):
    """Several lines of text, with an instruction as its description."""

    most = PAGE


class PhoneField(_Cleaned, TelField):
    """A telephone number, kept as it is written."""

    most = 40

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and not re.fullmatch(r"[0-9+()/ \-\u2010-\u2013]{5,40}", self.data):
            raise StopValidation(
                str(_("Skriv telefonnumret med siffror, till exempel 08-465 004 00."))
            )


class MailField(_Cleaned, EmailField):
    """One e-mail address."""

    most = 254

    def pre_validate(self, form: BaseForm) -> None:
        shape = r"[^\s@,;<>\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
        if self.data and not re.fullmatch(shape, self.data):
            raise StopValidation(str(_("Skriv en e-postadress, till exempel namn@skola.se.")))


class DayField(WTDateField):
    """A day, by the browser's picker or typed as åååå-mm-dd, åååå.mm.dd or d/m åååå."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        shapes = ["%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%d/%m %Y", "%d/%m/%Y"]
        super().__init__(label, validators, format=shapes, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        valuelist = [tidy(one) for one in valuelist]
        if valuelist and not valuelist[0]:
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(
                str(_("Skriv datumet som åååå-mm-dd, till exempel 2026-11-23."))
            ) from None


class ClockField(TimeField):
    """A time of day, typed as 13:00 or 13.00."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        valuelist = [tidy(one).replace(".", ":") for one in valuelist]
        if valuelist and not valuelist[0]:
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(str(_("Skriv klockslaget som tt:mm, till exempel 13:00."))) from None


def _choices(words: Iterable[Word]) -> list[tuple[str, Any]]:
    return [(word.value, _(word.label)) for word in words]  # the labels are marked in vocabulary


def _as_word(words: type[Word]) -> Any:
    def coerce(value: Any) -> Word | None:
        return words(value) if value not in (None, "") else None

    return coerce


class _OfWords:
    """Mixed into choice fields: data is a word of the vocabulary, not a text."""

    def __init__(
        self, label: Any, words: type[Word], validators: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        choices = kwargs.pop("choices", None) or list(words)
        super().__init__(
            label,
            validators,
            choices=_choices(choices),
            coerce=_as_word(words),
            **kwargs,  # type: ignore[call-arg]  # WTForms' own
        )

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)  # type: ignore[misc]  # WTForms' own
        except ValueError:
            self.data = None
            raise ValueError(str(_("Välj ett av alternativen."))) from None

    def pre_validate(self, form: BaseForm) -> None:
        """An unanswered question is Required's business; a word outside the list is refused."""
        if self.data and self.data not in {value for value, *_rest in self.iter_choices()}:  # type: ignore[attr-defined]  # WTForms' own
            raise StopValidation(str(_("Välj ett av alternativen.")))


class WordRadioField(_OfWords, RadioField):
    """One word of the trade, by radio buttons."""


class WordSelectField(_OfWords, SelectField):
    """One word of the trade, from a list."""


class ChoiceField(RadioField):
    """One of some answers that are not words of the vocabulary, by radio buttons."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and self.data not in {value for value, *_rest in self.iter_choices()}:
            raise StopValidation(str(_("Välj ett av alternativen.")))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] else None


class ListField(SelectField):
    """One of a long list, such as the municipalities."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and self.data not in {value for value, *_rest in self.iter_choices()}:
            raise StopValidation(str(_("Välj ett av alternativen i listan.")))


class TicksField(SelectMultipleField):
    """Any number of answers, by checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:
        known = {value for value, *_rest in self.iter_choices()}
        if any(one not in known for one in self.data or ()):
            raise StopValidation(str(_("Välj bland alternativen.")))


class YesNoField(ChoiceField):
    """Yes or no, with no answer given beforehand. Its data is "yes", "no" or None."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        choices = kwargs.pop("choices", None) or [("yes", _("Ja")), ("no", _("Nej"))]
        super().__init__(label, validators, choices=choices, **kwargs)


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


__all__ = [
    "LINE",
    "PAGE",
    "ChoiceField",
    "ClockField",
    "DayField",
    "ListField",
    "LongTextField",
    "MailField",
    "NotAfter",
    "NotBefore",
    "PhoneField",
    "Required",
    "TextField",
    "TicksField",
    "WordRadioField",
    "WordSelectField",
    "YesNoField",
    "readable",
    "tidy",
]
