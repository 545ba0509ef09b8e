"""`./run year`: both plans, each lived through by as many youths, with figures beside targets."""

import time
from collections.abc import Iterator, Sized
from datetime import date

from sqlalchemy import select

from portal.clock import today
from portal.db import transaction
from portal.drills import ground
from portal.drills.figures import Figure
from portal.models import MeasureOffer, RegisterEntry, RegisterRoutine, Task
from portal.routines.register import preset
from portal.vocabulary import EntryEndReason, Trigger
from portal.workflow.register import turns_20_on
from portal.year.ageing import BORN, leavings
from portal.year.looks import Fates, fates
from portal.year.place import HOMES
from portal.year.simulation import Year

FIRST = date(2026, 8, 17)
"""A Monday, as the schools begin."""
YOUTHS = 600


def live(youths: int = YOUTHS, seed: int = 1) -> bool:
    """Live the year with each plan, and print what it has shown; whether all targets hold."""
    well = True
    with ground.servers():
        for name in HOMES:
            with ground.fresh():
                well &= _lived(Year(name, youths, seed, FIRST))
        with ground.fresh():
            well &= _aged(next(iter(HOMES)))
    return well


def _lived(year: Year) -> bool:
    began = time.monotonic()
    year.live()
    with transaction() as session:
        found = fates(session, HOMES[year.preset], year.looks)
    spent = f"{time.monotonic() - began:.0f} s"
    print(f"\n{year.preset}: {year.youths} youths from {year.first}, seed {year.seed}, {spent}\n")
    print(*table(year.preset, found), sep="\n")
    print()
    return _told(figures(year, found))


def _aged(name: str) -> bool:
    youths = leavings(name)
    print("\nageing out and erasure, by birth date\n")
    print(*(youth.line() for youth in youths), sep="\n")
    print()
    exact = sum(youth.exact for youth in youths)
    said = f"{exact} of {len(BORN)} birth dates, {sum(_is_leap(one) for one in BORN)} leap days"
    return _told({"to-the-day": Figure(said, "all exact", holds=exact == len(BORN))})


def _is_leap(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def _told(seen: dict[str, Figure]) -> bool:
    for name, figure in seen.items():
        print(figure.line(name), flush=True)
    return all(figure.holds for figure in seen.values())


def table(name: str, found: dict[str, Fates]) -> Iterator[str]:
    """How each row of the plan fared; `*`: the time is the portal's own."""
    yield "row        begun  in time  late  waiting  otherwise  unlisted"
    ours = {key for key, row in preset(name).routines.items() if row["ours"]}
    for key, fate in found.items():
        mark = "*" if key.rstrip("+") in ours else ""
        yield (
            f"{key + mark:9}{fate.begun:7}{fate.in_time:9}{fate.late:6}{fate.waiting:9}"
            f"{fate.otherwise:11}{fate.unlisted:10}"
        )


def figures(year: Year, found: dict[str, Fates]) -> dict[str, Figure]:
    """What has to hold, whatever chance has brought."""
    looks = year.looks
    silent = [key for key, fate in found.items() if not fate.begun and not key.endswith("+")]
    unlisted = sum(fate.unlisted for fate in found.values()) + looks.hidden
    late = sum(fate.late for fate in found.values())
    in_time = sum(fate.in_time for fate in found.values())
    with transaction() as session:
        offers = session.scalars(
            select(MeasureOffer.key).where(MeasureOffer.municipality_code == HOMES[year.preset])
        ).all()
    untaken = [key for key in offers if not year.agreed[key]]
    return {
        "next-step": Figure(
            f"{looks.without_step} of {looks.youth_days} youth-days without one",
            "0",
            holds=not looks.without_step and looks.youth_days > 0,
        ),
        "working-days": Figure(
            f"{looks.days_off} of {looks.steps} steps on a day off", "0", holds=not looks.days_off
        ),
        "deadlines": Figure(
            f"{in_time} met, {late} late, {len(looks.listed)} listed late, {unlisted} unlisted",
            "each met or listed as overdue",
            holds=not unlisted,
        ),
        "rows": Figure(_without(silent, found), "each row has begun", holds=not silent),
        "measures": Figure(_without(untaken, offers), "each is agreed on", holds=not untaken),
        "turning-20": _turning_20(),
    }


def _without(missing: list[str], every: Sized) -> str:
    return f"{', '.join(missing)} missing" if missing else f"all of {len(every)}"


def _turning_20() -> Figure:
    """Nobody left for their age before the day, and the round asked for it on the day itself."""
    with transaction() as session:
        closed = select(RegisterEntry.birth_date, RegisterEntry.closed_on).where(
            RegisterEntry.end_reason == EntryEndReason.AGE_20
        )
        left = session.execute(closed).all()
        early = sum(day is None or day < turns_20_on(born) for born, day in left)
        asked = (
            select(RegisterEntry.birth_date, Task.began_at)
            .join(Task.entry)
            .join(Task.routine)
            .where(RegisterRoutine.trigger == Trigger.NOT_COVERED)
        )
        days = [(turns_20_on(born), today(at)) for born, at in session.execute(asked)]
    missed = sum(day != birthday for birthday, day in days)
    seen = f"{len(days)} turned 20, {missed} not asked about on the day, {early} left before it"
    return Figure(seen, "all on the day", holds=not missed and not early and bool(days))
