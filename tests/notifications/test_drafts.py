"""Those who may write in a draft are warned once, two weeks before it is cleared out."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from notifications.drafts import warn_writers
from portal import db
from portal.db import forget_session
from portal.models import Draft, Message
from portal.vocabulary import FormKind
from portal.workflow import drafts
from portal.workflow.drafts import KEPT_FOR, WARNED_BEFORE
from tests.town import AT

SOON = AT + KEPT_FOR - WARNED_BEFORE
"""A Tuesday in February."""


@pytest.fixture
def draft(town, stored):
    return stored(begun(town.counsellor))


def begun(by):
    draft = drafts.begin(FormKind.ABSENCE, by=by, at=AT)
    drafts.save(draft, ["given_name"], {"given_name": ["Wilma"]}, by=by, at=AT)
    return draft


def warned_at(at):
    seen = warn_writers(at)
    forget_session()
    return seen


def told(rows):
    rows.rollback()
    return sorted((one.template, one.recipient) for one in rows.scalars(select(Message)))


KARIN, OLLE = ("draft_leaving", "karin.holm@example.se"), ("draft_leaving", "olle.sund@example.se")


def test_the_author_is_warned_once_of_a_draft_that_goes_soon(draft, rows):
    assert warned_at(SOON - timedelta(minutes=1)) == 0
    assert warned_at(SOON) == 1
    assert [warned_at(SOON + timedelta(days=days)) for days in range(14)] == [0] * 14

    assert told(rows) == [KARIN]


def test_the_mail_is_the_schools_and_says_nothing_of_the_draft(draft, rows, town):
    warned_at(SOON)

    message = rows.scalars(select(Message)).one()
    said = " ".join(str(getattr(message, column.name)) for column in Message.__table__.columns)
    assert (message.school_unit_code, message.reference) == (town.ybc.code, "")
    assert not [word for word in ("Wilma", "absence", str(draft.id)) if word in said]


def test_a_shared_draft_is_told_to_the_colleagues_at_the_school_unit_only(
    draft, rows, town, stored
):
    draft = rows.merge(draft)
    drafts.share(draft, shared=True, by=town.counsellor)
    stored(draft)

    warned_at(SOON)

    assert told(rows) == [KARIN, OLLE]


def test_somebody_who_no_longer_works_there_is_not_told(draft, rows, town):
    rows.merge(town.counsellor).ended_at = AT
    rows.commit()

    assert warned_at(SOON) == 1
    assert warned_at(SOON) == 0
    assert told(rows) == []


def test_many_drafts_are_one_mail_to_each(draft, rows, town, stored):
    stored(begun(town.counsellor), begun(town.counsellor), begun(town.colleague))

    assert warned_at(SOON) == 4
    assert told(rows) == [KARIN, OLLE]


def test_who_writes_in_it_after_the_warning_is_warned_again_when_it_is_left_again(
    draft, rows, town
):
    warned_at(SOON)
    touched = SOON + timedelta(days=1)
    drafts.save(
        rows.merge(draft), ["given_name"], {"given_name": ["Vilma"]}, by=town.counsellor, at=touched
    )
    rows.commit()

    assert warned_at(SOON + timedelta(days=2)) == 0
    assert warned_at(touched + KEPT_FOR - WARNED_BEFORE) == 1
    assert told(rows) == [KARIN] * 2


def test_nobody_is_warned_on_a_day_off(draft, rows):
    saturday = SOON + timedelta(days=(5 - SOON.weekday()) % 7)

    assert warned_at(saturday) == 0
    assert warned_at(saturday + timedelta(days=2)) == 1


def test_who_writes_at_the_same_moment_notices_nothing(draft, rows, town):
    page = rows.scalars(select(Draft)).one()
    warned_at(SOON)

    drafts.save(page, ["given_name"], {"given_name": ["Vilma"]}, by=town.counsellor, at=SOON)
    rows.commit()


def test_as_many_statements_however_many_drafts_there_are(draft, rows, town, stored):
    def statements(at):
        seen = []

        def watch(_connection, _cursor, statement, *_rest):
            seen.append(statement.split()[0])

        event.listen(db.engine(), "before_cursor_execute", watch)
        warned_at(at)
        event.remove(db.engine(), "before_cursor_execute", watch)
        return [verb for verb in seen if verb != "INSERT"]

    one = statements(SOON)
    stored(*[begun(town.counsellor) for _ in range(20)])

    assert statements(SOON) == one
