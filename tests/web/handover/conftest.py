"""A dropout that waits for an answer."""

import pytest
from sqlalchemy import select

from portal.vocabulary import (
    FormKind,
)
from tests.town import a_case
from tests.web.handover.typed import CANARIES, REACH


@pytest.fixture
def case(town, stored):
    return stored(a_case(town, FormKind.DROPOUT, answers=REACH | CANARIES))


@pytest.fixture
def review(case):
    return f"/cases/{case.reference}/handover"


@pytest.fixture
def kaa(login, town):
    return login(town.caseworker)


@pytest.fixture
def only(rows):
    """The only row of a kind, as it stands now."""

    def read(model):
        rows.expire_all()
        return rows.scalars(select(model)).one()

    return read
