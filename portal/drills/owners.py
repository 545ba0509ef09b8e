"""Several caseworkers take the same case at once: one has it, the others are told who."""

import base64
import json
import random
import time
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles
from threading import Barrier, Lock
from uuid import UUID

from portal.access.passwords import hash_password
from portal.bench import rows
from portal.bench.rows import HOME, PASSWORD
from portal.bench.site import Visitor
from portal.clock import now, today
from portal.drills import school
from portal.drills.figures import Figure
from portal.drills.ground import ask, number
from portal.vocabulary import Role

SEED = 20261125
CASES = 10_000
HANDLERS = 8
"""At most so many reach for a case; at least two."""
WITHIN = 300
"""Milliseconds in which 99 of 100 of those who come second are told."""
ALL_QUEUED = (
    "UPDATE case_thread SET municipality_code = %s, state = 'queued', caseworker_id = NULL, "
    "close_reason = NULL, closed_at = NULL, duplicate_of_id = NULL, due_on = current_date + 5, "
    "due_kind = 'first_answer', routine_id = (SELECT id FROM routine "
    "WHERE municipality_code = %s AND kind = case_thread.latest_kind)"
)
DOUBLE = (
    "SELECT count(*) FROM (SELECT case_id FROM event WHERE step = 'take' "
    "GROUP BY case_id HAVING count(*) > 1) AS twice"
)
WITHOUT = "SELECT count(*) FROM case_thread WHERE caseworker_id IS NULL"
OWNERS = (
    "SELECT c.reference, u.name FROM case_thread c JOIN membership m ON m.id = c.caseworker_id "
    "JOIN user_account u ON u.id = m.user_id"
)


@dataclass
class Caseworker:
    """Somebody who reaches for cases, and what they were told of each."""

    browser: Visitor
    session: str = field(init=False)

    def __post_init__(self) -> None:
        self.session = self.browser.cookies["session"]

    def reach(self, reference: str, together: Barrier) -> tuple[str, float]:
        """What was said, and after how many milliseconds."""
        together.wait()
        began = time.perf_counter()
        self.browser.post(f"/cases/{reference}/take", back="")
        took = (time.perf_counter() - began) * 1000
        said = _flashed(self.browser.cookies["session"])
        self.browser.cookies["session"] = self.session  # what was said is not said again
        return said, took


@dataclass
class Tally:
    """What those who reached for a case were told."""

    told: dict[str, list[str]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def note(self, reference: str, said: str, took: float) -> None:
        with self.lock:
            self.told.setdefault(reference, []).append(said)
            if "ditt" not in said:
                self.seconds.append(took)


def drill(cases: int = CASES, seed: int = SEED, within: int = WITHIN) -> Figure:
    """Let two to eight caseworkers reach for each of so many cases at once."""
    chance, tally = random.Random(seed), Tally()
    _queue(cases, rows.people(hash_password(PASSWORD), now()))
    school.hire("colleague", Role.CASEWORKER, HANDLERS, home=HOME)
    with school.served(workers=2) as door, ThreadPoolExecutor(HANDLERS) as hands:
        team = [
            Caseworker(door.enter(school.address("colleague", place))) for place in range(HANDLERS)
        ]
        for (reference,) in ask("SELECT reference FROM case_thread ORDER BY id"):
            some = chance.sample(team, chance.randint(2, HANDLERS))
            _reach(hands, some, str(reference), tally)
    return _figure(tally, cases, seed, within)


def _queue(cases: int, cast: dict[str, UUID]) -> None:
    """All of them wait in one municipality's queue, and nobody has them."""
    rows.fill(cases, cast, today(now()))
    ask("ALTER TABLE event DISABLE TRIGGER USER")
    ask("DELETE FROM event WHERE step = 'take'")
    ask("ALTER TABLE event ENABLE TRIGGER USER")
    ask(ALL_QUEUED, HOME, HOME)


def _reach(
    hands: ThreadPoolExecutor, some: Sequence[Caseworker], reference: str, tally: Tally
) -> None:
    together = Barrier(len(some))
    answers = [hands.submit(one.reach, reference, together) for one in some]
    for answer in answers:
        tally.note(reference, *answer.result())


def _flashed(cookie: str) -> str:
    """What the next page will say: the session carries it, signed and perhaps packed."""
    packed = cookie.startswith(".")
    payload = cookie.removeprefix(".").partition(".")[0]
    content = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    said = json.loads(zlib.decompress(content) if packed else content)
    return " ".join(str(one) for one in said.get("_flashes", ()))


def _figure(tally: Tally, cases: int, seed: int, within: int) -> Figure:
    owners = {str(reference): str(name) for reference, name in ask(OWNERS)}
    double, without = number(DOUBLE), number(WITHOUT)
    unclear = sum(
        not (one.count("ditt") or owners.get(reference, "?") in one)
        for reference, said in tally.told.items()
        for one in said
    )
    slow = quantiles(tally.seconds, n=100)[98]
    return Figure(
        f"{cases} cases, {len(tally.seconds)} came second (seed {seed}): {double} with two owners, "
        f"{without} with none, {unclear} told without the owner's name, 99 of 100 within "
        f"{slow:.0f} ms, all within {max(tally.seconds):.0f} ms",
        f"0, 0, 0, 99 of 100 within {within} ms",
        not double and not without and not unclear and slow <= within,
    )
