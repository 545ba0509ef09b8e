"""A form as a browser has it: its fields with what stands in them, and what an error points at."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element

from tests.pages import FIELDS, Page

BUTTONS = ("submit", "button", "image", "reset")
TICKED = ("radio", "checkbox")
Pairs = list[tuple[str, str]]


@dataclass
class Field:
    """All inputs of one name."""

    name: str
    kind: str
    texts: list[str] = field(default_factory=list)
    """What a browser would send as it stands."""
    options: list[str] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        """Whether anything can be typed, any text."""
        return self.kind in ("text", "search", "textarea")

    @property
    def is_chosen(self) -> bool:
        return self.kind in ("select", *TICKED)

    @property
    def is_shown_again(self) -> bool:
        """A password never is; what is hidden the page fills in itself."""
        return self.kind not in ("password", "hidden")


def fields_of(page: Page, action: str, *, at: str) -> dict[str, Field]:
    """The fields of a page's forms that lead to an address, several taken together."""
    found: dict[str, Field] = {}
    for form in page.all("form"):
        leads_to = urlsplit(form.get("action") or at).path
        if form.get("method") != "post" or leads_to != action:
            continue
        outside = page.all(*FIELDS, form=form.get("id", "none"))
        for element in (*form.iter(), *outside):
            if element.tag in FIELDS and element.get("name"):
                _take_in(found, element)
    return found


def _take_in(found: dict[str, Field], element: Element) -> None:
    name, kind = element.get("name") or "", element.get("type", "text")
    kind = kind if element.tag == "input" else element.tag
    kind = "hidden" if element.get("hidden") is not None else kind
    if kind in BUTTONS or name == "csrf_token":
        return
    own = found.setdefault(name, Field(name, kind))
    if element.tag == "select":
        own.options += [one.get("value", "") for one in element.iter("option")]
        chosen = [one for one in element.iter("option") if one.get("selected") is not None]
        own.texts = [one.get("value", "") for one in chosen] or own.options[:1]
    elif kind in TICKED:
        own.options.append(element.get("value", "on"))
        own.texts += [element.get("value", "on")] if element.get("checked") is not None else []
    else:
        text = "".join(element.itertext()) if kind == "textarea" else element.get("value", "")
        own.texts = [text.removeprefix("\n")]


def pairs(fields: dict[str, Field], **answers: Any) -> Pairs:
    """What is sent: each field as it stands, unless it is answered. None leaves a field out."""
    sent: Pairs = []
    for name in {**fields, **answers}:
        answer = answers.get(name, fields[name].texts if name in fields else [])
        texts = answer if isinstance(answer, list) else [] if answer is None else [answer]
        sent += [(name, text) for text in texts]
    return sent


def body(sent: Pairs) -> bytes:
    """As it goes over the wire; a lone surrogate too, which no browser sends but anybody may."""
    return urlencode(sent, errors="surrogatepass").encode()


def blamed(page: Page) -> set[str]:
    """The fields that the summary of errors points at."""
    names: set[str] = set()
    for summary in page.all(class_="error-summary"):
        for link in summary.iter("a"):
            for target in page.all(id=(link.get("href") or "#").partition("#")[2]):
                within = [one.get("name") for one in target.iter() if one.get("name")]
                names |= set(filter(None, within))
    return names
