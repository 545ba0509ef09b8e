"""How sealed records are read: who, what was sealed, what has happened, who is asked for."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from flask_babel import gettext as _

from forms import answers_shown
from portal.vocabulary import (
    AttachmentKind,
    FileType,
    Flagged,
    FormKind,
    ScanResult,
    SealedEnd,
    Step,
    Word,
)
from portal.web.filters import identity_number, word
from portal.workflow import glass

if TYPE_CHECKING:
    from portal.models import GlassBreak, Membership, SealedEvent, SealedRecord

COLUMNS = ("number", "given_name", "family_name", "programme_code", "year")
CODED: dict[str, type[Word]] = {"flagged": Flagged, "reason": SealedEnd}


class SealedFiling(NamedTuple):
    """A filing that was sealed, to be read."""

    kind: FormKind
    filed_at: datetime
    sections: list[Any]


class SealedAttachment(NamedTuple):
    """A file that came with a filing, as the list of files shows one."""

    id: UUID
    kind: AttachmentKind
    sort: FileType
    size: int
    scan: ScanResult
    added_at: datetime

    @property
    def stopped(self) -> bool:
        """It was taken away long before, and nobody misses it."""
        return self.scan is ScanResult.HARMFUL


class SealedCase(NamedTuple):
    """A case that was sealed: its filings, and the steps that had been taken."""

    reference: str
    filings: list[SealedFiling]
    steps: list[tuple[Step, datetime]]


class Happening(NamedTuple):
    """A step with a record."""

    title: str
    at: datetime
    who: str
    said: list[str]


class Request(NamedTuple):
    """Somebody has asked to open a record in an emergency."""

    row: "GlassBreak"
    waits: bool
    opens: bool


def identity(record: "SealedRecord") -> list[tuple[str, Any]]:
    """Whom it is about, as facts; empty while nobody has written it down."""
    known = record.known.get("who") or {}
    if not known:
        return []
    return [
        (_("Namn"), f"{known.get('given_name', '')} {known.get('family_name', '')}".strip()),
        (_("Personnummer"), identity_number(known["number"]) if known.get("number") else ""),
        (_("Så når ni ungdomen"), known.get("text", "")),
    ]


def cases(record: "SealedRecord") -> list[SealedCase]:
    """What was sealed when the flag came later."""
    return [
        SealedCase(
            case["reference"],
            [_filing(one) for one in case["filing"] if one["current"]],
            [
                (Step(one["step"]), datetime.fromisoformat(one["at"]))
                for one in sorted(case["event"], key=lambda one: -one["ordinal"])
            ],
        )
        for case in record.known.get("cases", ())
    ]


def attachments(record: "SealedRecord") -> list[SealedAttachment]:
    """The files that came with what was sealed, whether they could be sealed or not."""
    rows = [
        row
        for case in record.known.get("cases", ())
        for filing in case["filing"]
        for row in filing.get("attachment", ())
    ]
    return [
        SealedAttachment(
            UUID(row["id"]),
            AttachmentKind(row["kind"]),
            FileType(row["sort"]),
            row["size"],
            ScanResult(row["scan"]),
            datetime.fromisoformat(row["added_at"]),
        )
        for row in sorted(rows, key=lambda one: (one["added_at"], one["id"]))
    ]


def _filing(row: dict[str, Any]) -> SealedFiling:
    kind = FormKind(row["kind"])
    columns = {name: row[name] for name in COLUMNS}
    return SealedFiling(
        kind,
        datetime.fromisoformat(row["filed_at"]),
        answers_shown(kind, row["answers"] | columns),
    )


def happenings(events: "Iterable[SealedEvent]") -> list[Happening]:
    """What has happened, each with what was said."""
    return [
        Happening(
            word(event.step),
            event.at,
            event.actor.user.name if event.actor is not None else _("Portalen"),
            [_said(name, value) for name, value in event.facts.items() if value],
        )
        for event in events
    ]


def _said(name: str, value: str) -> str:
    return word(CODED[name](value)) if name in CODED and _is_coded(name, value) else value


def _is_coded(name: str, value: str) -> bool:
    return value in {one.value for one in CODED[name]}


def people(memberships: "Iterable[Membership]") -> list[tuple[str, str]]:
    """Those who may be named, with what tells them apart."""
    return [
        (one.id.hex, f"{one.user.name}, {word(one.role).lower()}, {one.organisation_name}")
        for one in memberships
    ]


def requests(rows: "Iterable[GlassBreak]", *, at: datetime) -> list[Request]:
    """Requests with what they are now."""
    return [Request(row, glass.waits(row, at=at), row.opens(at)) for row in rows]
