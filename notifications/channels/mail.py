"""Mail: a nudge with a link that demands login, and nothing about anybody."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from notifications.channels import calendar, guests, smtp
from portal.access import tokens
from portal.config import settings
from portal.db import session, transaction
from portal.models import Case, Event, Message, Municipality
from portal.queries import pickups

PATHS = {"invitation": tokens.invitation_path, "reset": tokens.reset_path}
"""Mails whose link is a token made at sending; all others lead to the portal's start."""


def sent(rows: Sequence[Message]) -> AbstractContextManager[None]:
    """One mail for all the rows is with the mail server; `NotTaken` when it was refused."""
    with transaction():  # reading is over before the server is spoken to, which may take long
        letter = compose(rows)
    return smtp.handed_over(letter)


def compose(rows: Sequence[Message]) -> EmailMessage:
    """The mail as it goes on the wire: the first row's own, which tells of the others too."""
    message = rows[0]
    subject, paragraphs, page = _words_for_guest(message) or _words(rows)
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = _printable(subject)
    letter["From"] = _printable(current_app.config["MAIL_DEFAULT_SENDER"])
    letter["To"] = _one_address(message.address)
    letter["Date"] = message.created_at
    letter["Message-ID"] = f"<{message.id}@{urlsplit(settings().base_url).hostname}>"
    letter["X-Message-Ref"] = str(message.id)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content("\n\n".join(paragraphs) + "\n")
    letter.add_alternative(page, subtype="html")
    calendar.add_entry(letter, message)
    return letter


def _words_for_guest(message: Message) -> tuple[str, list[str], str] | None:
    """The same for somebody called to a meeting without an account; nothing for any other mail."""
    summons = message.summons
    if summons is None or summons.participant_id is None:
        return None
    subject, sections = guests.subject(summons), guests.sections(summons)
    page = current_app.jinja_env.get_template("mail/guest.html").render(
        subject=subject, sections=sections, locale=summons.language
    )
    between = ["* * *"] if len(sections) > 1 else []
    first, *others = (section.paragraphs for section in sections)
    return subject, first + [part for other in others for part in between + other], page


def _words(rows: Sequence[Message]) -> tuple[str, list[str], str]:
    """The subject, the paragraphs, and the page that is made of the same paragraphs."""
    message = rows[0]
    address = link(message)
    mails = current_app.jinja_env.get_template
    with force_locale(message.locale):
        # Not render_template: a mail has no page around it and no request behind it.
        text = mails(f"mail/{message.template}.txt").render(
            link=address, number=len(rows), functions=", ".join(_functions(rows))
        )
        subject, _, body = text.partition("\n")
        subject = subject.strip()
        paragraphs = [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
        page = mails("mail/frame.html").render(
            subject=subject, paragraphs=paragraphs, link=address, locale=message.locale
        )
    return subject, paragraphs, page


def _functions(rows: Sequence[Message]) -> list[str]:
    """At which KAA the cases are, by what the functions call themselves: no person, no school."""
    events = [row.event_id for row in rows if row.event_id is not None]
    if not events:
        return []
    wanted = (
        select(Municipality)
        .join(Case, Case.municipality_code == Municipality.code)
        .join(Event, Event.case_id == Case.id)
        .where(Event.id.in_(events))
        .distinct()
        .order_by(Municipality.code)
    )
    return [" ".join((one.kaa_name or one.title).split()) for one in session().scalars(wanted)]


def _printable(text: str) -> str:
    """A header's value. Raises ValueError at what some server might take for the end of a line."""
    if not text.isprintable():
        raise ValueError("a header is one printable line")
    return text


def _one_address(text: str) -> Address:
    """Raises ValueError unless the text is one address and nothing more."""
    if not text.isascii() or not text.isprintable():
        raise ValueError("an address is printable")
    return Address(addr_spec=text)


def link(message: Message) -> str:
    """Where the mail leads; always below the configured address, whatever a request claimed."""
    if message.template == "pickup":
        return settings().base_url + tokens.pickup_path(pickups.told_by(message.event))
    if message.report is not None:
        return settings().base_url + tokens.report_path(message.report)
    make_path = PATHS.get(message.template)
    if make_path is not None:
        if message.user is None:
            raise LookupError("a personal link needs a person")
        return settings().base_url + make_path(message.user)
    return f"{settings().base_url}/"
