"""What is decided about many youths of the summer at once."""

from typing import Any

from flask_babel import lazy_gettext as _

from forms.base import PortalForm
from forms.fields import ListField, as_choices
from portal.vocabulary import Reconciled

AS_SUGGESTED = ("", _("Som föreslås för var och en"))


class ReconcileForm(PortalForm):
    """One decision for all that are marked, or each as it is suggested."""

    result = ListField(_("Vad gäller för de markerade?"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        every = [(one.value, _(one.label)) for one in Reconciled]
        self.result.choices = as_choices([AS_SUGGESTED, *every])

    @property
    def chosen(self) -> Reconciled | None:
        """None: each as it is suggested."""
        return Reconciled(self.result.data) if self.result.data else None
