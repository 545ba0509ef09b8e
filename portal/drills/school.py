"""A counsellor at a browser, with finished drafts to send: what drills file with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from uuid import UUID, uuid4

from portal.access.passwords import hash_password
from portal.bench import rows
from portal.bench.rows import HOME, PASSWORD, Cast
from portal.bench.site import Visitor
from portal.bench.works import Finished, WentWrong, write_drafts
from portal.clock import now, today
from portal.db import transaction
from portal.demo.processes import Program, free_port
from portal.drills.ground import await_answer, prepared
from portal.models import Membership, Municipality, User
from portal.vocabulary import Role

SEE_OTHER = 303
NO_ANSWER = (OSError, HTTPException)
"""What a browser has when the server falls in the midst of a request."""


def settle(drafts: int) -> list[Finished]:
    """The benchmark's three people, a desk that is told by mail, and so many finished drafts."""
    cast = rows.people(hash_password(PASSWORD), now())
    with transaction() as session:
        home = session.get_one(Municipality, HOME)
        home.joined_on, home.email = today(now()), "kaa@drill.example"
    return write_drafts(cast[Role.COUNSELLOR], drafts)


def hire(
    called: str, role: Role, count: int, *, unit: str | None = None, home: str | None = None
) -> list[UUID]:
    """So many more people in a role; they log in as `address(called, number)`."""
    at, secret, made = now(), hash_password(PASSWORD), []
    with transaction() as session:
        for number in range(count):
            name = f"{called.capitalize()} {number}"
            user = User(
                id=uuid4(),
                email=address(called, number),
                name=name,
                password_hash=secret,
                created_at=at,
            )
            made.append(
                Membership(
                    id=uuid4(),
                    user=user,
                    role=role,
                    school_unit_code=unit,
                    municipality_code=home,
                    started_at=at,
                )
            )
        session.add_all(made)
    return [membership.id for membership in made]


def address(called: str, number: int = 0) -> str:
    """Where somebody hired is reached."""
    return f"{called}{number}@drill.example"


@dataclass
class Door:
    """A web server, and the browsers that people have opened there."""

    port: int
    browsers: list[Visitor] = field(default_factory=list)

    def enter(self, email: str) -> Visitor:
        """A browser in which somebody is logged in, with a page that has a form."""
        browser = self._open()
        browser.get("/login")
        status, where = browser.post("/login", email=email, password=PASSWORD)
        if status not in (302, SEE_OTHER):
            raise WentWrong(f"login: {status} {where[:100]}")
        browser.get(where)
        return browser

    def tab(self, beside: Visitor) -> Visitor:
        """Another tab of the same browser: the same cookies."""
        tab = self._open()
        tab.cookies, tab.token = dict(beside.cookies), beside.token
        return tab

    def _open(self) -> Visitor:
        browser = Visitor(self.port)
        self.browsers.append(browser)
        return browser


@contextmanager
def served(workers: int = 1) -> Iterator[Door]:
    """A web server; it and the browsers end with the drill."""
    with prepared(mail=False) as ground:
        door = Door(free_port())
        await_answer(door.port, ground.web(door.port, workers=workers))
        yield door
        for browser in door.browsers:
            browser.line.close()


@dataclass
class Counsellor:
    """Somebody of the cast, logged in at one web server."""

    program: Program
    port: int

    def __post_init__(self) -> None:
        await_answer(self.port, self.program)
        self.browser = Visitor(self.port)
        self.browser.get("/login")
        self.browser.post("/login", email=Cast().counsellor, password=PASSWORD)
        self.browser.get("/filings/new/absence")

    def send(self, draft: Finished) -> str:
        """Hand a draft in; the address of its receipt, empty when none was shown."""
        try:
            status, where = self.browser.post(f"/filings/drafts/{draft.id}/send", seen=draft.seen)
        except NO_ANSWER:
            self.close()
            return ""
        return where if status == SEE_OTHER and where.endswith("/receipt") else ""

    def close(self) -> None:
        self.browser.line.close()

    def sees(self, receipt: str) -> bool:
        """Whether the receipt is there to be read."""
        status, _ = self.browser.get(receipt)
        return status == 200  # noqa: PLR2004
