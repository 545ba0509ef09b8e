"""The gallery of macros, and a browser that looks at it."""

import threading
from collections.abc import Iterator
from shutil import which

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    sync_playwright,
)
from sqlalchemy import event
from werkzeug.serving import make_server

from portal import db
from portal.access.passwords import hash_password
from portal.models import User
from tests.town import PASSWORD
from tests.web.gallery import NOW, make_gallery
from tests.web.reading import Visit

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def gallery() -> Flask:
    """The macros, styles and filters in a small app of their own."""
    return make_gallery()


@pytest.fixture
def visit(gallery: Flask) -> Iterator[Visit]:
    """Somebody who opens pages of the gallery on the day of its figures."""
    with time_machine.travel(NOW, tick=False):
        yield Visit(gallery.test_client())


@pytest.fixture(scope="module")
def address(gallery: Flask) -> Iterator[str]:
    """Where a browser finds the gallery."""
    server = make_server("127.0.0.1", 0, gallery, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of the machine; Playwright's own is never downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"))
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium: Browser, address: str) -> Iterator[Page]:
    """A page on a desk's screen; it fails on any error the browser reports."""
    yield from _page(chromium.new_context(base_url=address, viewport=DESK, locale="sv-SE"))


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Page]:
    """The smallest telephone, used with a finger."""
    yield from _page(
        chromium.new_context(
            base_url=address, viewport=PHONE, locale="sv-SE", has_touch=True, is_mobile=True
        )
    )


@pytest.fixture
def without_script(chromium: Browser, address: str) -> Iterator[Page]:
    """A desk's screen where script is turned off."""
    yield from _page(
        chromium.new_context(
            base_url=address, viewport=DESK, locale="sv-SE", java_script_enabled=False
        )
    )


def _page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
    yield page
    context.close()
    assert faults == []


def _is_fault(said: ConsoleMessage) -> bool:
    """A draft that could not be saved is reported by the browser too, and is meant to be."""
    return said.type == "error" and not said.location["url"].endswith("/autosave")


# --- people who log in, and what their pages cost ------------------------------------------------


@pytest.fixture
def karin(town, stored) -> User:
    """A counsellor who has chosen her password."""
    town.counsellor.user.password_hash = hash_password(PASSWORD)
    return stored(town.counsellor.user)


@pytest.fixture
def enter(client):
    """Try to log in, as a person does."""

    def try_it(email, password=PASSWORD, browser=client, **more):
        page = browser.get("/login")
        return browser.send(page, **({"email": email, "password": password, "next": ""} | more))

    return try_it


@pytest.fixture
def statements(app):
    """How many SQL statements the last request took."""
    seen = []

    def count(*args):
        seen.append(args[2])

    event.listen(db.engine(), "before_cursor_execute", count)
    yield seen
    event.remove(db.engine(), "before_cursor_execute", count)
