"""Sets one PDF, as a program of its own: `typeset.py template.typ`, texts as JSON in, PDF out.

Typst keeps 30 MB of fonts and caches that a web worker would carry for ever, and its compiler has
no business in a process that holds keys. Nothing of the portal is imported here.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import typst

FONTS = Path(__file__).parents[1] / "fonts"
"""Arabic letters, beside those that Typst brings; ORIGIN there says whence."""
UNKNOWN = "\ufffd"
UNSHOWN = re.compile(
    "[^\t\n -~\u00a0-\u024f\u0300-\u036f\u0370-\u03ff\u0400-\u04ff\u0600-\u06ff\u1e00-\u1eff"
    "\u2010-\u2026\u20ac\u2212\ufffd]"
)
"""What is in none of our fonts: a file to be kept may not hold a character that shows nothing."""


def _shown(value: Any) -> Any:
    """The texts with a sign in place of every character that cannot be shown."""
    if isinstance(value, str):
        return UNSHOWN.sub(UNKNOWN, value)
    if isinstance(value, list):
        return [_shown(one) for one in value]
    return {name: _shown(one) for name, one in value.items()} if isinstance(value, dict) else value


def _compile(texts: Any, *, archived: bool) -> bytes:
    """User text comes in as data, never as source, so it cannot be markup."""
    return typst.compile(
        Path(sys.argv[1]),
        sys_inputs={"data": json.dumps(texts, ensure_ascii=False)},
        font_paths=[FONTS],
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"] if archived else [],
    )


def main() -> None:
    """To be kept for long (PDF/A-2a) and read aloud (PDF/UA-1); else, with any text, as a file."""
    texts = json.load(sys.stdin.buffer)
    for said, archived in ((texts, True), (_shown(texts), True), (texts, False)):
        try:
            pdf = _compile(said, archived=archived)
        except typst.TypstError:
            continue
        sys.stdout.buffer.write(pdf)
        return
    sys.exit("the template cannot be set")


if __name__ == "__main__":
    main()
