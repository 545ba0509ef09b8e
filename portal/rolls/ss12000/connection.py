"""HTTP to a pupil system: to allowed hosts only, over TLS, within a time and a size.

What goes wrong is a word; neither what the server said nor what was asked for is kept or logged.
"""

import json
import ssl
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request

from portal import https
from portal.config import settings
from portal.rolls.table import Unreadable
from portal.vocabulary import RollFault

PATIENCE = 20
"""Seconds to wait for the server's next word."""
ALL_IN_ALL = 120
"""Seconds for everything that is asked: mails wait for the same worker."""
LARGEST = 10 * 1024 * 1024
"""Bytes of one answer."""
MOST_PAGES = 500
Query = Mapping[str, str]
_BY_STATUS = {
    401: RollFault.SOURCE_REFUSES,
    403: RollFault.SOURCE_REFUSES,
    404: RollFault.SOURCE_ADDRESS,
    408: RollFault.SOURCE_SLOW,
    429: RollFault.SOURCE_AWAY,
}
SERVERS_FAULT = 500


@dataclass(frozen=True)
class Access:
    """What it takes to be let in. It never shows in a log or a traceback."""

    address: str
    token: str | None = None
    certificate: str | None = None
    private_key: str | None = None
    authority: str | None = None

    def __repr__(self) -> str:
        return "Access(…)"


def check(access: Access) -> None:
    """Whether it can be tried at all: an address that may be called, a certificate that is one."""
    _check_address(access.address)
    _context(access)


def _check_address(address: str) -> None:
    try:
        https.check(address, settings().ss12000_hosts)
    except https.WrongAddress:
        raise Unreadable(RollFault.SOURCE_ADDRESS) from None
    except https.ClosedHost:
        raise Unreadable(RollFault.SOURCE_CLOSED) from None


def _context(access: Access) -> ssl.SSLContext:
    try:
        context = https.trusting(access.authority)
        if access.certificate:
            _show(context, f"{access.certificate}\n{access.private_key or ''}\n")
    except (ssl.SSLError, ValueError):
        raise Unreadable(RollFault.SOURCE_CERTIFICATE) from None
    return context


def _show(context: ssl.SSLContext, pair: str) -> None:
    """The ssl library reads certificates from files only: one of our own, for as long as it reads.

    A key with a password is refused rather than asked for at the terminal.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(pair)
        file.flush()
        context.load_cert_chain(file.name, password="")


class Connection:
    """One conversation with a server."""

    def __init__(self, access: Access, seconds: float | None = None) -> None:
        _check_address(access.address)
        self._access = access
        self._talk = https.Talk(
            _context(access),
            patience=PATIENCE,
            in_all=ALL_IN_ALL if seconds is None else seconds,
            largest=LARGEST,
        )

    def pages(self, path: str, query: Query) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page. With a page's token nothing else may be asked."""
        seen: set[str] = set()
        asked = query
        for _ in range(MOST_PAGES):
            answer = self._ask(f"{path}?{urlencode(asked)}")
            rows, token = _page(answer)
            yield from rows
            if not token:
                return
            if token in seen:
                break
            seen.add(token)
            asked = {"pageToken": token}
        raise Unreadable(RollFault.SOURCE_STRANGE)

    def look_up(self, path: str, ids: list[str]) -> list[dict[str, Any]]:
        """Some by their ids; it is posted, since it may be many, and changes nothing."""
        answer = self._ask(path, json.dumps({"ids": ids}).encode())
        return _rows(answer if isinstance(answer, list) else _page(answer)[0])

    def send(self, method: str, path: str, said: Mapping[str, Any] | None = None) -> Any:
        """About our own subscription, the only thing there that is ours to change."""
        return self._ask(path, None if said is None else json.dumps(said).encode(), method)

    def _ask(self, path: str, body: bytes | None = None, method: str | None = None) -> Any:
        """What it answers; None when that is nothing."""
        headers = {"Accept": "application/json", "User-Agent": "Overlamningen"}
        if self._access.token:
            headers["Authorization"] = f"Bearer {self._access.token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        url = self._access.address.rstrip("/") + path
        try:
            request = Request(url, body, headers, method=method)  # noqa: S310 (https, checked)
            content = self._answer(request)
            return json.loads(content) if content else None
        except (ValueError, RecursionError):
            raise Unreadable(RollFault.SOURCE_STRANGE) from None

    def _answer(self, request: Request) -> bytes:
        try:
            return self._talk.ask(request)
        except https.TooLarge:
            raise Unreadable(RollFault.SOURCE_LARGE) from None
        except https.TooSlow:
            raise Unreadable(RollFault.SOURCE_SLOW) from None
        except HTTPError as error:
            error.close()
            raise Unreadable(_of_status(error.code)) from None
        except URLError as error:
            raise Unreadable(_of_reason(error.reason)) from None
        except (OSError, HTTPException) as error:
            raise Unreadable(_of_reason(error)) from None


def _of_status(status: int) -> RollFault:
    if status >= SERVERS_FAULT:
        return RollFault.SOURCE_AWAY
    return _BY_STATUS.get(status, RollFault.SOURCE_STRANGE)


def _of_reason(reason: object) -> RollFault:
    if isinstance(reason, ssl.SSLError):
        return RollFault.SOURCE_TLS
    return RollFault.SOURCE_SLOW if isinstance(reason, TimeoutError) else RollFault.SOURCE_AWAY


def _page(answer: Any) -> tuple[list[dict[str, Any]], str | None]:
    if not isinstance(answer, dict):
        raise Unreadable(RollFault.SOURCE_STRANGE)
    token = answer.get("pageToken")
    if not isinstance(token, str | None):
        raise Unreadable(RollFault.SOURCE_STRANGE)
    return _rows(answer.get("data")), token


def _rows(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Unreadable(RollFault.SOURCE_STRANGE)
    return found
