"""Seeds, serves, measures each work and says whether it stays within its target."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from portal.access.passwords import hash_password
from portal.bench import rows
from portal.bench.site import Site, running
from portal.bench.works import Work, works
from portal.config import settings
from portal.db import engine, forget_session
from portal.demo import prepare
from portal.vocabulary import Role

SIZES = (1_000, 10_000, 100_000)
TIMES = 60
"""How often each work is done and timed, after a tenth as many to warm up."""
MOST_GROWTH = 1.3
"""How much dearer a work may be at the largest size than at the smallest."""
MOST_MEMORY = 110.0
"""Resident MB per web worker."""
LEAST_MS = 1.0
"""Growth is counted from at least this much: below it the clock's grain decides."""


@dataclass(frozen=True)
class Cost:
    """What one request of a work cost."""

    work: Work
    cpu_ms: float
    statements: int
    p50_ms: float
    p95_ms: float

    @property
    def misses(self) -> list[str]:
        """The targets it does not reach."""
        found = []
        if self.cpu_ms > self.work.most_cpu_ms:
            found.append("CPU")
        if self.work.most_statements is not None and self.statements > self.work.most_statements:
            found.append("statements")
        return found

    def line(self) -> str:
        most = self.work.most_statements
        target = f"≤ {self.work.most_cpu_ms:.0f} ms" + (f", ≤ {most}" if most else "")
        verdict = f"MISSED: {', '.join(self.misses)}" if self.misses else "ok"
        return (
            f"  {self.work.name:28}{self.cpu_ms:8.1f}{self.statements:12}"
            f"{self.p50_ms:9.1f}{self.p95_ms:9.1f}   {target:16}{verdict}"
        )


HEADING = f"  {'work':28}{'CPU ms':>8}{'statements':>12}{'p50 ms':>9}{'p95 ms':>9}   target"


def bench(sizes: Sequence[int] = SIZES, times: int = TIMES) -> bool:
    """Measure at each size and print; whether every target is reached."""
    well, costs = True, {}
    for size in sizes:
        costs[size], memory = _at(size, times)
        well = well and not any(cost.misses for cost in costs[size])
        fits = memory <= MOST_MEMORY
        well = well and fits
        verdict = "ok" if fits else "MISSED"
        print(f"  {'memory of a web worker':28}{memory:8.0f} MB, ≤ {MOST_MEMORY:.0f} MB {verdict}")
    return _growth(costs[sizes[0]], costs[sizes[-1]]) and well if len(sizes) > 1 else well


def _at(size: int, times: int) -> tuple[list[Cost], float]:
    """Costs and memory with so many cases."""
    with running() as site:
        author = _prepare(size)
        site.ask("VACUUM ANALYZE")
        site.serve()
        print(f"\n{size:,} cases".replace(",", " "))
        print(HEADING)
        warm = max(1, times // 10)
        found = []
        for work in works(site, author, times + warm + 2):
            found.append(_cost(site, work, times, warm))
            print(found[-1].line(), flush=True)
        return found, site.memory()


def _prepare(size: int) -> UUID:
    """Schema, reference data, three people and so many cases. Whose filings they are."""
    settings.cache_clear()
    engine.cache_clear()
    prepare.schema()
    prepare.reference()
    at, began = datetime.now(UTC), time.monotonic()
    cast = rows.people(hash_password(rows.PASSWORD), at)
    rows.fill(size, cast, at.date())
    forget_session()
    print(f"seeded {size} cases in {time.monotonic() - began:.1f} s", flush=True)
    return cast[Role.COUNSELLOR]


def _cost(site: Site, work: Work, times: int, warm: int) -> Cost:
    for number in range(warm):
        work.run(number)
    with site.counting() as counted:
        work.run(warm)
    waits, before = [], site.cpu()
    for number in range(warm + 1, warm + 1 + times):
        began = time.perf_counter()
        work.run(number)
        waits.append((time.perf_counter() - began) * 1000)
    cpu_ms = (site.cpu() - before) * 1000 / times
    ordered = sorted(waits)
    return Cost(
        work,
        cpu_ms,
        counted[0],
        statistics.median(ordered),
        ordered[int(len(ordered) * 0.95)],
    )


def _growth(small: list[Cost], large: list[Cost]) -> bool:
    """How much dearer each work has become with size."""
    print("\nGrowth from the smallest to the largest")
    well = True
    for before, after in zip(small, large, strict=True):
        growth = after.cpu_ms / max(before.cpu_ms, LEAST_MS)
        fits = growth <= MOST_GROWTH
        well = well and fits
        verdict = "ok" if fits else "MISSED"
        print(f"  {before.work.name:28}× {growth:.2f}, ≤ × {MOST_GROWTH} {verdict}")
    return well
