"""What all forms share: a form is the whole truth of what may be typed."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.csrf.core import CSRFTokenField


class PortalForm(FlaskForm):  # type: ignore[misc]  # flask-wtf is untyped
    """Field names are the parameter names of the workflow function that takes the values."""

    def values(self) -> dict[str, Any]:
        """The checked values, by field name."""
        return {field.name: field.data for field in self if not isinstance(field, CSRFTokenField)}

    def refuse(self, sentence: str, field: Field | None = None) -> None:
        """Show what the workflow said no to: at the field it is about, else for the whole form."""
        if field is None:
            self.form_errors = [*self.form_errors, sentence]
        else:
            field.errors = [*field.errors, sentence]
