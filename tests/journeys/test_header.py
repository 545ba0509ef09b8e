"""The header takes one row on a usual screen, whoever is logged in and in either language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize
from sqlalchemy.orm import Session

from portal.models import Membership
from tests.journeys.visitor import Visitor
from tests.town import Town

ONE_ROW = 64
"""Pixels: a place in the menu is 3.8rem high."""


@pytest.fixture
def script() -> bool:
    """The header has none."""
    return True


@pytest.fixture
def screen() -> ViewportSize:
    return {"width": 1280, "height": 800}


@pytest.mark.parametrize("who", ["counsellor", "coordinator"])
def test_the_header_takes_one_row(
    who: str, town: Town, rows: Session, enter: Callable[[Membership], Visitor]
) -> None:
    town.ybc.name = "Internationella Gymnasiet för Naturbruk och Hantverk i Nacka"
    town.nacka.name = "Upplands Väsby och Sigtuna"
    rows.commit()
    visitor = enter(getattr(town, who))
    for language in ("sv", "en"):
        button = visitor.page.locator(f".site-footer button[lang={language}]")
        if button.count():
            with visitor.page.expect_navigation():
                button.click()
        header = visitor.page.locator(".site-header").bounding_box()
        assert header is not None
        assert header["height"] <= ONE_ROW
        for name in ("Logga ut", "Log out"):
            way_out = visitor.page.get_by_role("button", name=name, exact=True)
            if way_out.count():
                box = way_out.bounding_box()
                assert box is not None
                assert box["x"] + box["width"] <= header["width"]
