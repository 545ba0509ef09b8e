"""A youth in the register, and the way to the entry's page."""

import pytest

from portal.models import RegisterEntry
from portal.vocabulary import (
    FormKind,
)
from portal.workflow import handover
from portal.workflow.handover import Filled
from tests.town import AT, a_case
from tests.web.register.places import REGISTER


@pytest.fixture
def enter(town, rows):
    """Takes a youth over into the register."""

    def make(**says):
        case = a_case(town, FormKind.DROPOUT, **says)
        rows.add(case)
        rows.flush()
        offer = handover.offered(case)
        entry = handover.accept(
            offer,
            handover.passing(offer.filing, "YBC"),
            Filled(None, "Storgatan 1", "", "070-000 00 34", True, False, False),
            rows.merge(town.caseworker),
            running=None,
            joins_running=False,
            by=rows.merge(town.caseworker),
            at=AT,
        )
        rows.add(entry)
        rows.commit()
        return entry

    return make


@pytest.fixture
def entry(enter):
    return enter()


@pytest.fixture
def page(entry):
    return f"{REGISTER}/{entry.reference}"


@pytest.fixture
def kaa(login, town):
    return login(town.caseworker)


@pytest.fixture
def fresh(rows, entry):
    """The entry as it stands now."""

    def read():
        rows.expire_all()
        return rows.get(RegisterEntry, entry.id)

    return read


@pytest.fixture
def change(rows, entry):
    """Changes the entry beside the portal."""

    def do(**said):
        rows.expire_all()
        for name, value in said.items():
            setattr(rows.get(RegisterEntry, entry.id), name, value)
        rows.commit()

    return do
