"""What must hold for a page as a browser draws it, on a desk and on the smallest telephone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
from playwright.sync_api import Page, ViewportSize

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = """(rules) => axe.run(document, {runOnly: rules, resultTypes: ["violations"]})
  .then((found) => found.violations.map((fault) =>
    [fault.id, fault.nodes.slice(0, 3).map((node) => node.target.join(" "))]))"""
LOOK = """() => ({
  headings: document.querySelectorAll("h1").length,
  title: document.title,
  wide: document.documentElement.scrollWidth - innerWidth })"""


def faults(page: Page, *, on_phone_too: bool = False) -> Iterator[str]:
    """Everything wrong with the page that is shown, axe's findings among it."""
    page.evaluate(SCRIPT)
    yield from _faults(page)
    page.set_viewport_size(PHONE)
    yield from _faults(page, with_axe=on_phone_too)
    page.set_viewport_size(DESK)


def _faults(page: Page, *, with_axe: bool = True) -> Iterator[str]:
    width = page.viewport_size["width"] if page.viewport_size else 0
    where = f"{urlsplit(page.url).path} at {width} px"
    found: dict[str, Any] = page.evaluate(LOOK)
    if found["headings"] != 1:
        yield f"{where}: {found['headings']} main headings"
    if not found["title"].removeprefix("Fel: ").partition(" – ")[0].strip():
        yield f"{where}: no title"
    if found["wide"] > 0:
        yield f"{where}: {found['wide']} px have to be scrolled sideways"
    if with_axe:
        violations = page.evaluate(ASK, RULES)
        yield from (f"{where}: {name} {targets}" for name, targets in violations)
