"""Workers are killed in the midst of their work: each message arrives all the same, and once.

The worker is one process: RQ's parent and its work horse at the same time. So a kill is counted by
what it hit: a job that the queue had woken, a round of the worker's own, or its rest.
"""

import math
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import psutil
from redis import Redis

from portal.clock import now
from portal.demo import temporary
from portal.demo.processes import Program
from portal.drills.figures import Figure
from portal.drills.ground import (
    Ground,
    NeverCame,
    ask,
    environment,
    number,
    prepared,
    wait_until,
    write_messages,
)

SEED = 20261025
KILLS = 200
CREW = 3
LIVES = (0.0, 12.0)
"""For how many seconds a worker lives once it is at work."""
A_MAIL_TAKES = (0.05, 0.25)
"""How many seconds the mail server needs before it takes a mail. What it has taken when its sender
is killed comes twice, whatever the sender does: that moment is a server's own, and short."""
BURST = 4
BETWEEN_BURSTS = (0.5, 2.5)
MOST_WAITING = 40
MOST_TWICE = 0.02
"""Mails that arrive twice, as a share of the kills."""
MOST_SECONDS = 90.0
"""Until what a killed worker had is in another one's hands."""
PATIENCE = 240
"""Seconds that everything may take to arrive after the last kill."""

WAITING = "SELECT count(*) FROM message WHERE state = 'waiting'"
LEASED = "SELECT id, attempts FROM message WHERE state = 'waiting' AND leased_at IS NOT NULL"
LEFT = """
    SELECT state, last_error, attempts, lost_leases FROM message WHERE state <> 'sent' LIMIT 5
"""
PICKED_UP = """
    SELECT id, coalesce(leased_at, sent_at), attempts, state FROM message WHERE id = ANY(%s)
"""
RUN_OUT = "UPDATE message SET leased_at = leased_at - interval '1 hour' WHERE leased_at IS NOT NULL"


@dataclass
class Crew:
    """Workers that are killed one after another and started again, and what became of rows."""

    ground: Ground
    redis: Redis
    chance: random.Random
    hurried: bool
    """One worker whose leases run out at once, so that a minute need not be waited for."""
    kills: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    delays: list[float] = field(default_factory=list)
    written: list[UUID] = field(default_factory=list)
    members: list[Program] = field(default_factory=list)
    ends: dict[int, float] = field(default_factory=dict)
    """When each of them that is at work is to be killed, by its process."""
    held: dict[UUID, tuple[int, datetime]] = field(default_factory=dict)
    """Rows that somebody had when a worker was killed: the attempt, and when that was."""

    def start(self) -> None:
        for place in range(1 if self.hurried else CREW):
            self.members.append(self.ground.worker(f"worker-{place}"))

    def kill_those_whose_time_has_come(self) -> None:
        for program in self.members:
            assert program.process is not None
            pid = program.process.pid
            if pid not in self.ends and psutil.Process(pid).net_connections():
                self.ends[pid] = time.monotonic() + self.chance.uniform(*LIVES)
            if time.monotonic() >= self.ends.get(pid, math.inf):
                self._kill(program, pid)
                program.start()

    def look(self) -> None:
        """Whether what killed workers had is in other hands."""
        for row, taken_at, attempts, state in ask(PICKED_UP, list(self.held)):
            assert isinstance(row, UUID)
            attempt, killed_at = self.held[row]
            if attempts != attempt and isinstance(taken_at, datetime):
                self.delays.append((taken_at - killed_at).total_seconds())
            if attempts != attempt or state != "waiting":  # else it was another worker's
                del self.held[row]

    def is_done(self) -> bool:
        self.look()
        return not self.held and not number(WAITING)

    def load(self) -> None:
        if number(WAITING) < MOST_WAITING:
            self.written += write_messages(self.chance.randint(1, BURST))

    def _kill(self, program: Program, pid: int) -> None:
        assert program.process is not None
        self.hit[self._does(pid)] += 1
        program.process.kill()
        program.process.wait()
        self.kills += 1
        for row, attempts in ask(LEASED):
            assert isinstance(row, UUID)
            self.held.setdefault(row, (int(str(attempts)), now()))
        if self.hurried:
            ask(RUN_OUT)

    def _does(self, pid: int) -> str:
        """What the queue knows of a worker."""
        for key in self.redis.scan_iter("rq:worker:*"):
            if self.redis.type(key) == b"hash" and self.redis.hget(key, "pid") == b"%d" % pid:
                return "a job" if self.redis.hget(key, "state") == b"busy" else "a rest"
        return "a round of its own"


def drill(kills: int = KILLS, seed: int = SEED, *, hurried: bool = False) -> Figure:
    """Kill under load, then let everything arrive."""
    chance = random.Random(seed)
    with (
        temporary.queue() as queue,
        environment(REDIS_URL=queue.url),
        prepared() as ground,
    ):
        ground.office.takes = lambda: random.uniform(*A_MAIL_TAKES)
        crew = Crew(ground, Redis.from_url(queue.url), chance, hurried)
        crew.start()
        _under_load(crew, kills)
        with suppress(NeverCame):  # what has not come by then is counted as lost
            wait_until(crew.is_done, PATIENCE)
        return _figure(crew, seed)


def _under_load(crew: Crew, kills: int) -> None:
    burst = 0.0
    while crew.kills < kills:
        if time.monotonic() >= burst:
            crew.load()
            burst = time.monotonic() + crew.chance.uniform(*BETWEEN_BURSTS)
        crew.kill_those_whose_time_has_come()
        crew.look()
        time.sleep(0.05)


def _figure(crew: Crew, seed: int) -> Figure:
    copies: Counter[str] = Counter()
    names = set()
    for mail in crew.ground.office.mails:
        copies[str(mail["X-Message-Ref"])] += 1
        names.add((str(mail["X-Message-Ref"]), str(mail["Message-ID"])))
    left = ask(LEFT)
    why = f" (not sent: {left})" if left else ""
    lost = sum(str(message) not in copies for message in crew.written)
    twice = copies.total() - len(copies)
    slowest = max(crew.delays, default=0.0)
    hit = ", ".join(f"{count} hit {what}" for what, count in sorted(crew.hit.items()))
    return Figure(
        f"{crew.kills} kills (seed {seed}; {hit}): "
        f"{lost} of {len(crew.written)} messages lost{why}, "
        f"{twice} sent twice, {len(names) - len(copies)} with another Message-ID, "
        f"{len(crew.delays)} picked up after {slowest:.0f} s at most",
        f"0 lost, at most {MOST_TWICE * crew.kills:.0f} twice, same Message-ID, "
        f"{MOST_SECONDS:.0f} s",
        not lost
        and twice <= MOST_TWICE * crew.kills
        and len(names) == len(copies)
        and slowest <= MOST_SECONDS,
    )
