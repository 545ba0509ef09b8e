"""Forms need a language to speak and nothing else: no database, nobody logged in."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel


@pytest.fixture(autouse=True)
def speaking() -> Iterator[None]:
    app = Flask("forms")
    app.config.update(SECRET_KEY="a test's", BABEL_DEFAULT_LOCALE="sv", WTF_CSRF_ENABLED=False)
    Babel(app)
    with app.test_request_context():
        yield
