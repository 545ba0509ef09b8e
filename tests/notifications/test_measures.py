"""The nightly round asks providers for reports, and reminds them of late ones."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from notifications.channels import mail
from notifications.measures import ask_providers
from portal import db
from portal.access.tokens import report_path
from portal.db import forget_session
from portal.models import Measure, MeasureReport, Message, Task
from portal.vocabulary import TaskAction
from tests.measures import MAILBOX, a_measure, an_asked_report, an_offer, settle_measure
from tests.town import AT, Town

LATE = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def measure(app: Flask, rows: Session, town: Town) -> Measure:
    return settle_measure(town, rows)[1]


def ask_at(at: datetime) -> int:
    seen = ask_providers(at)
    forget_session()
    return seen


def told(rows: Session) -> list[str]:
    rows.expire_all()
    sent = select(Message.recipient).where(Message.template == "measure_report")
    return list(rows.scalars(sent))


def test_the_provider_is_asked_once_for_a_month(measure: Measure, rows: Session) -> None:
    assert ask_at(AT) == 1
    assert ask_at(AT) == 0

    assert told(rows) == [MAILBOX]
    assert len(rows.scalars(select(MeasureReport)).all()) == 1


def test_nobody_is_asked_on_a_day_off(measure: Measure, rows: Session) -> None:
    assert ask_at(SATURDAY) == 0
    assert told(rows) == []


def test_what_is_late_is_chased_once_a_day_of_chasing(measure: Measure, rows: Session) -> None:
    ask_at(AT)
    assert ask_at(LATE) == 1
    assert ask_at(LATE) == 0

    assert told(rows) == [MAILBOX] * 2
    ask = select(Task).where(Task.action == TaskAction.ASK_FOR_REPORT)
    assert len(rows.scalars(ask).all()) == 1


def test_a_mail_leads_to_the_newest_link_and_says_nothing_about_anybody(
    app: Flask, measure: Measure, rows: Session
) -> None:
    report = an_asked_report(measure, rows)
    message = rows.scalars(select(Message).where(Message.report_id == report.id)).one()

    with app.app_context():
        whole = mail.compose([message]).as_string()

    assert report_path(report) in whole
    for trace in ("Wilma", "Ek", measure.report_code, measure.entry.reference, "praktik"):
        assert trace not in whole.split()


def test_a_round_costs_the_same_for_one_measure_as_for_many(
    app: Flask, town: Town, rows: Session
) -> None:
    entry, _ = settle_measure(town, rows)
    few = _statements(lambda: ask_at(AT))
    for number in range(2, 8):
        a_measure(town, entry, an_offer(key=f"N-M{number}", provider=None))
    rows.commit()
    many = _statements(lambda: ask_at(AT))

    # The rows themselves are written in batches; a round without letters writes no messages.
    assert len(many) <= len(few) + 2


def _statements(act: Callable[[], Any]) -> list[str]:
    seen: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine(), "before_cursor_execute", keep)
    act()
    event.remove(db.engine(), "before_cursor_execute", keep)
    return seen
