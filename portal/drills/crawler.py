"""Somebody who opens every page that a page links to, and fills in every form with canaries."""

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from portal.demo.processes import LOOPBACK
from portal.drills.canaries import MAIL, PHONE, SAID

LEFT_ALONE = re.compile(
    r"^/(logout|roles|language|account|static|held|admin/people|admin/municipal|register/search$)"
    r"|discard|/end$|remove"
)
"""What would end the visit or what the others stand on."""
PLACEHOLDER = re.compile(r"[0-9a-f-]{36}|\d\d-[0-9A-Z]{4}-[0-9A-Z]{4}|\d+|(?<=/guest/)[^/]+")
EXAMPLES = 2
"""How many pages of the same kind are opened."""

Fields = list[tuple[str, str]]


class Page(HTMLParser):
    """A page's links, and its forms as somebody fills them in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, Fields]] = []
        self._select, self._posts = "", False
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "a" and said.get("href", "").startswith("/"):
            self.links.append(said["href"])
        elif tag == "form":
            self._posts = said.get("method", "get").lower() == "post"
            if self._posts:
                self.forms.append((said.get("action", ""), []))
        elif tag == "select":
            self._select = said.get("name", "")
        elif self._posts:
            self._field(tag, said)

    def _field(self, tag: str, said: dict[str, str]) -> None:
        fields = self.forms[-1][1]
        name = self._select if tag == "option" else said.get("name", "")
        kind = said.get("type", "text") if tag == "input" else tag
        value = said.get("value", "")
        chosen = kind in CHOSEN and value and name not in dict(fields)
        if name and (kind in FILLED or kind == "hidden" or chosen):
            fields.append((name, FILLED.get(kind, value)))


CHOSEN = ("radio", "checkbox", "option")
"""The first of each is taken."""
FILLED = {
    "text": SAID,
    "textarea": SAID,
    "search": SAID,
    "email": MAIL,
    "tel": PHONE,
    "date": date.today().isoformat(),  # noqa: DTZ011 (any day will do)
    "time": "10:00",
    "number": "3",
    "password": SAID,
}


@dataclass
class Visitor:
    """One person's browser, which remembers every address it was given."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def ask(self, path: str, fields: Fields | None = None) -> str:
        """The page there; what is no page, and where a form leads, is an address to remember."""
        line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=60)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Referer": f"http://{LOOPBACK}:{self.port}/",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = None if fields is None else urlencode(fields)
        line.request("GET" if body is None else "POST", path, body, headers)
        answer = line.getresponse()
        said = answer.read()
        line.close()
        self._remember(path, answer)
        return said.decode() if "html" in answer.getheader("Content-Type", "") else ""

    def _remember(self, path: str, answer: http.client.HTTPResponse) -> None:
        self.statuses.append(answer.status)
        self.addresses += [path, answer.getheader("Location", "")]
        self.addresses.append(answer.getheader("Content-Disposition", ""))
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content

    def log_in(self, email: str, password: str) -> None:
        own = {"email": email, "password": password}
        forms = (found for _, found in Page(self.ask("/login")).forms)
        fields = next(found for found in forms if own.keys() <= dict(found).keys())
        self.ask("/login", [(name, own.get(name, value)) for name, value in fields])

    def wander(self, most: int) -> None:
        """Open so many pages, of each kind some, and send each kind of form once."""
        seen: dict[str, int] = {}
        waiting = ["/"]
        posted: set[str] = set()
        while waiting and most:
            path = waiting.pop(0)
            kind = PLACEHOLDER.sub("*", urlsplit(path).path)
            seen[kind] = seen.get(kind, 0) + 1
            if seen[kind] > EXAMPLES or LEFT_ALONE.search(path):
                continue
            most -= 1
            page = Page(self.ask(path))
            waiting += [self.addresses[-2]] * bool(self.addresses[-2])
            self.addresses += page.links
            waiting += [link.partition("#")[0] for link in page.links]
            for action, fields in self._new(page, path, posted):
                self.ask(action, fields)
                waiting.append(self.addresses[-2])
        self.addresses = [address for address in self.addresses if address]

    def _new(self, page: Page, path: str, posted: set[str]) -> Iterator[tuple[str, Fields]]:
        for action, fields in page.forms:
            where = action or path
            kind = PLACEHOLDER.sub("*", urlsplit(where).path)
            if fields and kind not in posted and not LEFT_ALONE.search(where):
                posted.add(kind)
                yield where, fields
