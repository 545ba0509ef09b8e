"""The demo's town is built before anybody listens to what happens in it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from notifications import announce
from portal.db import PortalSession


@pytest.fixture(autouse=True, scope="module")
def unannounced() -> Iterator[None]:
    """As in the process that builds it: another test's portal would write mails of its own."""
    listened = [
        (name, listener)
        for name, listener in announce.LISTENERS.items()
        if event.contains(PortalSession, name, listener)
    ]
    for name, listener in listened:
        event.remove(PortalSession, name, listener)
    yield
    for name, listener in listened:
        event.listen(PortalSession, name, listener)
