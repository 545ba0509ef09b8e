"""The cast."""

import pytest

from tests.town import Town, town


@pytest.fixture
def cast() -> Town:
    return town()
