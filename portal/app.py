"""Puts the parts together; the only module that knows all of them."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, session
from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager
from flask_mail import Mail
from flask_wtf import CSRFProtect
from jinja2 import FileSystemBytecodeCache
from werkzeug.middleware.proxy_fix import ProxyFix

from notifications import announce
from portal import logs
from portal.config import Settings
from portal.config import settings as from_environment
from portal.db import forget_session
from portal.web import (
    account,
    acting,
    admin,
    admin_breaks,
    admin_erasure,
    admin_external_register,
    admin_mailboxes,
    admin_measures,
    admin_municipalities,
    admin_officers,
    admin_people,
    admin_register_routines,
    admin_school_units,
    admin_source,
    attachments,
    batch,
    batch_upload,
    board,
    caseload,
    cases,
    casework,
    closing,
    delivery,
    entry_offers,
    erasure,
    extract,
    filing,
    filters,
    frame,
    glass,
    guards,
    guest,
    guide,
    handover,
    headers,
    health,
    held,
    information,
    intake,
    leave,
    mailings,
    measure_report,
    meetings,
    mishaps,
    paper,
    pickup,
    pings,
    protection,
    queue,
    queue_export,
    reconciling,
    referrals,
    register,
    register_files,
    reports,
    rolls,
    school,
    sealed_files,
    sending,
    sought,
    start,
    statistics,
    statistics_mapping,
    unfiled,
    uploads,
    week,
    wording,
)

BLUEPRINTS = (
    start,
    leave,
    account,
    filing,
    rolls,
    guide,
    sending,
    attachments,
    referrals,
    protection,
    glass,
    sealed_files,
    batch,
    batch_upload,
    unfiled,
    school,
    information,
    queue,
    queue_export,
    cases,
    casework,
    closing,
    meetings,
    guest,
    measure_report,
    pickup,
    handover,
    register,
    erasure,
    extract,
    week,
    mailings,
    caseload,
    intake,
    entry_offers,
    register_files,
    reconciling,
    sought,
    reports,
    board,
    statistics,
    statistics_mapping,
    delivery,
    paper,
    health,
    admin,
    admin_people,
    admin_officers,
    admin_mailboxes,
    admin_measures,
    admin_municipalities,
    admin_school_units,
    admin_register_routines,
    admin_source,
    pings,
    admin_breaks,
    admin_erasure,
    admin_external_register,
)
"""Modules of views; those of one stage may share a blueprint."""
ROOM = Path(__file__).parent
LARGEST_BODY = 1024 * 1024
"""A form is text; a view that takes a file says how large it may be (web/uploads.py)."""


def create_app(settings: Settings | None = None) -> Flask:
    """The portal, from the environment unless told otherwise."""
    logs.configure()
    app = Flask(__name__, template_folder=str(ROOM.parent / "templates"))
    chosen = settings or from_environment()
    configure(app, chosen)
    connect(app)
    behind_proxies(app, chosen.trusted_proxies)
    for blueprint in dict.fromkeys(stage.bp for stage in BLUEPRINTS):
        app.register_blueprint(blueprint)
    guards.refuse_unguarded(app)
    return app


def configure(app: Flask, settings: Settings) -> None:
    """Flask's settings; the defaults of 31-day, insecure, unlimited sessions are not ours."""
    hosts = settings.trusted_hosts or urlsplit(settings.base_url).netloc.partition(":")[0]
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=[host.strip() for host in hosts.split(",")],
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=10),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=2000,
        # The token lives as long as the session: a form left open for hours can still be sent.
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="sv",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOM / "translations"),
        BOOTSTRAP_SERVE_LOCAL=True,
        MAIL_SERVER=settings.smtp_host,
        MAIL_PORT=settings.smtp_port,
        MAIL_USERNAME=settings.smtp_username or None,
        MAIL_PASSWORD=settings.smtp_password or None,
        MAIL_USE_TLS=settings.smtp_tls == "starttls",
        MAIL_USE_SSL=settings.smtp_tls == "tls",
        MAIL_DEFAULT_SENDER=settings.mail_from,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Kept compiled in a folder that only this account can write to: a worker that need not compile
    # them starts sooner and stays 3 MB smaller. Without such a folder they are compiled each time.
    with suppress(RuntimeError, OSError):
        app.jinja_env.bytecode_cache = FileSystemBytecodeCache()


def behind_proxies(app: Flask, count: int) -> None:
    """Believe what so many proxies of our own say about who asks; without any, believe nobody."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]  # Flask's own way


def connect(app: Flask) -> None:
    """Libraries and our own hooks, in the order they act on a request."""
    Babel(app, locale_selector=_locale)
    wording.register(app)
    Bootstrap5(app)
    Mail(app)
    headers.register(app)
    attachments.register(app)
    logins = LoginManager(app)
    logins.session_protection = None
    logins.user_loader(acting.load)
    app.before_request(guards.check_in)
    uploads.register(app)
    CSRFProtect(app).exempt(pings.hear)
    filters.register(app)
    frame.register(app)
    mishaps.register(app)
    paper.register(app)
    announce.register()
    held.register(app)
    app.teardown_request(lambda _: forget_session())


def _locale() -> str:
    chosen = session.get("locale")
    if chosen in frame.LANGUAGES:
        return str(chosen)
    return "sv"
