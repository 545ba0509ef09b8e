"""What must hold for a page as a browser draws it, on a desk and on the smallest telephone."""

from collections.abc import Iterator
from pathlib import Path
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
  bursting: [...document.querySelectorAll(".card, main")]
    .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.className),
  wide: document.documentElement.scrollWidth - innerWidth })"""

SHAPE = """() => {
  const said = ["role", "type", "scope", "lang", "dir", "hidden", "open", "disabled", "tabindex"];
  const refer = ["for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls"];
  const own = (one) => [
    ...said.map((name) => one.getAttribute(name)),
    ...one.getAttributeNames(),
    ...refer.filter((name) => one.hasAttribute(name)).map((name) =>
      one.getAttribute(name).split(" ").every((id) => document.getElementById(id))),
    one.textContent.trim() ? "text" : "empty",
    one.id ? document.querySelectorAll("#" + CSS.escape(one.id)).length : 0];
  const path = (one) =>
    one ? path(one.parentElement) + ">" + one.localName + "." + one.className : "";
  return [...new Set([...document.querySelectorAll("*")].map((one) => path(one) + own(one)))]
    .sort().join("\\n"); }"""
"""Of which elements a page is made, within which, with which attributes: each kind once."""
EXAMINED: set[int] = set()
"""The shapes that axe has looked at: a page of the same shape has the same faults, or none."""


def faults(page: Page) -> Iterator[str]:
    """Everything wrong with the page that is shown: on a desk with axe, on a telephone as drawn."""
    yield from faults_as_drawn(page)
    yield from faults_of_axe(page)
    page.set_viewport_size(PHONE)
    yield from faults_as_drawn(page)
    page.set_viewport_size(DESK)


def faults_as_drawn(page: Page) -> Iterator[str]:
    where, found = _where(page), page.evaluate(LOOK)
    if found["headings"] != 1:
        yield f"{where}: {found['headings']} main headings"
    if not found["title"].removeprefix("Fel: ").partition(" – ")[0].strip():
        yield f"{where}: no title"
    yield from (f"{where}: {part} is too narrow for what it holds" for part in found["bursting"])
    if found["wide"] > 0:
        yield f"{where}: {found['wide']} px have to be scrolled sideways"


def faults_of_axe(page: Page) -> Iterator[str]:
    shape = hash(page.evaluate(SHAPE))
    if shape in EXAMINED:
        return
    page.evaluate(SCRIPT)
    where, violations = _where(page), page.evaluate(ASK, RULES)
    if not violations:
        EXAMINED.add(shape)
    yield from (f"{where}: {name} {targets}" for name, targets in violations)


def _where(page: Page) -> str:
    width = page.viewport_size["width"] if page.viewport_size else 0
    return f"{urlsplit(page.url).path} at {width} px"
