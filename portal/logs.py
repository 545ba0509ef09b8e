"""What the portal's programs say: one line of JSON for each event, and nothing about anybody.

An error is told by its kind and by where it happened. Its text and the values at hand may hold what
somebody typed, so they are never written.
"""

import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

DEEP = 12
"""How many of the innermost places of an error are told."""


def configure() -> None:
    """For every program of the portal; repeating it changes nothing."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_texts,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        # Asked for at each line: the stream of the first may have been closed since.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def without_texts(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Puts kind and places where the error itself stood."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["places"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-DEEP:]
        ]
    return event
