"""A client that reads every page as a strict reader would, and fails what it cannot read."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Response
from flask.testing import FlaskClient

FIELDS = ("input", "select", "textarea")
SAID_BY_ITSELF = ("hidden", "submit", "button", "image", "reset")
PORTAL = " – Överlämningen"


class Page:
    """What an answer shows, as a tree and as text."""

    def __init__(self, html: str) -> None:
        reader = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = reader.parse(html)
        self.faults = [f"line {line}: {code}" for (line, _), code, _ in reader.errors]

    def all(self, *tags: str, **attributes: str) -> list[Element]:
        """Every element of these kinds; attributes are written as in `role="alert"`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.root.iter()
            if (not tags or element.tag in tags)
            and all(element.get(name) == value for name, value in wanted.items())
        ]

    @property
    def title(self) -> str:
        return text_of(self.all("title")[0]) if self.all("title") else ""

    @property
    def heading(self) -> str:
        return text_of(self.all("h1")[0])

    @cached_property
    def text(self) -> str:
        """What a person reads between header and footer."""
        return text_of(self.all("main")[0])

    @property
    def links(self) -> dict[str, str]:
        """Where each link of the page leads, by its text."""
        return {text_of(link): link.get("href", "") for link in self.all("a")}

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields, as a browser would send them; several of a name: the last."""
        return dict(self._values())

    def _values(self) -> Iterator[tuple[str, str]]:
        for field in self.all(*FIELDS):
            name, kind = field.get("name"), field.get("type", "text")
            if name is None or kind in ("submit", "button", "image", "reset"):
                continue
            if kind in ("radio", "checkbox") and field.get("checked") is None:
                continue
            yield name, _value(field)

    def has_errors(self) -> bool:
        return bool(self.all(aria_invalid="true")) or bool(self.all(class_="error-summary"))


def text_of(element: Element) -> str:
    """Its words, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _value(field: Element) -> str:
    if field.tag == "textarea":
        return "".join(field.itertext()).removeprefix("\n")
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return chosen[0].get("value", text_of(chosen[0])) if chosen else ""
    return field.get("value", "on" if field.get("type") in ("radio", "checkbox") else "")


# --- what holds for every page ------------------------------------------------------------------


def problems(page: Page) -> list[str]:
    """What is wrong with a page, whatever it is about."""
    return page.faults + [problem for rule in RULES for problem in rule(page)]


def _one_heading(page: Page) -> Iterator[str]:
    if len(page.all("h1")) != 1:
        yield f"{len(page.all('h1'))} h1 instead of one"
    if len(page.all("main")) != 1:
        yield "no main"


def _title_says_what_and_whether(page: Page) -> Iterator[str]:
    if not page.title.endswith(PORTAL) or page.title == PORTAL:
        yield f"title {page.title!r}"
    if page.title.startswith(("Fel: ", "Error: ")) != page.has_errors():
        yield f"title {page.title!r} on a page {'with' if page.has_errors() else 'without'} errors"


def _language_is_named(page: Page) -> Iterator[str]:
    if page.root.get("lang") not in ("sv", "en"):
        yield "no language"


def _ids_are_unique(page: Page) -> Iterator[str]:
    ids = Counter(element.get("id") for element in page.root.iter() if element.get("id"))
    yield from (f"id {name!r} {count} times" for name, count in ids.items() if count > 1)


def _references_lead_somewhere(page: Page) -> Iterator[str]:
    ids = {element.get("id") for element in page.root.iter()}
    for element in page.root.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f'{element.tag} {attribute}="{name}" leads nowhere'
        href = element.get("href") or ""
        if element.tag == "a" and len(href) > 1 and href[0] == "#" and href[1:] not in ids:
            yield f'a href="{href}" leads nowhere'


def _fields_are_named(page: Page) -> Iterator[str]:
    named = {label.get("for") for label in page.all("label")}
    within = {field for label in page.all("label") for field in label.iter() if field is not label}
    for field in page.all(*FIELDS):
        if field.get("type") in SAID_BY_ITSELF or field in within:
            continue
        if field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in named:
            continue
        yield f"{field.tag} {field.get('name')!r} has no label"


def _wrong_fields_say_why(page: Page) -> Iterator[str]:
    for field in page.all(aria_invalid="true"):
        if not field.get("aria-describedby"):
            yield f"{field.tag} {field.get('name')!r} is wrong but does not say why"


def _forms_can_be_sent(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        if form.get("action") is None:
            yield "form without action"
        names = {field.get("name") for field in form.iter("input")}
        if form.get("method", "get").lower() == "post" and "csrf_token" not in names:
            yield f"form {form.get('action')!r} without token"


def _nothing_runs_from_attributes(page: Page) -> Iterator[str]:
    for element in page.root.iter():
        for name in element.attrib:
            if name == "style" or name.startswith("on"):
                yield f"{element.tag} {name}: the content policy forbids it"
        if element.tag in ("script", "style") and not element.get("nonce"):
            yield f"{element.tag} without nonce"


def _pictures_are_told(page: Page) -> Iterator[str]:
    yield from ("img without alt" for image in page.all("img") if image.get("alt") is None)


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    _one_heading,
    _title_says_what_and_whether,
    _language_is_named,
    _ids_are_unique,
    _references_lead_somewhere,
    _fields_are_named,
    _wrong_fields_say_why,
    _forms_can_be_sent,
    _nothing_runs_from_attributes,
    _pictures_are_told,
)


# --- the client ---------------------------------------------------------------------------------


class PageResponse(Response):
    """An answer with its page read."""

    page: Page


class PageClient(FlaskClient):
    """Follows nothing, forgives nothing: every page is checked, and a bug's 500 fails the test."""

    breakage_expected = False
    reads_pages = True
    after: Callable[[], None] = staticmethod(lambda: None)
    """Run when an answer has come: what the test holds of the database is no longer fresh."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().open(*args, **kwargs)
        self.after()
        where = f"{answer.request.method} {answer.request.path}"
        if answer.status_code >= 500 and not self.breakage_expected:
            raise AssertionError(f"{where} answered {answer.status_code}")
        if (
            self.reads_pages
            and answer.mimetype == "text/html"
            and answer.status_code not in range(300, 400)
        ):
            answer.page = Page(answer.text)
            found = problems(answer.page)
            assert not found, f"{where}: " + "; ".join(found)
        return answer

    def send(self, form_page: Any, *, to: str | None = None, **answers: Any) -> Any:
        """Fill in the form of a fetched page and post it, its token and what stands there too."""
        filled = form_page.page.values | answers
        return self.post(to or urlsplit(form_page.request.url).path, data=filled)
