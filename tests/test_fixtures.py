"""The tests' own footing: what two tests, two browsers or two people must not share."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import Municipality, User
from tests.pages import PageClient
from tests.town import Town


def test_two_browsers_do_not_share_who_is_logged_in(
    login: Callable[..., PageClient], another_client: Callable[[], PageClient], town: Town
) -> None:
    first, second, stranger = another_client(), another_client(), another_client()
    login(town.counsellor, first)
    login(town.caseworker, second)

    pages = [browser.get("/account").text for browser in (first, second, first)]

    assert town.counsellor.user.name in pages[0]
    assert town.caseworker.user.name in pages[1]
    assert town.counsellor.user.name in pages[2]
    assert stranger.get("/account").status_code == 303


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_begins_with_an_empty_database(turn: str, rows: Session, town: Town) -> None:
    assert rows.scalar(select(func.count()).select_from(Municipality)) == 3
    assert rows.scalar(select(func.count()).select_from(User)) == len(list(town.everybody()))


def test_the_reference_data_is_there_when_asked_for(reference: None, rows: Session) -> None:
    assert rows.scalar(select(func.count()).select_from(Municipality)) == 290
