"""A pupil system to try against, written from the facts of shared/standards.md 2a.

It answers over TLS as the standard says and with the quirks that are known: an integer municipality
code with a county beside it, `enroledAt` with one l, page tokens that suffer no other filter,
errors as `{code, message}`, attendance by activity. Who has subscribed is told by thin pings, spelt
as in the draft; only 200 is an answer, and after four tries there is silence.
"""

import json
import ssl
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

MOST_TRIES = 4
TOKEN = "a-token-of-the-school"
UNIT, UNIT_ID = "68285560", "3f4c0d0e-unit"


class Authority:
    """Somebody who vouches: makes the server's and our certificates."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign("Testutfärdare", self.key, self.key, ca=True)

    def pair(self, name):
        key = ec.generate_private_key(ec.SECP256R1())
        return _pem(self._sign(name, key, self.key)), _key(key)

    @property
    def pem(self):
        return _pem(self.certificate)

    def _sign(self, name, key, by, *, ca=False):
        called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer = called if ca else self.certificate.subject
        names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        made = x509.CertificateBuilder(issuer, called, key.public_key(), 1 + hash(name) % 2**30)
        made = made.not_valid_before(datetime.now(UTC) - timedelta(days=400))
        made = made.not_valid_after(datetime.now(UTC) + timedelta(days=400))
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        made = made.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        return made.sign(by, hashes.SHA256())


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _key(key):
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(pem, pkcs8, serialization.NoEncryption()).decode()


class PupilSystem:
    """The server and what it knows. `trouble` says for a path what it answers instead."""

    page = 2

    def __init__(self, authority, *, mutual=False):
        self.persons, self.attendance, self.trouble, self.asked = [], [], {}, []
        self.organisations = [
            {"id": "huvudman", "organisationType": "Huvudman", "organisationNumber": "2120000167"},
            {"id": "other", "organisationType": "Skolenhet", "schoolUnitCode": "46611859"},
            {"id": UNIT_ID, "organisationType": "Skolenhet", "schoolUnitCode": UNIT},
        ]
        self.subscriptions, self.expires, self.renews = {}, "2026-12-24T12:00:00+01:00", True
        system = self

        class Answers(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                system.answer(self)

            def do_POST(self):
                system.answer(self)

            def do_PATCH(self):
                system.answer(self)

            def do_DELETE(self):
                system.answer(self)

            def log_message(self, *_):
                """Nothing personal in anybody's log."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.server.socket = self._tls(authority, mutual).wrap_socket(
            self.server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.address = f"https://127.0.0.1:{self.server.server_port}/v2.0"
        self.serving = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.serving.start()

    @staticmethod
    def _tls(authority, mutual):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
            file.write("".join(authority.pair("server")))
            file.flush()
            context.load_cert_chain(file.name)
        if mutual:
            context.load_verify_locations(cadata=authority.pem)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def close(self):
        self.server.shutdown()
        self.serving.join()
        self.server.server_close()

    def answer(self, call):
        parts = urlsplit(call.path)
        path = parts.path.removeprefix("/v2.0")
        query = {name: texts[-1] for name, texts in parse_qs(parts.query).items()}
        body = call.rfile.read(int(call.headers.get("Content-Length") or 0))
        self.asked.append((call.command, path, query))
        authorization = call.headers.get("Authorization")
        status, said = self._said(call.command, path, query, body, authorization)
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        call.send_response(status)
        call.send_header("Content-Type", "application/json")
        call.send_header("Content-Length", str(len(content)))
        if status in (301, 302, 307):
            call.send_header("Location", "https://127.0.0.1:1/elsewhere")
        call.end_headers()
        call.wfile.write(content)

    def tell(self, post, body=b'{"modifiedEntites": ["Person"], "deletedEntities": false}'):
        """Something has changed: whoever subscribed is told; how often it was tried."""
        tries = 0
        for one in self.subscriptions.values():
            for _ in range(MOST_TRIES):
                tries += 1
                if post(one["target"], body) == 200:
                    break
        return tries

    def _said(self, method, path, query, body, authorization):
        for troubled in (f"{method} {path}", path):
            if troubled in self.trouble:
                return self.trouble[troubled]
        if authorization != f"Bearer {TOKEN}":
            return 401, {"code": "UNAUTHORIZED", "message": "Wilma Ek får inte"}
        if path.startswith("/subscriptions"):
            return self._subscribed(method, path.rpartition("/")[2], body)
        if path == "/persons/lookup":
            ids = json.loads(body)["ids"]
            return 200, {"data": [one for one in self.persons if one["id"] in ids]}
        wrong = _wrong(path, query)
        return (
            (400, {"code": "BAD_REQUEST", "message": wrong}) if wrong else self._page(path, query)
        )

    def _subscribed(self, method, name, body):
        if method == "POST":
            asked = json.loads(body)
            assert all(set(one) == {"resource"} for one in asked["resourceTypes"])
            made = asked | {"id": f"{len(self.asked)}/ett id"}
            self.subscriptions[made["id"]] = made
            return 201, made | ({"expires": self.expires} if self.expires else {})
        wanted = unquote(name)
        if wanted not in self.subscriptions or (method == "PATCH" and not self.renews):
            return 404, {"code": "NOT_FOUND", "message": "finns inte"}
        if method == "DELETE":
            del self.subscriptions[wanted]
            return 204, b""
        return 200, self.subscriptions[wanted] | {"expires": self.expires}

    def _page(self, path, query):
        rows = {
            "/organisations": self.organisations,
            "/persons": [one for one in self.persons if one.get("enrolments")],
            "/aggregatedAttendance": self.attendance,
        }.get(path)
        if rows is None:
            return 404, {"code": "NOT_FOUND", "message": "finns inte"}
        start = int(query.get("pageToken", "0").removeprefix("from-"))
        end = start + self.page
        token = f"from-{end}" if end < len(rows) else None
        return 200, {"data": rows[start:end], "pageToken": token}


def _wrong(path, query):
    """What the standard answers 400 to."""
    if "pageToken" in query:
        return "pageToken får inte kombineras" if len(query) > 1 else ""
    needs_days = path == "/aggregatedAttendance" and not {"startDate", "endDate"} <= query.keys()
    return "startDate och endDate krävs" if needs_days else ""


def a_person(number, given="Wilma", family="Ek", **says):
    """Somebody enrolled at the unit, as a well-behaved system tells it."""
    enrolment = {
        "enroledAt": {"id": UNIT_ID},
        "schoolType": "GY",
        "schoolYear": 1,
        "startDate": "2026-08-17",
        "educationCode": "SA25",
        "cancelled": False,
    }
    usual = {
        "id": f"person-{number}",
        "givenName": given,
        "familyName": family,
        "civicNo": {"value": number, "nationality": "SE"},
        "birthDate": f"{number[:4]}-{number[4:6]}-{number[6:8]}",
        "securityMarking": "Ingen",
        "personStatus": "Aktiv",
        "emails": [{"value": "wilma@example.se", "type": "Skola elev"}],
        "phoneNumbers": [{"value": "070-174 06 05", "mobile": True}],
        "addresses": [
            {
                "type": "Folkbokföring",
                "streetAddress": "Storgatan 1",
                "postalCode": "131 30",
                "locality": "Nacka",
                "municipalityCode": 182,
                "countyCode": 1,
            }
        ],
        "enrolments": [enrolment | says.pop("enrolled", {})],
        "responsibles": [],
    }
    return usual | says
