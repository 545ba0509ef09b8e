"""HTTPS to somebody else's server: to named hosts only, without redirects, in a time and a size."""

import socket
import ssl
import threading
import time
from contextlib import suppress
from http.client import HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit
from urllib.request import (
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    build_opener,
)

PIECE = 64 * 1024


class WrongAddress(Exception):
    """It is no address that may be called at all."""


class ClosedHost(Exception):
    """The operator has not named the host."""


class TooLarge(Exception):
    """The answer is longer than anybody needs."""


class TooSlow(Exception):
    """The time for everything is over."""


def check(address: str, hosts: str) -> None:
    """Whether an address may be called: over TLS, and a host of those named, with commas."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise WrongAddress from None
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if parts.scheme != "https" or not host or port == 0 or not plain:
        raise WrongAddress
    if host not in {one.strip() for one in hosts.split(",")}:
        raise ClosedHost


def trusting(authority: str | None = None) -> ssl.SSLContext:
    """Servers are known by their certificate: vouched for by this authority, or by a known one."""
    context = ssl.create_default_context(cadata=authority or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class _NoRedirects(HTTPRedirectHandler):
    """Elsewhere might be anywhere, and what we say would go there too."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _Line(HTTPSHandler):
    """Remembers its connection, so that it can be hung up on."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self._trusts = context
        self._connection: HTTPSConnection | None = None

    def https_open(self, request: Request) -> Any:
        return self.do_open(self._connected, request)

    def _connected(self, host: str, **said: Any) -> HTTPSConnection:
        self._connection = HTTPSConnection(host, context=self._trusts, **said)
        return self._connection

    def hang_up(self) -> None:
        """For a server that says its first words letter by letter."""
        with suppress(OSError):
            if self._connection is not None and self._connection.sock is not None:
                self._connection.sock.shutdown(socket.SHUT_RDWR)


class Talk:
    """One conversation with a server: seconds for its next word, and for all; bytes of an answer.

    Raises what urllib raises, TooLarge or TooSlow; what the server said stands in none of ours.
    """

    def __init__(
        self, context: ssl.SSLContext, *, patience: float, in_all: float, largest: int
    ) -> None:
        self._line = _Line(context)
        self._opener: OpenerDirector = build_opener(ProxyHandler({}), self._line, _NoRedirects())
        self._patience, self._largest = patience, largest
        self._end = time.monotonic() + in_all

    def ask(self, request: Request) -> bytes:
        """All of an answer, unless it is too long or takes too long."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooSlow
        clock = threading.Timer(left, self._line.hang_up)
        clock.daemon = True
        clock.start()
        try:
            return self._read(request, min(self._patience, left))
        except (OSError, HTTPException):
            if time.monotonic() >= self._end:
                raise TooSlow from None
            raise
        finally:
            clock.cancel()

    def _read(self, request: Request, patience: float) -> bytes:
        content = bytearray()
        with self._opener.open(request, timeout=patience) as answer:
            while piece := answer.read1(PIECE):
                content += piece
                if len(content) > self._largest:
                    raise TooLarge
                self._still_in_time()
        self._still_in_time()  # what is cut off by a hanging up looks like an end
        return bytes(content)

    def _still_in_time(self) -> None:
        if time.monotonic() >= self._end:
            raise TooSlow
