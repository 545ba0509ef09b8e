"""What stands in the addresses of the register's pages."""

from collections.abc import Iterator
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.access import tokens
from portal.models import (
    Case,
    EntryOffer,
    MeasureReport,
    Membership,
    RegisterEntry,
    RegisterFile,
)
from portal.vocabulary import ContactOutcome, FileUse, Side, StatisticsCheck

Values = dict[str, Any]


class Walking(Protocol):
    """Somebody on their way through the portal."""

    rows: Session
    by: Membership | None


def entries(walk: Walking, rule: Rule) -> Iterator[Values]:
    """Own youths of every shape, files that were read in, youths who are offered."""
    if walk.by is None or walk.by.side is not Side.KAA:
        return
    if "use" in rule.arguments:
        yield from ({"use": use.value} for use in FileUse)
        return
    if "file_id" in rule.arguments or "offer_id" in rule.arguments:
        model, name = (
            (RegisterFile, "file_id") if "file_id" in rule.arguments else (EntryOffer, "offer_id")
        )
        yield from ({name: one} for one in walk.rows.scalars(select(model.id).order_by(model.id)))
        return
    for entry in _shapes(walk, walk.by):
        here: Values = {"reference": entry.reference}
        yield from (here | more for more in _parts_of(entry, rule.arguments))


def _shapes(walk: Walking, by: Membership) -> list[RegisterEntry]:
    own = RegisterEntry.municipality_code == by.municipality_code
    found = walk.rows.scalars(select(RegisterEntry).where(own))
    shapes = {(one.state, one.status, one.caseworker_id is None): one for one in found}
    return list(shapes.values())


def _parts_of(entry: RegisterEntry, arguments: set[str]) -> Iterator[Values]:
    """What else stands in an address about a youth."""
    waiting = (one for one in entry.attempts if one.outcome is ContactOutcome.SENT)
    known = {
        "task_id": (one.id for one in entry.tasks if one.open),
        "measure_id": (one.id for one in entry.measures if one.runs),
        "report_id": (report.id for one in entry.measures for report in one.reports),
        "attempt_id": (one.id for one in waiting),
        "version": (one.version for one in entry.plans),
    }
    named = next((name for name in known if name in arguments), None)
    yield from ({named: value} for value in known[named]) if named else [{}]


def measure_reports(walk: Walking, rule: Rule) -> Iterator[Values]:
    """A provider's link, before and after the report was delivered."""
    if walk.by is None:
        asked = select(MeasureReport).where(MeasureReport.token_hash.is_not(None))
        for one in walk.rows.scalars(asked.order_by(MeasureReport.delivered_at.nulls_first())):
            yield {"token": tokens.report_token(one)}


def statistics(walk: Walking, rule: Rule) -> Iterator[Values]:
    """What each check finds."""
    yield from ({"check": check.value} for check in StatisticsCheck)


def erasure(walk: Walking, rule: Rule) -> Iterator[Values]:
    """Own youths and cases, to be kept from erasure."""
    if walk.by is None or walk.by.municipality_code is None:
        return
    model = RegisterEntry if rule.endpoint == "erasure.hold_entry" else Case
    own = select(model.reference).where(model.municipality_code == walk.by.municipality_code)
    for reference in walk.rows.scalars(own.order_by(model.reference).limit(3)):
        yield {"reference": reference}
