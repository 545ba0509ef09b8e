"""Many youths get a caseworker at once: the new ones are shared out, a caseload is handed over."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from portal.access.rules import require
from portal.models import Membership, RegisterEntry
from portal.vocabulary import Permission
from portal.workflow import register


def share_out(
    entries: Iterable[RegisterEntry],
    among: Sequence[Membership],
    loads: Mapping[UUID | None, int],
    *,
    by: Membership,
    at: datetime,
) -> Counter[Membership]:
    """Give each youth to whoever has fewest; how many each one got.

    `loads` says how many open entries everybody has to begin with.
    """
    has = {one: loads.get(one.id, 0) for one in among}
    got: Counter[Membership] = Counter()
    for entry in entries:
        require(by, Permission.ENTRY_ASSIGN, entry)
        to = min(among, key=lambda one: has[one])
        register.assign(entry, to, by=by, at=at)
        has[to] += 1
        got[to] += 1
    return got
