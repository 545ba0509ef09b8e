"""A school files each kind, from the first question to the receipt."""

import pytest
from sqlalchemy import select

from portal.models import Case, Draft, Filing
from portal.vocabulary import FormKind
from tests.web.filing import Counter, file


@pytest.mark.parametrize("kind", list(FormKind))
def test_each_kind_can_be_filed_from_the_first_question_to_the_receipt(kind, town, login, rows):
    browser = login(town.counsellor)

    receipt = file(browser, kind.value)

    filing = rows.scalars(select(Filing)).one()
    assert filing.kind is kind
    assert f"{filing.case.reference}-1" in receipt.page.text
    assert not rows.scalars(select(Draft)).all()
