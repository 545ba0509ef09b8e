"""Keeps programs running: what falls is started again, each time a little later."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.demo.processes import Program
from portal.demo.terminal import say

SETTLED_AFTER = 60.0
"""A program that ran this long had started well; its next fall is a new one."""
LONGEST_WAIT = 30.0


@dataclass
class Watched:
    """A program, when it was last started and when it may be started again."""

    program: Program
    wait: float = 1.0
    began: float = field(default_factory=time.monotonic)
    due: float | None = None

    def look(self, at: float) -> None:
        if self.program.is_running():
            if at - self.began > SETTLED_AFTER:
                self.wait = 1.0
        elif self.due is None:
            say(f"{self.program.name} stopped; it is started again in {self.wait:.0f} s.")
            self.due = at + self.wait
            self.wait = min(self.wait * 2, LONGEST_WAIT)
        elif at >= self.due:
            self.program.stop()  # whoever it left behind
            self.program.start()
            self.began, self.due = at, None


def keep_running(programs: Sequence[Program]) -> None:
    """Until a signal ends it."""
    watched = [Watched(program) for program in programs]
    while True:
        for one in watched:
            one.look(time.monotonic())
        time.sleep(0.5)
