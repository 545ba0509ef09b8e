"""What it costs to hand a filing in: the statements of the one step that does most, counted."""

import pytest

from portal.vocabulary import FormKind
from tests.web.filing.typed import Counter, file

MOST = {"a new case": 15, "an open case": 18}
"""An open case comes with its clocks, its filings and what it has offered the register."""


@pytest.mark.parametrize("kind", [FormKind.AT_RISK, FormKind.ABSENCE, FormKind.DROPOUT])
@pytest.mark.parametrize("to", MOST)
def test_sending_takes_few_statements(kind, to, town, login, statements):
    browser = login(town.counsellor)
    if to == "an open case":
        file(browser, "at_risk")
    writer = Counter(browser, kind.value)
    writer.fill()
    page = writer.page("check")
    statements.clear()

    browser.send(page, to=f"{writer.draft}/send")

    ends_a_clock = to == "an open case" and kind is FormKind.DROPOUT  # that of the risk's renewal
    assert len(statements) <= MOST[to] + ends_a_clock
