"""The header takes one row, whoever is logged in and in either language; a telephone has a menu."""

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize, expect
from sqlalchemy.orm import Session

from portal.models import Membership
from tests.journeys.examine import PHONE
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


def test_on_a_telephone_the_menu_is_gone_to_and_left(
    town: Town, enter: Callable[[Membership], Visitor]
) -> None:
    page = enter(town.counsellor).page
    page.set_viewport_size(PHONE)
    header = page.locator(".site-header")
    filings = page.get_by_role("link", name="Anmälningar", exact=True)
    before = header.bounding_box()
    assert before is not None
    assert before["height"] <= ONE_ROW
    expect(filings).to_be_hidden()

    page.get_by_role("link", name="Meny", exact=True).press("Enter")
    expect(filings).to_be_visible()
    page.get_by_role("link", name="Stäng menyn").press("Enter")

    expect(filings).to_be_hidden()
    page.go_back()
    filings.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
