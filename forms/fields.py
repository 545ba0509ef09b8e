"""Our fields: text is cleaned and refused when it could hurt; words of the trade are choices."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField as WTDateField,
)
from wtforms import (
    EmailField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.form import BaseForm
from wtforms.validators import Length, StopValidation
from wtforms.widgets import TextInput

from forms.checks import (
    FollowUp,
    Near,
    NotAfter,
    NotBefore,
    Required,
    Upcoming,
    readable,
    tidy,
    visible,
)
from forms.choices import (
    ChoiceField,
    ListField,
    TicksField,
    WordRadioField,
    WordSelectField,
    YesNoField,
    as_choices,
)

LINE = 200
"""Characters in a field of one line."""
PAGE = 2000
"""Characters in a free text."""


class _Cleaned:
    """Mixed into text fields: what is stored is tidy, bounded and readable."""

    most = LINE

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        most = kwargs.pop("most", self.most)
        too_long = _("Skriv högst %(max)d tecken.")
        first = [one for one in validators if isinstance(one, FollowUp)]
        others = [one for one in validators if not isinstance(one, FollowUp)]
        checks = [*first, readable, *others, Length(max=most, message=too_long)]
        filters = [*kwargs.pop("filters", ()), tidy]
        super().__init__(label, checks, filters=filters, **kwargs)  # type: ignore[call-arg]  # WTForms' own

    def _value(self) -> str:
        """What stands in the field: a page with a control character in it would be broken."""
        return visible(str(super()._value()))  # type: ignore[misc]  # WTForms' own


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


YEARS = range(1900, 2200)
"""Days of any youth's life and of any deadline; what lies outside is a slip of the finger."""


class DayField(WTDateField):
    """A day, by the browser's picker or typed as åååå-mm-dd, åååå.mm.dd or d/m åååå."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        shapes = ["%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%d/%m %Y", "%d/%m/%Y"]
        super().__init__(label, list(validators), format=shapes, **kwargs)

    def _value(self) -> str:
        return visible(str(super()._value()))  # type: ignore[misc]  # WTForms' own

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
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(str(_("Kontrollera årtalet.")))


class ClockField(TimeField):
    """A time of day, typed as 13:00 or 13.00."""

    def _value(self) -> str:
        return visible(str(super()._value()))  # type: ignore[misc]  # WTForms' own

    def process_formdata(self, valuelist: list[Any]) -> None:
        valuelist = [tidy(one).replace(".", ":") for one in valuelist]
        if valuelist and not valuelist[0]:
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(str(_("Skriv klockslaget som tt:mm, till exempel 13:00."))) from None


class AmountField(Field):
    """A number typed with digits; a fraction with comma or full stop."""

    widget = TextInput()

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        self.most = kwargs.pop("most")
        self.whole = kwargs.pop("whole", False)
        kw = {"inputmode": "numeric" if self.whole else "decimal", "autocomplete": "off"}
        super().__init__(label, list(validators), render_kw=kw, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return visible(str(self.raw_data[0]))
        return "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = re.sub(r"\s", "", tidy(valuelist[0])).replace(",", ".") if valuelist else ""
        self.data = None
        if not typed:
            return
        shape = r"[0-9]{1,6}" if self.whole else r"[0-9]{1,6}(\.[0-9]{1,2})?"
        if not re.fullmatch(shape, typed):
            example = "12" if self.whole else "12,5"
            raise ValueError(
                str(_("Skriv ett tal med siffror, till exempel %(example)s.", example=example))
            )
        if float(typed) > self.most:
            raise ValueError(str(_("Talet får vara högst %(most)s.", most=self.most)))
        self.data = int(typed) if "." not in typed else float(typed)


def shown(field: Field, value: Any) -> Any:
    """An answer as it is read: the words of a choice, a day, a text. None when there is none."""
    if value in (None, "", []):
        return None
    if isinstance(field, WTDateField):
        return date.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(value, time):
        return f"{value:%H.%M}"
    if isinstance(field, SelectMultipleField):
        words = {code: str(label) for code, label, *_rest in field.iter_choices()}
        return [words.get(one, one) for one in value]
    if isinstance(field, SelectField):
        words = {str(code): str(label) for code, label, *_rest in field.iter_choices()}
        return words.get(str(value), str(value))
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else visible(str(value))


__all__ = [
    "LINE",
    "PAGE",
    "AmountField",
    "ChoiceField",
    "ClockField",
    "DayField",
    "FollowUp",
    "ListField",
    "LongTextField",
    "MailField",
    "Near",
    "NotAfter",
    "NotBefore",
    "PhoneField",
    "Required",
    "TextField",
    "TicksField",
    "Upcoming",
    "WordRadioField",
    "WordSelectField",
    "YesNoField",
    "as_choices",
    "readable",
    "shown",
    "tidy",
]
