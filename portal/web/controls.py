"""What the form macros must know of a field: how it is drawn and what is wrong with it."""

import re
from collections.abc import Iterable

from wtforms import Field, FieldList, FormField
from wtforms.csrf.core import CSRFTokenField
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, HiddenInput, RadioInput, Select, TextArea

# What a browser's own picker understands; it shows nothing at all of what was typed otherwise.
PICKERS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "time": re.compile(r"\d\d:\d\d(:\d\d)?"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
}


FIELDS: dict[type, str] = {
    CSRFTokenField: "token",
    FieldList: "repeated",
    FormField: "group",
}
BOXES: dict[type, str] = {
    RadioInput: "radios",
    CheckboxInput: "checkboxes",
}
WIDGETS: dict[type, str] = {
    HiddenInput: "hidden",
    CheckboxInput: "checkbox",
    TextArea: "textarea",
    Select: "select",
}


def control(field: Field) -> str:
    """The name of the way a field is drawn. The token is never drawn: the form's tag carries it."""
    boxes = getattr(field, "option_widget", None)
    for thing, kinds in ((field, FIELDS), (boxes, BOXES), (field.widget, WIDGETS)):
        for kind, name in kinds.items():
            if isinstance(thing, kind):
                return name
    return "input"


def own_errors(field: Field) -> list[str]:
    """A field's own errors, without those of the fields inside it."""
    if isinstance(field, FormField):
        return [str(error) for error in getattr(field.form, "form_errors", ())]
    errors: Iterable[object] = field.errors
    return [str(error) for error in errors if not isinstance(error, (list, tuple, dict))]


def first_id(field: Field) -> str:
    """The id of what should get focus when somebody follows a link to the field."""
    return f"{field.id}-0" if control(field) in ("radios", "checkboxes") else str(field.id)


def shown_as(field: Field) -> str | None:
    """Another input type than the field's own, when only plain text can show what was typed."""
    shape = PICKERS.get(getattr(field.widget, "input_type", ""))
    typed = str(field.raw_data[0]) if field.raw_data else ""
    if shape is None or not typed:
        return None
    return None if field.data is not None and shape.fullmatch(typed) else "text"


def problems(field: Field, number: int | None = None) -> list[tuple[str, str | None, int | None]]:
    """Text, target and row number of every error in a field and in the fields inside it."""
    target = None if control(field) in ("hidden", "token") else f"#{first_id(field)}"
    found = [(text, target, number) for text in own_errors(field)]
    if isinstance(field, FieldList):
        for at, entry in enumerate(field.entries, start=1):
            found += problems(entry, at)
    elif isinstance(field, FormField):
        for inner in field.form:
            found += problems(inner, number)
    return found


def all_problems(forms: BaseForm | list[BaseForm]) -> list[tuple[str, str | None, int | None]]:
    """Every error of one form or several, in the order of the page."""
    found: list[tuple[str, str | None, int | None]] = []
    for form in [forms] if isinstance(forms, BaseForm) else forms:
        found += [(str(text), None, None) for text in getattr(form, "form_errors", ())]
        for field in form:
            found += problems(field)
    return found
