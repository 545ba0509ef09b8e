"""The queue is broken in every way it can be: forms are filed all the same, and mails go out."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from redis import Redis

from portal.bench.works import Finished
from portal.demo import temporary, valkey
from portal.demo.processes import free_port
from portal.drills import school
from portal.drills.figures import Figure
from portal.drills.ground import Ground, NeverCame, environment, number, prepared, wait_until
from portal.drills.school import Counsellor

FORMS = 10
"""Filed while the queue is broken."""
OUTAGE = 40.0
"""Seconds it has been broken by then."""
BY_ITSELF = 60.0
"""Seconds in which the worker is to find messages without it."""
CAUGHT_UP = 120.0
"""Seconds after its return until everything has gone out."""
WAITING = "SELECT count(*) FROM message WHERE state <> 'sent'"
ABSENT = "absent at start"


def _restart(server: valkey.Server) -> None:
    server.program.start()


def _kill(server: valkey.Server) -> None:
    assert server.program.process is not None
    server.program.process.kill()
    server.program.process.wait()


def _signal(which: signal.Signals) -> Callable[[valkey.Server], None]:
    def send(server: valkey.Server) -> None:
        assert server.program.process is not None
        os.kill(server.program.process.pid, which)

    return send


def _order(*words: str | int) -> Callable[[valkey.Server], None]:
    def give(server: valkey.Server) -> None:
        with Redis.from_url(server.url) as redis:
            redis.execute_command(*words)

    return give


def _change_password(server: valkey.Server) -> None:
    with Redis.from_url(server.url) as redis:
        redis.config_set("requirepass", "another")
        redis.client_kill_filter(_type="normal", skipme=True)


def _change_back(server: valkey.Server) -> None:
    address = server.url.replace(_password(server), "another")
    with Redis.from_url(address) as redis:
        redis.config_set("requirepass", _password(server))


def _password(server: valkey.Server) -> str:
    return server.url.partition("://:")[2].rpartition("@")[0]


@dataclass(frozen=True)
class Way:
    """How it is broken, and how that is mended."""

    breaks: Callable[[valkey.Server], None]
    mends: Callable[[valkey.Server], None]


WAYS = {
    "stopped": Way(_kill, _restart),
    "silent": Way(_signal(signal.SIGSTOP), _signal(signal.SIGCONT)),
    "flushed": Way(_order("FLUSHALL"), _order("FLUSHALL")),
    "full": Way(_order("CONFIG", "SET", "maxmemory", 1), _order("CONFIG", "SET", "maxmemory", 0)),
    "wrong password": Way(_change_password, _change_back),
    ABSENT: Way(_kill, _restart),
}


@dataclass
class Tally:
    """What came of it."""

    refused: int = 0
    slowest: float = 0.0
    by_itself: list[float] = field(default_factory=list)
    """Seconds until all had gone out although the queue was broken."""
    caught_up: list[float] = field(default_factory=list)
    """Seconds after its return until all had gone out, and what was filed then."""


def drill(*ways: str, forms: int = FORMS, outage: float = OUTAGE) -> Figure:
    """Break, wait, file, mend, file again, and see that all goes out."""
    drafts = school.settle((forms + 2) * len(ways))
    tally = Tally()
    with temporary.queue() as server, environment(REDIS_URL=server.url), prepared() as ground:
        if ABSENT in ways:
            WAYS[ABSENT].breaks(server)
        port = free_port()
        who = ground.stack.enter_context(closing(Counsellor(ground.web(port), port)))
        ground.worker()
        for way in ways:
            if way != ABSENT:
                _in_peace(who, drafts.pop())
                WAYS[way].breaks(server)
            time.sleep(outage)
            _file(who, [drafts.pop() for _ in range(forms)], tally)
            tally.by_itself.append(_seconds(BY_ITSELF))
            WAYS[way].mends(server)
            _file(who, [drafts.pop()], tally)
            tally.caught_up.append(_seconds(CAUGHT_UP))
        return _figure(ways, forms, tally, ground)


def _in_peace(who: Counsellor, draft: Finished) -> None:
    assert who.send(draft)
    wait_until(lambda: not number(WAITING), CAUGHT_UP)


def _file(who: Counsellor, drafts: list[Finished], tally: Tally) -> None:
    for draft in drafts:
        began = time.perf_counter()
        tally.refused += not who.send(draft)
        tally.slowest = max(tally.slowest, time.perf_counter() - began)


def _seconds(most: float) -> float:
    """How long until nothing waited; more than the most when it did not come to that."""
    try:
        return wait_until(lambda: not number(WAITING), most)
    except NeverCame:
        return most + 1


def _figure(ways: tuple[str, ...], forms: int, tally: Tally, ground: Ground) -> Figure:
    came = {str(mail["X-Message-Ref"]) for mail in ground.office.mails}
    written = number("SELECT count(*) FROM message")
    by_itself, caught_up = max(tally.by_itself), max(tally.caught_up)
    return Figure(
        f"{', '.join(ways)}: {tally.refused} of {(forms + 1) * len(ways)} filings refused "
        f"(slowest {tally.slowest:.1f} s), {written - len(came)} of {written} messages lost, "
        f"sent within {by_itself:.0f} s meanwhile, {caught_up:.0f} s after its return",
        f"0 refused, 0 lost, {BY_ITSELF:.0f} s, {CAUGHT_UP:.0f} s",
        not tally.refused
        and written == len(came) > 0
        and by_itself <= BY_ITSELF
        and caught_up <= CAUGHT_UP,
    )
