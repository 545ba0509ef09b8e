"""A counsellor at a browser, with finished drafts to send: what drills file with."""

from dataclasses import dataclass
from http.client import HTTPException

from portal.access.passwords import hash_password
from portal.bench import rows
from portal.bench.rows import HOME, PASSWORD, Cast
from portal.bench.site import Visitor
from portal.bench.works import Finished, write_drafts
from portal.clock import now, today
from portal.db import transaction
from portal.demo.processes import Program
from portal.drills.ground import await_answer
from portal.models import Municipality
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
