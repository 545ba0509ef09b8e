"""Sets one PDF, as a program of its own: `typeset.py template.typ`, texts as JSON in, PDF out.

Typst keeps 30 MB of fonts and caches that a web worker would carry for ever, and its compiler has
no business in a process that holds keys. Nothing of the portal is imported here.
"""

import sys
from pathlib import Path

import typst


def main() -> None:
    """User text comes in as data, never as source, so it cannot be markup."""
    source, data = Path(sys.argv[1]), {"data": sys.stdin.buffer.read().decode()}
    try:
        pdf = typst.compile(
            source, sys_inputs=data, ignore_system_fonts=True, pdf_standards=["ua-1"]
        )
    except typst.TypstError:
        # A name in letters that no font of ours has cannot be told by PDF/UA; better untold so.
        pdf = typst.compile(source, sys_inputs=data, ignore_system_fonts=True)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
