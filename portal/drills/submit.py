"""Web servers are killed while a form is being sent: what was confirmed is kept, and once."""

import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median

from portal.bench.works import Finished
from portal.demo.processes import free_port
from portal.drills import school
from portal.drills.figures import Figure
from portal.drills.ground import Ground, await_answer, number, prepared
from portal.drills.school import Counsellor

SEED = 20261126
MOMENTS = 200
LANES = 3
"""Web servers that take turns: while one starts again, the next one falls."""
WARM = 6
"""Forms sent in peace first, to know how long one takes."""
BEYOND = 1.3
"""Moments are drawn from the start of a request until a little after its end."""
STORED = "SELECT count(*) FROM filing WHERE draft_id = %s"
CASES = "SELECT count(*) FROM case_thread"


@dataclass
class Lane:
    """One web server and the counsellor who sends there."""

    who: Counsellor
    sent: tuple[Finished, str] | None = None
    """The draft whose sending was broken off, and the receipt that was shown, if one was."""


@dataclass
class Tally:
    """What came of the moments."""

    came: Counter[str] = field(default_factory=Counter)
    without_case: int = 0
    """Receipts that were shown and have no case."""
    unconfirmed: int = 0
    """Forms that were sent again and got no receipt, or another one."""


def drill(moments: int = MOMENTS, seed: int = SEED, lanes: int = LANES) -> Figure:
    """Kill at random moments of a submit, start again, send again."""
    chance = random.Random(seed)
    drafts = school.settle(moments + WARM * lanes)
    with prepared() as ground, ThreadPoolExecutor(lanes) as browsers:
        road = [_lane(ground, place) for place in range(lanes)]
        takes = median(_seconds(lane, drafts.pop()) for lane in road for _ in range(WARM))
        tally = Tally()
        for moment, draft in enumerate(drafts):
            lane = road[moment % lanes]
            _again(lane, tally)
            answer = browsers.submit(lane.who.send, draft)
            time.sleep(chance.uniform(0, BEYOND * takes))
            _kill(lane, whole=moment // lanes % 2 == 0)
            lane.sent = draft, answer.result()
        for lane in road:
            _again(lane, tally)
            lane.who.close()
    return _figure(tally, moments, WARM * lanes, seed)


def _lane(ground: Ground, place: int) -> Lane:
    port = free_port()
    return Lane(Counsellor(ground.web(port, name=f"web-{place}"), port))


def _seconds(lane: Lane, draft: Finished) -> float:
    began = time.perf_counter()
    assert lane.who.send(draft)
    return time.perf_counter() - began


def _kill(lane: Lane, *, whole: bool) -> None:
    """The server with all it has started; or what answers requests, which is started again."""
    program = lane.who.program
    assert program.process is not None
    if not whole:
        for worker in workers(program.process.pid):
            os.kill(worker, signal.SIGKILL)
        return
    os.killpg(program.process.pid, signal.SIGKILL)
    program.process.wait()
    program.start()


def workers(parent: int) -> list[int]:
    """The processes that answer requests: the web server's last descendants."""
    import psutil

    family = psutil.Process(parent).children(recursive=True)
    return [one.pid for one in family if not one.children()]


def _again(lane: Lane, tally: Tally) -> None:
    """Send once more what was broken off, and see what has become of it."""
    if lane.sent is None:
        return
    draft, shown = lane.sent
    kept = number(STORED, draft.id)
    tally.came["answered" if shown else "kept" if kept else "not kept"] += 1
    await_answer(lane.who.port, lane.who.program)
    lane.who.close()  # it led to the server that has fallen
    receipt = lane.who.send(draft)
    if shown:
        tally.without_case += not kept or not lane.who.sees(shown)
    tally.unconfirmed += not receipt or shown not in ("", receipt) or number(STORED, draft.id) != 1
    lane.sent = None


def _figure(tally: Tally, moments: int, others: int, seed: int) -> Figure:
    cases = number(CASES)
    came = ", ".join(f"{count} {what}" for what, count in sorted(tally.came.items()))
    return Figure(
        f"{moments} kills (seed {seed}; {came}): {tally.without_case} receipts without a case, "
        f"{tally.unconfirmed} forms sent again without the one receipt, "
        f"{cases - others} cases of {moments} forms",
        "0 without, 0 unconfirmed, one case each",
        not tally.without_case and not tally.unconfirmed and cases - others == moments,
    )
