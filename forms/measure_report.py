"""What a provider reports about a measure, with the code that it was told by telephone."""

from typing import Any

from flask_babel import lazy_gettext as _

from forms.cautions import CautiousForm
from forms.fields import ChoiceField, LongTextField, Required, TextField, WordRadioField
from portal.vocabulary import ReportedAttendance


class MeasureReportForm(CautiousForm):
    """A month in known words, and documentation of the measure."""

    cautious = ("words",)

    code = TextField(
        _("Kod"),
        [Required(_("Skriv koden som kommunen har sagt på telefon."))],
        description=_("Till exempel 7F3K-Q2MD. Stora eller små bokstäver spelar ingen roll."),
        most=40,
    )
    attendance = WordRadioField(
        _("Hur har ungdomen deltagit?"),
        ReportedAttendance,
        [Required(_("Välj hur ungdomen har deltagit."))],
    )
    goes_on = ChoiceField(
        _("Fortsätter åtgärden?"),
        [Required(_("Välj om åtgärden fortsätter."))],
        choices=[("yes", _("Ja")), ("no", _("Nej"))],
    )
    words = LongTextField(
        _("Vad har ni gjort?"),
        description=_(
            "Skriv kort vad ungdomen har arbetat eller studerat med och vad som är planerat. Skriv "
            "inget namn och inget om hälsa, brott eller placering."
        ),
        most=2000,
    )

    def report(self) -> dict[str, Any]:
        """What is kept of it: the code is not."""
        said = self.values()
        return {
            "attendance": said["attendance"],
            "goes_on": said["goes_on"] == "yes",
            "words": said["words"] or "",
        }
