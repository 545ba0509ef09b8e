"""The demo town: every state is lived in, nothing is yet to come, and all of it could be typed."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.absence import AbsenceForm
from forms.at_risk import AtRiskForm
from forms.base import Facts
from forms.dropout import DropoutForm
from forms.head import ContactForm, PupilForm
from forms.start import StartForm
from portal import db
from portal.access import passwords
from portal.clock import STOCKHOLM, local, today, working_day
from portal.demo.town import ACCOUNTS, PASSWORD, build
from portal.demo.town_people import HUDDINGE, NACKA, NORRKOPING, TYRESO, WHO_LEFT
from portal.identity import NumberKind, age_on, stored
from portal.models import (
    Case,
    Deadline,
    Draft,
    Event,
    Filing,
    Handover,
    Meeting,
    Membership,
    Message,
    Municipality,
    Pickup,
    RegisterEntry,
    User,
)
from portal.vocabulary import (
    OPEN_CASE_STATES,
    CaseState,
    CloseReason,
    DeadlineKind,
    EntryState,
    FilingState,
    FormKind,
    HandoverState,
    MeetingState,
    MessageState,
    Outcome,
    PickupState,
    Role,
    YouthStatus,
)
from portal.workflow import drafts
from portal.workflow.pickups import state
from tests import servers

MONDAY = date(2026, 11, 23)
JOINED = (NACKA, NORRKOPING, HUDDINGE)
FORMS = {
    FormKind.AT_RISK: AtRiskForm,
    FormKind.ABSENCE: AbsenceForm,
    FormKind.DROPOUT: DropoutForm,
    FormKind.START: StartForm,
}


@pytest.fixture(scope="module")
def built(unannounced: None, whole_database: psycopg.Connection[Any]) -> Iterator[Session]:
    """The town as it stands on a Monday in November."""
    servers.unshelve(whole_database)
    with db.transaction() as session:
        build(session, MONDAY)
    db.forget_session()
    with Session(db.engine()) as session:
        yield session
    servers.empty(whole_database)


def values(session: Session, column: Any) -> Counter[Any]:
    return Counter(session.scalars(select(column)))


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (Case.state, CaseState),
        (Case.latest_kind, FormKind),
        (Filing.state, FilingState),
        (Meeting.state, MeetingState),
        (Handover.state, HandoverState),
        (RegisterEntry.state, EntryState),
        (RegisterEntry.status, YouthStatus),
        (Case.due_kind, {*DeadlineKind, None}),
        (Meeting.outcome, {*Outcome, None}),
        (Case.close_reason, {*CloseReason, None} - {CloseReason.DECEASED}),
    ],
    ids=lambda of: str(of) if hasattr(of, "property") else "",
)
def test_somebody_is_in_every_state_there_is(built, column, words):
    assert set(values(built, column)) == set(words)


def test_there_are_about_120_pupils_and_all_have_numbers_nobody_will_ever_have(built):
    held = {stored(number) for number in built.scalars(select(Filing.number))}
    official = {row.strip() for row in numbers_of_the_test_series()}

    assert 110 <= len(held) <= 130
    assert all(one.value in official or one.kind is NumberKind.INTERIM for one in held)
    assert sum(one.kind is NumberKind.INTERIM for one in held) == 0


def numbers_of_the_test_series() -> Iterator[str]:
    source = Path(__file__).parents[1] / "data" / "testpersonnummer-ungdomar.csv"
    with source.open(encoding="utf-8") as lines:
        yield from (line.split(",")[0] for line in lines)


def test_pupils_are_of_an_age_that_fits(built):
    ages = Counter(
        age_on(filing.birth_date, filing.event_on) for filing in built.scalars(select(Filing))
    )

    assert set(ages) <= {15, 16, 17, 18, 19, 20}
    assert ages[20] >= 2
    assert ages[17] > ages[19]


def test_everything_happened_in_office_hours_over_fourteen_months_and_nothing_today(built):
    times = [local(at) for at in built.scalars(select(Event.at))]

    assert max(times) < datetime.combine(MONDAY, time.min, STOCKHOLM)
    assert MONDAY - timedelta(days=440) < min(times).date() < MONDAY - timedelta(days=395)
    assert all(working_day(at.date()) for at in times)
    assert all(time(8) <= at.time() <= time(19) for at in times)


def test_each_month_has_its_filings(built):
    months = Counter(
        (local(at).year, local(at).month) for at in built.scalars(select(Filing.filed_at))
    )

    assert len(months) == 15
    assert min(months.values()) >= 1


@pytest.mark.parametrize("municipality", JOINED)
def test_lists_hold_what_is_late_what_is_due_today_and_what_is_in_time(built, municipality):
    due = built.scalars(
        select(Case.due_on).where(Case.municipality_code == municipality, Case.due_on.is_not(None))
    ).all()

    late, now, later = (
        sum(day < MONDAY for day in due),
        sum(day == MONDAY for day in due),
        sum(day > MONDAY for day in due),
    )
    assert 1 <= late <= len(due) / 3
    assert now >= 2
    assert later > late + now
    assert min(due) > MONDAY - timedelta(days=14)


def test_a_municipality_that_has_not_joined_gets_filings_too(built):
    assert not built.get_one(Municipality, TYRESO).joined
    assert all(built.get_one(Municipality, code).joined for code in JOINED)
    assert built.scalar(select(func.count()).where(Case.municipality_code == TYRESO)) >= 3


def test_pupils_go_to_school_at_home_and_elsewhere_with_public_and_independent_schools(built):
    cases = built.scalars(select(Case).where(Case.municipality_code.in_(JOINED))).all()
    lies_there = Counter(
        case.school_unit.municipality_code == case.municipality_code for case in cases
    )

    assert len({case.school_unit_code for case in cases}) >= 10
    assert len({case.school_unit.organiser_kind for case in cases}) >= 3
    assert min(lies_there[True], lies_there[False]) >= 20


def test_open_cases_show_their_nearest_clock(built):
    nearest = (
        select(Deadline.case_id, func.min(Deadline.due_on).label("due_on"))
        .where(Deadline.met_at.is_(None), Deadline.stopped_at.is_(None))
        .group_by(Deadline.case_id)
    ).subquery()
    pairs = built.execute(
        select(Case.due_on, nearest.c.due_on)
        .join(nearest, nearest.c.case_id == Case.id, isouter=True)
        .where(Case.state.in_(OPEN_CASE_STATES))
    ).all()

    assert len(pairs) > 40
    assert all(shown == running for shown, running in pairs)


def test_each_role_is_held_by_two_people_who_can_log_in(built):
    people = {user.email: user for user in built.scalars(select(User))}
    holders: dict[str, set[str]] = {}
    for membership in built.scalars(select(Membership).where(Membership.ended_at.is_(None))):
        holders.setdefault(membership.role, set()).add(membership.user.email)

    assert all(len(holders[role]) >= 2 for role in Role)
    assert {account.email for account in ACCOUNTS} == people.keys() - {WHO_LEFT}
    assert all(passwords.fits(user.password_hash, PASSWORD) for user in list(people.values())[:2])


def test_whoever_left_can_no_longer_act_but_is_still_named(built):
    left = built.scalars(select(Membership).join(User).where(User.email == WHO_LEFT)).one()

    assert left.ended_at is not None
    assert built.scalar(select(func.count()).where(Event.actor_id == left.id)) > 0
    assert (
        built.scalar(
            select(func.count()).where(Event.actor_id == left.id, Event.at > left.ended_at)
        )
        == 0
    )
    assert built.scalar(select(func.count()).where(RegisterEntry.caseworker_id == left.id)) == 0


def test_every_filing_could_have_been_typed_in_the_forms(built, app):
    with app.test_request_context():
        wrong = [fault for filing in built.scalars(select(Filing)) for fault in faults(filing)]

    assert wrong == []


def faults(filing: Filing) -> Iterator[tuple[str, str, Any]]:
    typed, day = drafts.typed(filing), today(filing.filed_at)
    home = typed["home_municipality"][0]
    facts = Facts(
        today=day,
        minor=age_on(filing.birth_date, day) < 18,
        meets=filing.kind is not FormKind.START,
        municipalities=[(home, "Hemkommunen")],
    )
    forms = [form(typed, facts) for form in (PupilForm, FORMS[filing.kind], ContactForm)]
    for form in forms:
        if not form.validate():
            yield from ((filing.kind, name, said) for name, said in form.errors.items())
    yield from (
        (filing.kind, name, "is not asked")
        for name in typed
        if not any(name in form for form in forms)
    )


def test_some_filings_are_begun_and_not_sent(built):
    ages = [(MONDAY - today(draft.changed_at)).days for draft in built.scalars(select(Draft))]

    assert len(ages) >= 5
    assert 60 < max(ages) < 90


def test_what_was_sent_lately_arrived_nearly_all(built):
    states = Counter(built.scalars(select(Message.state)))

    assert set(states) == set(MessageState)
    assert states[MessageState.SENT] > 10 * (states.total() - states[MessageState.SENT])


def test_pick_ups_stand_at_every_place(built):
    assert {state(one) for one in built.scalars(select(Pickup))} == set(PickupState)
