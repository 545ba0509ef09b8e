"""PDF files, set by a program of their own so that a web worker stays small."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from flask import Response, current_app

TYPESET = Path(__file__).with_name("typeset.py")
LONGEST = 20
"""Seconds; setting a page takes a fraction of one."""


def render(template: str, texts: dict[str, Any]) -> bytes:
    """The PDF that a template in templates/pdf makes of some texts."""
    source = Path(current_app.root_path).parent / "templates" / "pdf" / template
    done = subprocess.run(  # noqa: S603 (our own program, our own template; texts go in as data)
        [sys.executable, "-I", str(TYPESET), str(source)],
        input=json.dumps(texts, ensure_ascii=False).encode(),
        capture_output=True,
        check=True,
        timeout=LONGEST,
        env={},
    )
    return done.stdout


def attachment(pdf: bytes, name: str) -> Response:
    """A download; the name says what it is and nothing about whom."""
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
