"""The talk with the mail server: it has an end, and each way it goes wrong has a meaning."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from flask import current_app

from notifications.faults import Fault, NotTaken

TIMEOUT = 10
"""Seconds a mail server may be silent."""
WHOLE_TALK = 30
"""Seconds a mail may take once there is a connection; with it, shorter than a lease."""
CLOSING = 421
"""The server says goodbye, to whatever it was asked."""
FOR_GOOD = range(500, 600)


@contextmanager
def handed_over(letter: EmailMessage) -> Iterator[None]:
    """Give one mail to the server; `NotTaken` unless the server has said that it has it.

    It is said goodbye to afterwards: until what it said is written down, a mail may go out twice.
    """
    try:
        server = _connected()
    except OSError as error:  # smtplib's own errors are among them
        raise NotTaken(Fault.AWAY, type(error).__name__) from error
    with _talk(server):
        try:
            _greet(server)
        except OSError as error:
            raise NotTaken(Fault.AWAY, type(error).__name__) from error
        try:
            server.send_message(letter)
        except OSError as error:
            raise NotTaken(meaning(error), type(error).__name__) from error
        yield


def meaning(error: OSError) -> Fault:
    """What it says about the next try that a mail was refused in this way."""
    codes = _codes(error)
    if CLOSING in codes or isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPHeloError):
        return Fault.AWAY  # it goes, or refuses us: no message is to blame
    if codes and all(code in FOR_GOOD for code in codes):
        return Fault.NEVER
    return Fault.LATER


def _codes(error: OSError) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _connected() -> smtplib.SMTP:
    """A connection by Flask-Mail's settings, with the certificate checked and a time limit."""
    config = current_app.extensions["mail"]
    if not config.use_ssl:
        return smtplib.SMTP(config.server, config.port, timeout=TIMEOUT)
    context = ssl.create_default_context()
    return smtplib.SMTP_SSL(config.server, config.port, timeout=TIMEOUT, context=context)


def _greet(server: smtplib.SMTP) -> None:
    config = current_app.extensions["mail"]
    if config.use_tls:
        server.starttls(context=ssl.create_default_context())
    if config.username and config.password:
        server.login(config.username, config.password)
    server.ehlo_or_helo_if_needed()


@contextmanager
def _talk(server: smtplib.SMTP) -> Iterator[None]:
    """Hang up on a server that answers too slowly, letter by letter; say goodbye to any other."""
    clock = threading.Timer(WHOLE_TALK, _hang_up, [server])
    clock.daemon = True
    clock.start()
    try:
        yield
        with suppress(OSError):  # the mail is taken: nothing said after that can change it
            server.quit()
    finally:
        clock.cancel()
        server.close()


def _hang_up(server: smtplib.SMTP) -> None:
    with suppress(OSError):
        if server.sock is not None:
            server.sock.shutdown(socket.SHUT_RDWR)
