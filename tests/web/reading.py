"""Reads a page of the gallery as a browser does."""

from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient

SVG = "{http://www.w3.org/2000/svg}"
CONTROLS = {"input", "select", "textarea"}


class Visit:
    """Fetches pages, and refuses HTML that is not valid."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> Element:
        return self._read(self.client.get(path).text)

    def send(self, path: str, **typed: str) -> Element:
        token = self.get(path).find(".//input[@name='csrf_token']")
        assert token is not None
        data = {"csrf_token": token.get("value", ""), **typed}
        return self._read(self.client.post(path, data=data).text)

    def _read(self, text: str) -> Element:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
        return parser.parse(text)


def words(element: Element | None) -> str:
    """What is read of an element, on one line."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def by_id(page: Element, name: str) -> Element:
    found = page.find(f".//*[@id='{name}']")
    assert found is not None, name
    return found


def asked(page: Element) -> list[Element]:
    """The controls a person fills in."""
    return [
        control
        for control in page.iter()
        if control.tag in CONTROLS and control.get("type") not in ("hidden", "submit")
    ]
