"""Mail: a nudge in plain text with a link that demands login, and nothing about anybody."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale

from portal.access import tokens
from portal.config import settings
from portal.models import Message
from portal.queries import pickups

TIMEOUT = 10
"""Seconds a mail server may be silent."""
PATHS = {"invitation": tokens.invitation_path, "reset": tokens.reset_path}
"""Mails whose link is a token made at sending; all others lead to the portal's start."""


def send(message: Message) -> None:
    """Hand one message to the mail server. Raises what smtplib raises when it is refused."""
    mail = compose(message)
    with _server() as server:
        server.send_message(mail)


def compose(message: Message) -> EmailMessage:
    """The mail as it goes on the wire. A control character in a header raises, on every Python."""
    with force_locale(message.locale):
        # Not render_template: a mail has no page around it and no request behind it.
        template = current_app.jinja_env.get_template(f"mail/{message.template}.txt")
        text = template.render(link=link(message))
    subject, _, body = text.partition("\n")
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = subject.strip()
    mail["From"] = current_app.config["MAIL_DEFAULT_SENDER"]
    mail["To"] = _one_address(message.recipient)
    mail["Date"] = message.created_at
    mail["Message-ID"] = f"<{message.id}@{urlsplit(settings().base_url).hostname}>"
    mail["X-Message-Ref"] = str(message.id)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body.strip() + "\n")
    return mail


def _one_address(text: str) -> Address:
    """Raises ValueError unless the text is one address and nothing more."""
    if not text.isascii() or not text.isprintable():
        raise ValueError("an address is printable")
    return Address(addr_spec=text)


def link(message: Message) -> str:
    """Where the mail leads; always below the configured address, whatever a request claimed."""
    if message.template == "pickup":
        return settings().base_url + tokens.pickup_path(pickups.told_by(message.event))
    make_path = PATHS.get(message.template)
    if make_path is not None:
        if message.user is None:
            raise LookupError("a personal link needs a person")
        return settings().base_url + make_path(message.user)
    return f"{settings().base_url}/"


def _server() -> smtplib.SMTP:
    """A connection by Flask-Mail's settings, with the certificate checked and a time limit."""
    config = current_app.extensions["mail"]
    context = ssl.create_default_context()
    if config.use_ssl:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            config.server, config.port, timeout=TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(config.server, config.port, timeout=TIMEOUT)
    if config.use_tls:
        server.starttls(context=context)
    if config.username and config.password:
        server.login(config.username, config.password)
    return server
