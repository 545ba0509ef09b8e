"""The law's limit holds for sealed register entries too; sealed cases stay with the officers."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.erasing import erase_sealed
from portal.models import AccessLogEntry, SealedRecord
from portal.vocabulary import Opened
from tests.web.protection.conftest import TRACES

LAST_DAY = date(2029, 12, 31)
"""Of the pupil, who was born in 2008."""


def test_the_entry_goes_on_the_last_day_and_the_cases_stay(everywhere, seal, record, rows):
    seal()

    assert erase_sealed(date(2029, 12, 30)) == 0
    assert erase_sealed(LAST_DAY) == 1
    assert erase_sealed(LAST_DAY) == 0

    known = record().known
    assert known["entries"] == []
    assert len(known["cases"]) == 2


@pytest.fixture
def only_an_entry(everywhere, seal, rows, record, town):
    seal()
    sealed = record()
    sealed.contents.write(sealed.known | {"cases": [], "drafts": []})
    rows.add(AccessLogEntry(at=sealed.opened_at, membership_id=town.protection_officer.id,
                            opened=Opened.SEALED, reference=sealed.pseudonym,
                            municipality_code="0182", request_id="x"))  # fmt: skip
    rows.commit()
    return sealed.pseudonym


def test_a_record_that_held_nothing_else_goes_whole(only_an_entry, rows, stored_text):
    assert erase_sealed(LAST_DAY) == 1

    rows.rollback()
    assert [one.municipality_code for one in rows.scalars(select(SealedRecord))] == ["0581"]
    left = stored_text("sealed_contents")
    assert [one for one in (*TRACES, only_an_entry) if one in left] == []
    assert "" in rows.scalars(select(AccessLogEntry.reference)).all()
