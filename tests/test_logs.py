"""What stands in the log: where a bug is, and nothing that anybody typed."""

import json
from typing import Any

import pytest
import structlog
from flask import Flask

from portal import logs
from tests.town import SIXTEEN

CANARY = "Kanarie-Wilma"


def stumble(number: str) -> None:
    """A bug in the middle of somebody's data."""
    raise ValueError(f"cannot read {CANARY} {number}")


def test_an_error_is_logged_by_kind_and_place_and_never_by_its_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure()
    try:
        stumble(SIXTEEN)
    except ValueError as error:
        structlog.get_logger().error("broken", endpoint="queue.show", exc_info=error)

    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["event"], told["error"], told["level"]) == ("broken", "ValueError", "error")
    assert told["places"][-1].endswith(" stumble")
    assert CANARY not in line
    assert SIXTEEN not in line


def test_a_line_break_in_what_is_logged_makes_no_second_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure()

    structlog.get_logger().warning("odd", said='x\n{"event":"login"}')

    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_portal_itself_logs_so(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    processors: list[Any] = structlog.get_config()["processors"]

    assert logs.without_texts in processors
