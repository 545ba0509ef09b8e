"""What tests ask for: a clean database, the town, the app, somebody logged in, a mail server."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import flask
import hypothesis
import psycopg
import pytest
import time_machine
from aiosmtpd.controller import Controller
from flask import Flask
from redis import Redis
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import db
from portal.app import create_app
from portal.config import settings
from portal.demo.processes import LOOPBACK, free_port
from portal.drills.post_office import PostOffice
from portal.models import Membership
from portal.queries import people
from portal.web import acting
from tests import servers
from tests.pages import PageClient
from tests.servers import TEMPLATE, Servers
from tests.town import AT, Town, settle
from tests.town import town as invented_town

GIVEN = (os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", ""))
"""Servers of the machine, if it names any; else the tests start their own."""
ENVIRONMENT = {
    # Nobody answers there: a test that needs the database asks for it.
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "REDIS_URL": "",
    "BASE_URL": "http://localhost",
    "TRUSTED_HOSTS": "",
    "TRUSTED_PROXIES": "0",
    "SECRET_KEY": "secret-key-of-the-tests-that-opens-nothing",
    "ENCRYPTION_KEY": "e" * 64,
    "HASH_KEY": "a" * 64,
    "SEALING_KEYS": f"test:{'5' * 64}",
    "ARGON2_COST": "1",
    "SMTP_HOST": LOOPBACK,
    "SMTP_PORT": "1",
    "SMTP_TLS": "none",
    # A test that runs at night sends; those about the hours ask for some (working_hours).
    "MAIL_HOURS": "",
}
LATER = ("queries", "notifications", "web", "year", "machine", "journeys", "drills")
"""Folders in the order they are run, after those whose tests need no server."""
SERVERS = pytest.StashKey[Servers]()


# --- the run: servers of its own, quick tests first ---------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    os.environ |= ENVIRONMENT
    # How long an example takes says more about what else the machine does than about our code.
    hypothesis.settings.register_profile("portal", deadline=None)
    hypothesis.settings.load_profile("portal")


def pytest_sessionstart(session: pytest.Session) -> None:
    """With several test processes their parent starts the servers, once for all."""
    config = session.config
    is_parent = config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")
    if is_parent and not config.option.collectonly:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        config.stash[SERVERS] = stack.enter_context(servers.running(*GIVEN))


def pytest_configure_node(node: Any) -> None:
    node.workerinput["servers"] = asdict(node.config.stash[SERVERS])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is quickly told comes first; what needs a browser or breaks things comes last."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return LATER.index(folder) + 1 if folder in LATER else 0


@pytest.fixture(scope="session")
def running_servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    """The run's PostgreSQL and Valkey."""
    told = getattr(request.config, "workerinput", {}).get("servers")
    if told:
        yield Servers(**told)
    else:
        with servers.running(*GIVEN) as started:
            yield started


# --- the database -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def whole_database(
    running_servers: Servers, worker_id: str
) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """This process's own database, and a connection that stands outside every transaction."""
    running_servers.make(worker_id, TEMPLATE)
    url = running_servers.url(worker_id)
    with servers.portal_at(url), psycopg.connect(url, autocommit=True) as connection:
        yield connection
    running_servers.drop(worker_id)


@pytest.fixture
def database(whole_database: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
    """Empty when the test begins."""
    yield whole_database
    db.forget_session()
    servers.empty(whole_database)


@pytest.fixture
def reference(database: psycopg.Connection[Any]) -> None:
    """All municipalities, school units, programmes and routines are there. Ask before the town."""
    servers.unshelve(database)


@pytest.fixture
def rows(database: psycopg.Connection[Any]) -> Iterator[Session]:
    """The test's own session, apart from the portal's; fresh after each answer of the client."""
    with Session(db.engine(), expire_on_commit=False) as session:
        yield session


@pytest.fixture
def stored(rows: Session) -> Callable[..., Any]:
    """Stores things and gives the first back."""

    def store(first: Any, *others: Any) -> Any:
        rows.add_all((first, *others))
        rows.commit()
        return first

    return store


@pytest.fixture
def statements(database: psycopg.Connection[Any]) -> Iterator[list[str]]:
    """The SQL statements of the portal, as they come; a test clears the list when it begins."""
    seen: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine(), "before_cursor_execute", keep)
    yield seen
    event.remove(db.engine(), "before_cursor_execute", keep)


@pytest.fixture
def town(rows: Session) -> Town:
    """The cast, stored."""
    people_and_places = invented_town()
    settle(people_and_places, rows)
    rows.commit()
    return people_and_places


# --- the portal ---------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Not pytest-flask's: its one request context lets test clients share who is logged in."""


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """It is the Wednesday morning the town lives in."""
    with time_machine.travel(AT) as traveller:
        yield traveller


@pytest.fixture(scope="session")
def app(whole_database: psycopg.Connection[Any]) -> Flask:
    portal = create_app()
    portal.testing = True
    portal.test_client_class = PageClient
    return portal


@pytest.fixture
def another_client(
    app: Flask, rows: Session, clock: time_machine.Traveller
) -> Callable[[], PageClient]:
    """A browser of somebody else, or the same person's second one."""

    def make() -> PageClient:
        client = app.test_client()
        assert isinstance(client, PageClient)
        client.after = rows.rollback
        return client

    return make


@pytest.fixture
def client(another_client: Callable[[], PageClient]) -> PageClient:
    return another_client()


@pytest.fixture
def login(app: Flask, client: PageClient) -> Callable[..., PageClient]:
    """Log the client in, as the login page does when the password was right."""

    def log_in(somebody: Membership, browser: PageClient = client) -> PageClient:
        with app.test_request_context():
            membership = people.running_membership(somebody.id)
            assert membership is not None, "that membership does not run"
            acting.begin(membership, has_others=False)
            session = dict(flask.session)
        db.forget_session()
        with browser.session_transaction() as cookie:
            cookie.clear()
            cookie.update(session)
        return browser

    return log_in


# --- what is outside ----------------------------------------------------------------------------


@pytest.fixture
def post_office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server that the portal's mails reach."""
    office = PostOffice()
    door = Controller(office, hostname=LOOPBACK, port=free_port())
    door.start()
    mail = app.extensions["mail"]
    monkeypatch.setattr(mail, "server", LOOPBACK)
    monkeypatch.setattr(mail, "port", door.port)
    yield office
    door.stop()


@pytest.fixture
def queue(
    running_servers: Servers, worker_id: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The portal wakes its worker through Valkey, which is empty; gives its address."""
    number = int(worker_id.removeprefix("gw") or 0) if worker_id.startswith("gw") else 0
    url = f"{running_servers.redis_url.rpartition('/')[0]}/{number % 16}"
    Redis.from_url(url).flushdb()
    monkeypatch.setenv("REDIS_URL", url)
    settings.cache_clear()
    yield url
    monkeypatch.undo()
    settings.cache_clear()
