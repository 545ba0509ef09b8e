"""Headers of every answer: nothing is kept, framed, sniffed or sent on (security 3.G)."""

import secrets

from flask import Flask, Response, current_app, g, request

YEAR = 365 * 24 * 3600


def csp_nonce() -> str:
    """The one-time word that lets our own style and script run on this page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


LINKED = frozenset({"guest", "measure_report"})
"""Pages whose address is somebody's key."""


def register(app: Flask) -> None:
    """Set them on every answer, errors too."""
    app.add_template_global(csp_nonce, "csp_nonce")
    app.after_request(_protect)
    app.before_request(_number)


def _number() -> None:
    """A request has an id, so that log lines and access log can be laid side by side."""
    g.request_id = secrets.token_hex(8)


def _protect(answer: Response) -> Response:
    headers = answer.headers
    headers["X-Content-Type-Options"] = "nosniff"
    # Where the address is a key, even our own pages are told only which site they came from.
    headers["Referrer-Policy"] = "strict-origin" if request.blueprint in LINKED else "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
    headers["X-Robots-Tag"] = "noindex"
    headers["X-Frame-Options"] = "DENY"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
    if request.endpoint is not None and request.endpoint.endswith("static"):
        headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return answer
    headers["Cache-Control"] = "no-store"
    headers["Vary"] = "Cookie"
    # What somebody has uploaded comes with a policy that is stricter still.
    headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; style-src 'self' 'nonce-{csp_nonce()}'; "
        f"script-src 'self' 'nonce-{csp_nonce()}'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    return answer
