"""A municipality's own register to try against: it answers over TLS, and as badly as it is told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from tests.rolls.ss12000_server import PupilSystem

DRIPS, HANGS = "drips", "hangs"
BREATH = 0.02


class Heard(NamedTuple):
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def says(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


class OwnRegister:
    """What it answers is taken from the front of `answers`; the last one stays."""

    def __init__(self, authority: Any) -> None:
        self.heard: list[Heard] = []
        self.answers: list[Any] = [(200, {"id": "KAA-7"}, {})]
        self.closing = threading.Event()
        register = self

        class Answers(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                register.answer(self)

            def do_GET(self) -> None:
                register.answer(self)

            def log_message(self, *_: Any) -> None:
                """Nothing personal in anybody's log."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.server.socket = PupilSystem._tls(authority, False).wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.address = f"https://127.0.0.1:{self.server.server_port}/kaa"
        self.serving = threading.Thread(target=self.server.serve_forever, args=(BREATH,))
        self.serving.start()

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.serving.join()
        self.server.server_close()

    def answer(self, call: BaseHTTPRequestHandler) -> None:
        body = call.rfile.read(int(call.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in call.headers.items()}
        self.heard.append(Heard(call.path, headers, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer == HANGS:
            self.closing.wait()
        elif answer == DRIPS:
            self._drip(call)
        else:
            self._say(call, *answer)

    def _drip(self, call: BaseHTTPRequestHandler) -> None:
        """A header that has no end, letter by letter, until somebody hangs up."""
        try:
            call.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not self.closing.wait(BREATH):
                call.wfile.write(b"x")
        except OSError:
            call.close_connection = True

    @staticmethod
    def _say(call: BaseHTTPRequestHandler, status: int, said: Any, headers: dict[str, str]) -> None:
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        call.send_response(status)
        for name, value in ({"Content-Length": str(len(content))} | headers).items():
            call.send_header(name, value)
        call.end_headers()
        call.wfile.write(content)
