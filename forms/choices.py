"""Fields whose answers are chosen: words of the trade, yes or no, one of a long list."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.form import BaseForm
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget, Select, html_params

from portal.vocabulary import Word


def _choices(words: Iterable[Word]) -> list[SelectChoice]:
    # The labels are marked in vocabulary.
    return as_choices((word.value, _(word.label)) for word in words)


def as_choices(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Values and labels as WTForms wants its choices."""
    return [SelectChoice(value, label) for value, label in pairs]


class _OfPairs:
    """Mixed into choice fields: choices may be given as values with their labels."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **kwargs: Any) -> None:
        if "choices" in kwargs:
            kwargs["choices"] = as_choices(kwargs["choices"])
        super().__init__(label, list(validators), **kwargs)  # type: ignore[call-arg]  # WTForms' own


def _as_word(words: type[Word]) -> Any:
    def coerce(value: Any) -> Word | None:
        return words(value) if value not in (None, "") else None

    return coerce


class QuickSelect(Select):
    """WTForms' own list, its options written in one go: a page may have 1,500 of them."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        flags = {name: True for name in self.validation_attrs if getattr(field.flags, name)}
        asked = html_params(**{"id": field.id, "name": field.name, **flags, **kwargs})
        options = "".join(_option(*choice) for choice in field.iter_choices())
        return Markup(f"<select {asked}>{options}</select>")  # noqa: S704 (each part is escaped)


def _option(value: str, label: Any, selected: bool, _attributes: object) -> str:  # noqa: FBT001 (as WTForms gives them)
    mark = " selected" if selected else ""
    return f'<option{mark} value="{escape(value)}">{escape(label or value)}</option>'


class _OfWords:
    """Mixed into choice fields: data is a word of the vocabulary, not a text."""

    data: Any

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

    widget = QuickSelect()


class ChoiceField(_OfPairs, RadioField):
    """One of some answers that are not words of the vocabulary, by radio buttons."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and self.data not in {value for value, *_rest in self.iter_choices()}:
            raise StopValidation(str(_("Välj ett av alternativen.")))

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] else None


class ListField(SelectField):
    """One of a long list, such as the municipalities."""

    widget = QuickSelect()

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and self.data not in {value for value, *_rest in self.iter_choices()}:
            raise StopValidation(str(_("Välj ett av alternativen i listan.")))


class TicksField(_OfPairs, SelectMultipleField):
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
        super().__init__(label, list(validators), choices=choices, **kwargs)
