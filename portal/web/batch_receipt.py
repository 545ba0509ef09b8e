"""The receipt of many filings as one PDF: each with its number, its receiver and its ground."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Response
from flask_babel import gettext, ngettext

from portal.references import filing_reference
from portal.web import filters, pdf, receipts

if TYPE_CHECKING:
    from portal.models import Batch, Filing


def download(batch: "Batch", filed: "Sequence[Filing]", *, at: datetime) -> Response:
    """The file."""
    sent_at = batch.sent_at or at
    author = batch.author.user
    count = ngettext("%(num)s anmälan", "%(num)s anmälningar", len(filed))
    texts = {
        **receipts.frame(count, at),
        "title": gettext("Kvittens på %(count)s", count=count),
        "lead": gettext("Anmälningarna är inlämnade och har kommit fram."),
        "facts": [
            (gettext("Anmälan"), filters.word(batch.kind)),
            (gettext("Inlämnad"), filters.moment(sent_at)),
            (gettext("Anmälare"), ", ".join(filter(None, (author.name, author.title)))),
        ],
        "next_title": gettext("Vad händer nu?"),
        "next": gettext(
            "Varje anmälan ligger hos elevens hemkommun. Följ ärendena i portalen. Där finns också "
            "en kvittens för var och en, med det som skickades."
        ),
        "parts": list(_parts(filed)),
        "note": gettext(
            "Kvittensen innehåller uppgifter om elever. Spara den där bara de som behöver den "
            "kommer åt den."
        ),
    }
    return pdf.attachment(pdf.render("receipt.typ", texts, at=at), "kvittens-anmalningar")


def _parts(filed: "Iterable[Filing]") -> Iterable[dict[str, Any]]:
    for one in filed:
        yield {
            "title": filing_reference(one.case.reference, one.ordinal),
            "rows": [
                (gettext("Elev"), one.name),
                (gettext("Mottagare"), one.municipality.title),
                (gettext("Rättslig grund"), filters.word(one.legal_ground)),
            ],
        }
