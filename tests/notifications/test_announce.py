"""A step becomes message rows in its own transaction: told if and only if it happened."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications.reminders import TEMPLATES
from notifications.subscriptions import SUBSCRIPTIONS
from portal.db import session, transaction
from portal.models import Case, Membership, Message
from portal.vocabulary import QUIET_TEMPLATES, CodedAnswer, MessageState, SummonsKind
from portal.workflow import casework
from tests.town import AT, Town, a_filing

Verb = Callable[[Case, Town], Any]


@pytest.fixture
def case(app: object, rows: Session, town: Town) -> Case:
    """A case in Nacka's queue, stored before anybody listens to it."""
    filing = a_filing(town)
    rows.add(filing)
    rows.commit()
    return session().get_one(Case, filing.case_id)


def here(somebody: Membership) -> Membership:
    return session().get_one(Membership, somebody.id)


def told(rows: Session) -> list[tuple[str, str]]:
    rows.rollback()
    return sorted((one.template, one.recipient) for one in rows.scalars(select(Message)))


def test_a_filing_is_told_to_the_function_mailbox_of_the_home_municipality(
    app: object, rows: Session, town: Town
) -> None:
    with transaction() as current:
        current.add(town_filing(town))

    assert told(rows) == [("new_filing", "kaa@0182.example")]


def town_filing(town: Town) -> Any:
    """A filing whose people and places the portal's own session knows."""
    current = session()
    by = current.get_one(Membership, town.counsellor.id)
    home = current.merge(town.nacka, load=False)
    return a_filing(town, by=by, home=home)


@pytest.mark.parametrize(("mailbox", "mails"), [("kaa@0138.example", 1), ("", 0)])
def test_a_municipality_that_has_not_joined_is_told_where_to_pick_up(
    mailbox: str, mails: int, app: object, rows: Session, town: Town
) -> None:
    by = session().get_one(Membership, town.counsellor.id)
    home = session().merge(town.tyreso, load=False)
    home.email = mailbox
    with transaction() as current:
        current.add(a_filing(town, by=by, home=home))

    assert told(rows) == [("pickup", mailbox)] * mails


def test_an_answer_is_told_to_those_who_filed(case: Case, rows: Session, town: Town) -> None:
    with transaction():
        casework.reply(case, CodedAnswer.CONTACTING, "", by=here(town.caseworker), at=AT)

    assert told(rows) == [("news_for_school", "karin.holm@example.se")]


def test_somebody_who_has_left_the_school_is_not_told(
    case: Case, rows: Session, town: Town
) -> None:
    with transaction():
        here(town.counsellor).ended_at = AT
    with transaction():
        casework.reply(case, CodedAnswer.CONTACTING, "", by=here(town.caseworker), at=AT)

    assert told(rows) == []


def test_what_rolls_back_was_never_said(case: Case, rows: Session, town: Town) -> None:
    casework.reply(case, CodedAnswer.CONTACTING, "", by=here(town.caseworker), at=AT)
    session().flush()
    session().rollback()

    assert told(rows) == []


def test_two_flushes_of_one_step_tell_once(case: Case, rows: Session, town: Town) -> None:
    with transaction() as current:
        casework.ask(case, "Går eleven kvar?", by=here(town.caseworker), at=AT)
        current.flush()
        current.flush()

    assert told(rows) == [("question", "karin.holm@example.se")]


def test_rows_carry_no_word_about_the_pupil(case: Case, rows: Session, town: Town) -> None:
    with transaction():
        casework.ask(case, "Går Wilma Ek kvar?", by=here(town.caseworker), at=AT)

    rows.rollback()
    message = rows.scalars(select(Message)).one()
    said = " ".join(str(getattr(message, column.name)) for column in Message.__table__.columns)
    assert "Wilma" not in said
    assert case.number not in said
    assert message.state is MessageState.WAITING


def test_every_subscribed_text_exists_and_every_text_is_subscribed(app: Any) -> None:
    subscribed = {notice.template for notices in SUBSCRIPTIONS.values() for notice in notices}
    letters = {name for name in app.jinja_env.list_templates() if name.startswith("mail/")}

    personal = {"invitation", "reset", "new_role", "password_changed", "undelivered", "sought",
                "draft_leaving", "measure_report"}  # fmt: skip
    summonses = {f"summons_{kind}" for kind in SummonsKind}
    others = {*TEMPLATES.values(), *QUIET_TEMPLATES, "frame"}
    every = subscribed | personal | summonses | others
    assert letters == {f"mail/{name}.txt" for name in every} | {
        "mail/frame.html",
        "mail/guest.html",
    }
