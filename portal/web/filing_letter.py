"""The last resort: the filing as a letter, when a municipality does not pick it up."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Response
from flask_babel import gettext

from portal.clock import today
from portal.references import filing_reference
from portal.web import filters, pdf, receipts

if TYPE_CHECKING:
    from portal.models import Case


def download(case: "Case", filing: Any, *, at: datetime) -> Response:
    """The letter as a file."""
    number = filing_reference(case.reference, filing.ordinal)
    letter = pdf.render("letter.typ", texts(case, filing, at=at), at=at)
    return pdf.attachment(letter, f"brev-{number}")


def texts(case: "Case", filing: Any, *, at: datetime) -> dict[str, Any]:
    """What it says. It bears the day the school filed: that is the day that counts."""
    number = filing_reference(case.reference, filing.ordinal)
    home = case.municipality
    return {
        **receipts.frame(number, at),
        "title": gettext("Anmälan till kommunens aktivitetsansvar"),
        "to": [text for text in (gettext("Kommunens aktivitetsansvar (KAA)"), home.title) if text],
        "from": case.school_unit.title,
        "date": filters.date_full(today(filing.filed_at)),
        "lead": gettext(
            "Skolan lämnade in anmälan i Överlämningen %(moment)s. Kommunen är inte ansluten och "
            "får den därför som brev. Ring skolan och säg att den har kommit fram.",
            moment=filters.moment(filing.entered_at or filing.filed_at),
        ),
        "facts": [*receipts.facts(case, filing, number), *_phone(filing)],
        "parts": list(receipts.parts(filing)),
        "note": gettext(
            "Brevet innehåller uppgifter om en elev. Skicka det så att ingen annan kan läsa det."
        ),
    }


def _phone(filing: Any) -> list[tuple[str, str]]:
    phone = filing.author.user.phone
    return [(gettext("Skolans telefon"), phone)] if phone else []
