"""The register against a list of enrolled pupils: what it says of each youth of the summer."""

from datetime import datetime

from portal.clock import today
from portal.db import session
from portal.models import Reconciliation
from portal.queries import reconciling as reading
from portal.rolls.columns import plain
from portal.rolls.intake_rows import Row
from portal.workflow import reconciling as workflow


def compare(municipality_code: str, rows: list[Row], *, at: datetime) -> dict[str, int]:
    """Suggest for each youth; a newer list changes what nobody has decided yet."""
    listed = {row["hash"]: row for row in rows if row["hash"]}
    year = today(at).year
    there = reading.compared(municipality_code, year)
    entries = reading.to_compare(municipality_code)
    found = 0
    for entry in entries:
        row = listed.get(entry.number_hash)
        found += row is not None
        one = there.get(entry.id)
        if one is not None and one.decided is not None:
            continue
        if one is None:
            one = Reconciliation(
                entry=entry, entry_id=entry.id, municipality_code=municipality_code, year=year
            )
            session().add(one)
        stays = row is not None and _stays(row)
        one.suggested = workflow.suggest(entry, found=row is not None, stays=stays)
        one.school, one.compared_at = row["school"] if row else "", at
    return {"rows": len(rows), "entries": len(entries), "found": found}


def _stays(row: Row) -> bool:
    """The pupil goes on in a school form that comes before KAA, or outside it."""
    stage = plain(row["stage"])
    return any(word in stage for word in workflow.COMPULSORY)
