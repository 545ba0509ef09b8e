"""The gallery of macros, for the tests of the look."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.web.gallery import NOW, make_gallery
from tests.web.reading import Visit


@pytest.fixture(scope="session")
def gallery() -> Flask:
    """The macros, styles and filters in a small app of their own."""
    return make_gallery()


@pytest.fixture
def visit(gallery: Flask) -> Iterator[Visit]:
    """Somebody who opens pages of the gallery on the day of its figures."""
    with time_machine.travel(NOW, tick=False):
        yield Visit(gallery.test_client())
