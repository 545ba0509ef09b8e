"""The extract as a file: a part for each case, entry and what belongs to it; then the readers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Response
from flask_babel import force_locale, gettext, ngettext

from portal.queries.timeline import TRAVELS
from portal.references import filing_reference
from portal.web import case_words, entry_words, extract_words, filters, pdf, receipts
from portal.web.extract_columns import TOLD

if TYPE_CHECKING:
    from portal.models import Case, RegisterEntry
    from portal.queries.extract import Held

LANGUAGE = "sv"
"""It is for the person, whatever language its writer reads."""
Part = dict[str, Any]


def download(
    thing: "Case | RegisterEntry", held: "Held", readers: Iterable[Any], *, at: datetime
) -> Response:
    """The file. Its name says nothing about whom."""
    with force_locale(LANGUAGE):
        texts = _texts(thing, held, readers, at=at)
    return pdf.attachment(pdf.render("receipt.typ", texts, at=at), "registerutdrag")


def _texts(
    thing: "Case | RegisterEntry", held: "Held", readers: Iterable[Any], *, at: datetime
) -> dict[str, Any]:
    return {
        **receipts.frame(gettext("Registerutdrag"), at),
        "title": gettext("Registerutdrag"),
        "lead": gettext(
            "Det här har kommunens aktivitetsansvar om dig i Överlämningen, enligt artikel 15 i "
            "dataskyddsförordningen."
        ),
        "facts": [
            (gettext("Namn"), thing.name),
            (gettext("Personnummer"), filters.identity_number(thing.number)),
            (gettext("Kommun"), thing.municipality.title),
            (gettext("Sammanställt"), filters.moment(at)),
        ],
        "next_title": gettext("Varför uppgifterna finns, och dina rättigheter"),
        "next": gettext(
            "Kommunen är skyldig att hålla sig informerad om ungdomar under 20 år som inte går "
            "i gymnasieskolan, och att dokumentera sina insatser (skollagen 29 kap. 9 §). "
            "Uppgifterna kommer från skolor, från dig och från kommunen. Registret raderas "
            "senast vid slutet av det år du fyller 21. Är något fel kan du begära att det "
            "rättas. Du kan klaga hos Integritetsskyddsmyndigheten (IMY)."
        ),
        "parts": [part for part in _parts(held, readers) if part["rows"]],
        "note": gettext("Vilka som har läst anges med dag, roll och organisation."),
    }


def _parts(held: "Held", readers: Iterable[Any]) -> Iterator[Part]:
    for root in held.every.roots:
        yield from _root(root, held.parts(root))
    yield _part(gettext("Undantag från gallring"), [
        (filters.date_long(one.at), f"{filters.word(one.reason)}, {filters.date_long(one.until)}")
        for one in held.holds
    ])  # fmt: skip
    yield _part(gettext("Frågor till skolor om dig"), [
        (filters.date_long(one.asked_at), filters.moment(one.answered_at) or gettext("Inget svar"))
        for one in held.questions
    ])  # fmt: skip
    yield _part(gettext("Vilka som har läst"), [_reading(one) for one in readers])


def _part(title: str, rows: Sequence[tuple[str, str]]) -> Part:
    return {"title": title, "rows": list(rows)}


def _root(root: Any, below: Sequence[Any]) -> Iterator[Part]:
    """A case or an entry, what belongs to it by sort, its filings and what has happened."""
    name = f"{extract_words.title(root.__tablename__)} {root.reference}"
    yield _part(name, extract_words.lines(root))
    by_table: dict[str, list[Any]] = {}
    for row in below:
        by_table.setdefault(row.__tablename__, []).append(row)
    for one in sorted(by_table.pop("filing", []), key=lambda one: (one.ordinal, one.version)):
        yield from _filing(root, one)
    happened = sorted(by_table.pop("event", []), key=lambda one: (one.at, one.ordinal))
    for table in TOLD:
        rows = [_record(number, row) for number, row in enumerate(by_table.get(table, ()), 1)]
        yield _part(f"{extract_words.title(table)} · {root.reference}", rows)
    heading = gettext("Vad som har hänt")
    rows = [_happening(one, root.municipality_code) for one in happened]
    yield _part(f"{heading} · {root.reference}", rows)


def _record(number: int, row: Any) -> tuple[str, str]:
    return str(number), "\n".join(f"{label}: {said}" for label, said in extract_words.lines(row))


def _filing(case: Any, filing: Any) -> Iterator[Part]:
    number = filing_reference(case.reference, filing.ordinal)
    heading = gettext(
        "Anmälan %(number)s, version %(version)s", number=number, version=filing.version
    )
    rows = [row for part in receipts.parts(filing) for row in part["rows"]]
    told = [
        (gettext("Inlämnad"), filters.moment(filing.filed_at)),
        (gettext("Rättslig grund"), filters.word(filing.legal_ground)),
        (gettext("Varför den rättades"), filing.correction_reason),
        (gettext("Återtagen"), filters.moment(filing.withdrawn_at)),
        (gettext("Lämnad på papper till"), filing.paper_to or ""),
    ]
    yield _part(heading, [*[row for row in told if row[1]], *rows])


def _happening(event: Any, here: str) -> tuple[str, str]:
    """A step in words. Those of another municipality are told by what they were alone."""
    said = [filters.word(event.step)]
    if event.municipality_code != here and event.step not in TRAVELS:
        return filters.moment(event.at), said[0]
    if event.entry_id is not None:
        about = entry_words.ABOUT.get(event.step)
        said += [about(event.facts)] if about else []
    else:
        tells = case_words.TELLS.get(event.step)
        told = tells(event.facts) if tells else []
        said += [f"{label}: {words}" if label else words for label, words in told]
    return filters.moment(event.at), "\n".join(one for one in said if one)


def _reading(row: Any) -> tuple[str, str]:
    who = filters.word(row.role) if row.role else gettext("Kommunen, med engångslänk")
    times = ngettext("%(num)s gång", "%(num)s gånger", row.times)
    what = filters.word(row.opened)
    return filters.date_long(row.day), f"{who}, {row.organisation}: {what}, {times}"
