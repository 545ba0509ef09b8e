"""What the demo says to the person who started it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def say(text: str = "", *, end: str = "\n") -> None:
    """A terminal that has gone away must not keep the demo from stopping."""
    with suppress(OSError):
        print(text, end=end, flush=True)


class Steps:
    """Numbered lines, each with the time it took."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.taken = 0

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        self.taken += 1
        say(f"[{self.taken}/{self.total}] {what} … ", end="")
        began = time.monotonic()
        try:
            yield
        except BaseException:
            say()
            raise
        say(f"{time.monotonic() - began:.1f} s")
