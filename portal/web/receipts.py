"""The receipt of a filing as a PDF: that it arrived, when, on what ground, and what was sent."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import Response
from flask_babel import get_locale, gettext

from portal.references import filing_reference
from portal.vocabulary import FilingState
from portal.web import filing_pages, filters, on_paper, pdf, school_pickup

if TYPE_CHECKING:
    from portal.models import Case, Municipality


def download(case: "Case", filing: Any, *, at: datetime) -> Response:
    """The file. `filing` is one to be read: its answers may be masked."""
    number = filing_reference(case.reference, filing.ordinal)
    texts = {
        **frame(number, at),
        "title": gettext("Kvittens på anmälan"),
        "lead": _lead(filing),
        "facts": facts(case, filing, number),
        "next_title": gettext("Vad händer nu?"),
        "next": _next(case, school_pickup.seen(case, at=at)),
        "parts": list(parts(filing)),
        "note": gettext(
            "Kvittensen innehåller uppgifter om en elev. Spara den där bara de som behöver den "
            "kommer åt den."
        ),
    }
    return pdf.attachment(pdf.render("receipt.typ", texts, at=at), f"kvittens-{number}")


def frame(number: str, at: datetime) -> dict[str, str]:
    """What stands around every sheet."""
    return {
        "lang": str(get_locale() or "sv"),
        "reference": number,
        "printed": gettext("hämtad %(moment)s", moment=filters.moment(at)),
        "page": gettext("Sida"),
        "of": gettext("av"),
        "sender": f"{gettext('Överlämningen')} · {gettext('skola och KAA')}",
    }


def _lead(filing: Any) -> str:
    if filing.state is FilingState.WITHDRAWN:
        return str(gettext("Skolan har återtagit den här anmälan."))
    return str(gettext("Anmälan är inlämnad och har kommit fram."))


def facts(case: "Case", filing: Any, number: str) -> list[tuple[str, str]]:
    """What was filed when, by whom, to whom and on what ground."""
    author = filing.author.user
    ground = filters.word(filing.legal_ground)
    return [
        (gettext("Referens"), number),
        (gettext("Anmälan"), filters.word(filing.kind)),
        (gettext("Version"), str(filing.version)),
        *on_paper.when_filed(filing),
        *_receivers(case, filing),
        (
            gettext("Rättslig grund"),
            f"{ground}. {filing_pages.meaning(filing.legal_ground, filing.kind)}",
        ),
        (gettext("Skola"), case.school_unit.title),
        (gettext("Anmälare"), ", ".join(text for text in (author.name, author.title) if text)),
    ]


def _receivers(case: "Case", filing: Any) -> list[tuple[str, str]]:
    """To whom it was sent, and who has it now if it was sent on."""
    sent_to = [(gettext("Mottagare"), _function(filing.municipality))]
    if filing.municipality_code == case.municipality_code:
        return sent_to
    return [*sent_to, (gettext("Ligger nu hos"), _function(case.municipality))]


def _function(of: "Municipality") -> str:
    return ", ".join(text for text in (of.kaa_name, of.title) if text)


def _next(case: "Case", pickup: school_pickup.Seen) -> str:
    if pickup.code:
        return str(
            gettext(
                "Kommunens funktionsbrevlåda har fått en länk. Ring kommunen och säg koden "
                "%(code)s, så kan den öppna anmälan. Länken gäller till %(until)s.",
                code=pickup.code,
                until=filters.moment(pickup.expires_at),
            )
        )
    if case.due_on is None:
        return str(gettext("Ärendet är avslutat eller överlämnat. Läget står på ärendets sida."))
    return str(
        gettext(
            "Anmälan ligger hos hemkommunen. Nästa steg ska vara klart senast %(day)s. "
            "Följ ärendet i portalen.",
            day=filters.date_full(case.due_on),
        )
    )


def parts(filing: Any) -> Iterable[dict[str, Any]]:
    """Every question with its answer, by section."""
    for section in filing_pages.filed_sections(filing):
        rows = [(one.question, _text(one.answer)) for one in section.answers]
        yield {"title": section.title or gettext("Anmälan"), "rows": rows}


def _text(answer: Any) -> str:
    if isinstance(answer, date):
        return filters.date_long(answer)
    return ", ".join(answer) if isinstance(answer, list) else str(answer)
