"""The smallest telephone: nothing has to be scrolled sideways on the way."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize

from portal.models import Membership
from portal.vocabulary import FormKind
from tests.journeys.conftest import PHONE
from tests.journeys.pupils import pupils
from tests.journeys.visitor import Visitor
from tests.journeys.writing import file
from tests.town import Town


@pytest.fixture
def screen() -> ViewportSize:
    return PHONE


def test_a_form_is_filed_and_taken_on_with_a_telephone(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    """Every page a visitor comes to is measured."""
    karin, amina, wilma = enter(town.counsellor), enter(town.caseworker), pupils()[0]

    reference = file(karin, FormKind.AT_RISK, wilma)
    karin.open("/school/cases")
    karin.follow(wilma.name)
    amina.follow("Kö")
    amina.follow(wilma.name)
    amina.press("Ta ärendet")
    amina.open(f"/cases/{reference}/meeting")
    amina.press("Spara")
    amina.open(f"/cases/{reference}/filings/1")

    assert amina.page.title().endswith("– Överlämningen")
