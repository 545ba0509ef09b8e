"""The demo's post office: takes every mail the portal sends, delivers none, and shows them all."""

import mailbox
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from mimetypes import guess_extension
from pathlib import Path
from typing import cast

import click
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from flask import Flask, Response, abort, render_template
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from markupsafe import Markup
from werkzeug.serving import make_server

from portal.clock import now
from portal.demo.processes import LOOPBACK
from portal.web import filters, headers

PROJECT = Path(__file__).parents[2]
LANGUAGE = "sv"
SHOWN = 200
"""The list shows the newest; a demo needs no more, and no pages to turn."""


@dataclass(frozen=True)
class Attachment:
    """A part of a mail that is a file."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A mail as it came."""

    key: str
    arrived: datetime
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"] or "")

    @property
    def recipients(self) -> str:
        """Whom the envelope names; the letter itself may say less."""
        return ", ".join(self.mail.get_all("X-RcptTo") or self.mail.get_all("To") or [])

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain", "html"))
        if body is None:
            return ""
        content = str(body.get_content())
        if body.get_content_subtype() == "plain":
            return content
        return Markup(content).striptags()  # noqa: S704 (its tags go, and it is escaped when shown)

    @property
    def attachments(self) -> list[Attachment]:
        return [
            Attachment(
                part.get_filename() or f"bilaga-{number}{guess_extension(part.get_content_type())}",
                part.get_content_type(),
                cast(bytes, part.get_payload(decode=True)),
            )
            for number, part in enumerate(self._files(), 1)
        ]

    def _files(self) -> Iterable[EmailMessage]:
        """Everything that is not text to read: attachments, and invitations beside the text."""
        parts = (part for part in self.mail.walk() if not part.is_multipart())
        return [
            part for part in parts if part.get_content_type() not in ("text/plain", "text/html")
        ]


def letters(folder: Path) -> list[Letter]:
    """The newest first."""
    box = mailbox.Maildir(folder)
    dated = ((box.get_message(key).get_date(), key) for key in box.iterkeys())
    newest = sorted(dated, reverse=True)[:SHOWN]
    return [_letter(box, key, at) for at, key in newest]


def letter(folder: Path, key: str) -> Letter | None:
    box = mailbox.Maildir(folder)
    return _letter(box, key, box.get_message(key).get_date()) if key in box else None


def _letter(box: mailbox.Maildir, key: str, at: float) -> Letter:
    mail = message_from_bytes(box.get_bytes(key), policy=policy.default)
    return Letter(key, datetime.fromtimestamp(at, UTC), mail)


def viewer(folder: Path, portal: str) -> Flask:
    """The pages that show the mails, in the portal's own frame."""
    app = Flask(
        "mailbox",
        template_folder=str(PROJECT / "templates"),
        static_folder=str(PROJECT / "portal" / "static"),
    )
    app.config.update(TRUSTED_HOSTS=[LOOPBACK, "localhost"], BOOTSTRAP_SERVE_LOCAL=True)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(PROJECT / "portal" / "translations")
    Babel(app, default_locale=LANGUAGE)
    Bootstrap5(app)
    headers.register(app)
    filters.register(app)
    app.context_processor(lambda: _frame(portal))

    @app.get("/")
    def listing() -> str:
        return render_template("demo/mailbox.html", letters=letters(folder))

    @app.get("/mail/<key>")
    def show(key: str) -> str:
        return render_template("demo/mail.html", letter=letter(folder, key) or abort(404))

    @app.get("/mail/<key>/<int:number>")
    def attachment(key: str, number: int) -> Response:
        found = letter(folder, key) or abort(404)
        if not 1 <= number <= len(found.attachments):
            abort(404)
        part = found.attachments[number - 1]
        answer = Response(part.content, mimetype="application/octet-stream")
        answer.headers.set("Content-Disposition", "attachment", filename=part.name)
        return answer

    return app


def _frame(portal: str) -> dict[str, object]:
    """What the frame needs where nobody is logged in."""
    return {
        "nav": [],
        "person": None,
        "locale": LANGUAGE,
        "languages": [],
        "links": {"home": portal, "accessibility": f"{portal}/tillganglighet"},
        "printed_at": now(),
    }


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), required=True)
@click.option("--smtp-port", type=int, required=True)
@click.option("--http-port", type=int, required=True)
@click.option("--portal", required=True, help="The portal's own address.")
def main(folder: Path, smtp_port: int, http_port: int, portal: str) -> None:
    """Take mails at one port and show them at another, on loopback only."""
    office = Controller(Mailbox(folder), hostname=LOOPBACK, port=smtp_port)
    office.start()
    try:
        make_server(LOOPBACK, http_port, viewer(folder, portal), threaded=True).serve_forever()
    finally:
        office.stop()


if __name__ == "__main__":
    main()
