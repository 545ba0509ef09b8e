"""A mail server for tests: takes what comes, or refuses it when told to."""

import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import Envelope


class PostOffice:
    """What was sent, in order."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuses = False
        self.came = threading.Event()
        """Something has come; for tests that must wait for another thread's mail."""

    @property
    def told(self) -> list[tuple[str, str]]:
        """Whom each mail was for, and its subject."""
        return [(str(mail["To"]), str(mail["Subject"])) for mail in self.mails]

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Envelope
    ) -> str:
        if self.refuses:
            return "451 Not now"
        content = envelope.original_content or b""
        self.mails.append(message_from_bytes(content, policy=policy.default))
        self.came.set()
        return "250 OK"
