"""The portal as it is served, and people who use it with a browser."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from shutil import which

import pytest
from flask import Flask
from playwright.sync_api import Browser, ViewportSize, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from portal.access.passwords import hash_password
from portal.clock import now, today
from portal.demo.processes import LOOPBACK
from portal.models import Membership
from tests.journeys.examine import DESK
from tests.journeys.visitor import Visitor
from tests.town import PASSWORD, Town, settle
from tests.town import town as invented_town

HERE_SINCE = timedelta(days=400)


class Quiet(WSGIRequestHandler):
    """A test that fails says why; the requests of one that does not are nobody's concern."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="package")
def address(app: Flask) -> Iterator[str]:
    """Where a browser finds the portal: served for real, on the clock of the machine."""
    server = make_server(LOOPBACK, 0, app, threaded=True, request_handler=Quiet)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser of the machine; Playwright's own is never downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"))
        yield browser
        browser.close()


@pytest.fixture
def town(rows: Session) -> Town:
    """The cast, here since last year, with the password they have chosen."""
    people_and_places = invented_town()
    begun = now() - HERE_SINCE
    secret = hash_password(PASSWORD)
    for home in (people_and_places.nacka, people_and_places.norrkoping):
        home.joined_on = today(begun)
    for somebody in people_and_places.everybody():
        somebody.started_at = somebody.user.created_at = begun
        somebody.user.password_hash = secret
    settle(people_and_places, rows)
    rows.commit()
    return people_and_places


@pytest.fixture(params=[True, False], ids=["with_script", "without_script"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browsers run script: every journey is made both ways."""
    return bool(request.param)


@pytest.fixture
def screen() -> ViewportSize:
    """What the browsers show; a module of telephones says otherwise."""
    return DESK


@pytest.fixture
def with_axe() -> bool:
    """Whether axe reads every page on the way; a module whose pages nobody else opens says so."""
    return False


@pytest.fixture
def newcomer(
    chromium: Browser,
    address: str,
    rows: Session,
    script: bool,
    screen: ViewportSize,
    with_axe: bool,
) -> Iterator[Callable[[], Visitor]]:
    """Opens a browser for somebody; what any of them complained of fails the test in the end."""
    visitors: list[Visitor] = []

    def open_browser() -> Visitor:
        context = chromium.new_context(
            base_url=address, viewport=screen, locale="sv-SE", java_script_enabled=script
        )
        visitors.append(Visitor(context, rows.rollback, with_axe=with_axe and script))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.leave()
    assert [fault for visitor in visitors for fault in visitor.faults] == []


@pytest.fixture
def enter(newcomer: Callable[[], Visitor], town: Town) -> Callable[[Membership], Visitor]:
    """Somebody of the town logs in with a browser of their own."""

    def log_in(somebody: Membership) -> Visitor:
        visitor = newcomer()
        visitor.log_in(somebody.user.email)
        return visitor

    return log_in
