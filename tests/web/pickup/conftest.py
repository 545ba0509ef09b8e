"""A filing to Tyresö, which has not joined but has a function mailbox."""

import pytest

from portal.access import tokens
from portal.models import Pickup
from tests.town import a_filing
from tests.web.pickup.opening import MAILBOX, link_of, open_with


@pytest.fixture
def case(town, stored):
    """Wilma Ek's case, filed by Karin Holm."""
    town.tyreso.email = MAILBOX
    return stored(a_filing(town, home=town.tyreso)).case


@pytest.fixture
def pickup(case, rows):
    return rows.get_one(Pickup, case.pickups[-1].id)


@pytest.fixture
def receiver(client, pickup):
    """Somebody in Tyresö who has given the right code."""
    answer = open_with(client, link_of(pickup), pickup.code)
    assert answer.status_code == 303
    assert answer.location == "/pickup/case"
    return client


@pytest.fixture
def strange_link(pickup):
    """Signed by us, but of a pick-up that is not there."""
    return tokens.pickup_path(Pickup(id=pickup.case_id, code=pickup.code))
