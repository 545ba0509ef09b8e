"""A mail server for tests and drills: takes what comes, or refuses, hangs or cuts when told to."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from portal.demo.processes import LOOPBACK


class PostOffice:
    """What was sent, in order; and how the next mails are answered."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = False
        self.to_recipient = ""
        """What it says to RCPT, when not yes."""
        self.to_mail = ""
        """What it says when it has the mail, when not yes."""
        self.cuts = False
        self.forgets_to_answer = False
        """It keeps the mail and cuts the line before it has said so."""
        self.cuts_goodbye = False
        """It keeps the mail, says so, and cuts the line at once."""
        self.hangs = False
        self.takes: Callable[[], float] = float
        """How many seconds it asks around about a recipient before it says yes."""
        self.begun = threading.Event()
        """A mail is with it, and not answered yet; for tests that break off just then."""
        self.came = threading.Event()
        """Something has come; for tests that must wait for another thread's mail."""

    @property
    def told(self) -> list[tuple[str, str]]:
        """Whom each mail was for, and its subject."""
        return [(str(mail["To"]), str(mail["Subject"])) for mail in self.mails]

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.begun.set()
        await asyncio.sleep(self.takes())
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Envelope
    ) -> str:
        if self.hangs:
            await asyncio.Event().wait()
        if self.cuts:
            server.transport.abort()
        if self.cuts or self.refuses or self.to_mail:
            return self.to_mail or "451 Not now"
        content = envelope.original_content or b""
        self.mails.append(message_from_bytes(content, policy=policy.default))
        self.came.set()
        if self.forgets_to_answer:
            server.transport.abort()
        return "250 OK"

    async def handle_QUIT(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Envelope
    ) -> str:
        if self.cuts_goodbye:
            server.transport.abort()
        return "221 Bye"


@contextmanager
def opened(office: PostOffice, port: int) -> Iterator[None]:
    """The office is reached at this port of the machine meanwhile."""
    door = Controller(office, hostname=LOOPBACK, port=port)
    door.start()
    try:
        yield
    finally:
        with suppress(asyncio.CancelledError):
            door.stop()
