"""PDF files, set by a program of their own so that a web worker stays small."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Response, current_app
from flask_babel import gettext

TYPESET = Path(__file__).with_name("typeset.py")
LONGEST = 20
"""Seconds; setting a page takes a fraction of one."""


def render(template: str, texts: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF/A that a template in templates/pdf makes of some texts; it says when it was made."""
    source = Path(current_app.root_path).parent / "templates" / "pdf" / template
    done = subprocess.run(  # noqa: S603 (our own program, our own template; texts go in as data)
        [sys.executable, "-I", str(TYPESET), str(source)],
        input=json.dumps(texts | _about(at), ensure_ascii=False).encode(),
        capture_output=True,
        check=True,
        timeout=LONGEST,
        env={},
    )
    return done.stdout


def _about(at: datetime) -> dict[str, Any]:
    return {
        "made": list(at.astimezone(UTC).timetuple()[:6]),
        "unknown": gettext(
            "Tecknet \ufffd står där portalens typsnitt saknar tecknet. I portalen står det rätt."
        ),
    }


def attachment(pdf: bytes, name: str) -> Response:
    """A download; the name says what it is and nothing about whom."""
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
