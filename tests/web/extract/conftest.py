"""Two pupils about whom everything is stored."""

from tests.queries.erasure.conftest import folder, pupil, twin  # noqa: F401 (fixtures)
