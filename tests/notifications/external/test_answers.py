"""How a municipality's own register may answer, and what the portal makes of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from notifications.channels import webhook
from portal.db import transaction
from portal.models import ExternalRegister
from portal.vocabulary import (
    MessageState,
    Payload,
)
from portal.workflow import register
from tests.notifications.external.register_server import DRIPS, HANGS
from tests.notifications.external.told import DAY, HOUR, OK, again, alarms, messages, signed
from tests.notifications.messages import a_message
from tests.town import AT

# --- how the register answers -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ({"id": "KAA-7"}, "KAA-7"),
        ({"id": 17}, "17"),
        ({}, None),
        (b"", None),
        (b"OK", None),
        ([1], None),
        ({"id": "x" * 100}, "x" * 100),
        ({"id": "x" * 101}, None),
        ({"id": "a\nb"}, None),
        ({"id": ""}, None),
        ({"id": True}, None),
        ({"id": {"a": 1}}, None),
        (b"[" * 60_000, None),
        (b" " * (webhook.LARGEST + 1), None),
        (b"\xff\xfe", None),
    ],
)
def test_yes_is_yes_and_only_a_number_is_kept_of_it(
    setting, enter, deliver, own, rows, said, number
):
    setting(Payload.THIN)
    own.answers = [(200, said, {})]
    enter()

    deliver(AT)

    (told,) = messages(rows)
    assert (told.state, told.acknowledgement) == (MessageState.SENT, number)


def test_gone_switches_it_off_and_the_administrator_is_told_although_told_before(
    setting, enter, deliver, own, rows, town
):
    setting(Payload.THIN)
    entry, by = enter()
    own.answers = [(400, {}, {}), (410, {}, {})]
    deliver(AT)
    with transaction():
        for street in ("Nygatan 2", "Nygatan 3"):
            register.update_contact(again(entry), street, "", "", by=again(by), at=AT + HOUR)

    deliver(AT + HOUR)

    made = rows.scalars(select(ExternalRegister)).one()
    assert (made.active, made.stopped_at) == (False, AT + HOUR)
    assert {one.state for one in messages(rows)} == {MessageState.FAILED}
    assert sorted(one.last_error for one in messages(rows)) == [
        "RegisterRefuses",
        "RegisterStopped",
        "SwitchedOff",
    ]
    assert alarms(rows) == [town.municipality_admin.user.email] * 2
    assert len(own.heard) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 301, 302, 307])
def test_a_no_is_not_tried_again_and_no_redirect_is_followed(
    setting, enter, deliver, own, rows, town, status
):
    setting()
    own.answers = [(status, {}, {"Location": own.address}), OK]
    enter()

    deliver(AT)
    deliver(AT + DAY)

    (told,) = messages(rows)
    assert (told.state, told.last_error) == (MessageState.FAILED, "RegisterRefuses")
    assert len(own.heard) == 1
    assert alarms(rows) == [town.municipality_admin.user.email]


@pytest.mark.parametrize(
    ("asks", "waits"),
    [
        ("3600", HOUR),
        ("Wed, 18 Nov 2026 11:00:00 GMT", 2 * HOUR),
        ("999999999999", webhook.LONGEST_PAUSE),
        ("tomorrow", timedelta(0)),
        ("-5", timedelta(0)),
        ("²", timedelta(0)),
    ],
)
def test_a_busy_register_is_waited_for_as_long_as_it_asks_within_reason(
    setting, enter, deliver, own, rows, asks, waits
):
    setting(Payload.THIN)
    own.answers = [(429, {}, {"Retry-After": asks}), OK]
    enter()

    deliver(AT)

    (told,) = messages(rows)
    assert (told.state, told.last_error) == (MessageState.WAITING, "RegisterBusy")
    first = AT + max(waits, timedelta(seconds=45))
    assert first <= told.due_at <= first + timedelta(seconds=15)
    deliver(told.due_at)
    assert messages(rows)[0].state is MessageState.SENT


def test_a_faulty_register_is_tried_again_with_the_same_id_and_a_new_time(
    setting, enter, deliver, own, rows
):
    made = setting()
    own.answers = [(500, {}, {}), (503, {}, {}), OK]
    enter()

    for hours in range(3):
        deliver(AT + hours * HOUR)

    (told,) = messages(rows)
    assert told.state is MessageState.SENT
    assert {one.headers["webhook-id"] for one in own.heard} == {str(told.id)}
    assert len({one.headers["webhook-timestamp"] for one in own.heard}) == 3
    assert [one.headers["webhook-signature"] == signed(made.secret, one) for one in own.heard] == [
        True
    ] * 3


@pytest.mark.parametrize("trouble", [HANGS, DRIPS])
def test_a_register_without_an_answer_is_hung_up_on_and_its_other_rows_wait(
    setting, enter, deliver, own, rows, trouble, monkeypatch
):
    monkeypatch.setattr(webhook, "PATIENCE", 0.3)
    monkeypatch.setattr(webhook, "IN_ALL", 0.6)
    setting()
    own.answers = [trouble]
    entry, by = enter()
    with transaction():
        register.update_contact(entry, "Nygatan 2", "", "", by=by, at=AT)

    assert deliver(AT) == 1

    first, second = sorted(messages(rows), key=lambda one: -one.attempts)
    assert (first.last_error, first.attempts) == ("RegisterSlow", 1)
    assert (second.last_error, second.attempts) == ("", 0)
    assert second.due_at > AT
    assert len(own.heard) == 1


def test_after_72_hours_it_is_given_up_and_a_human_is_told(
    setting, enter, deliver, own, rows, town
):
    setting(Payload.THIN)
    own.answers = [(500, {}, {})]
    enter()

    at = AT
    while messages(rows)[0].state is MessageState.WAITING:
        at = max(messages(rows)[0].due_at, at)
        deliver(at)

    assert at - AT >= timedelta(hours=72)
    assert alarms(rows) == [town.municipality_admin.user.email]


def test_a_register_that_always_asks_for_more_time_is_given_up_too(
    setting, enter, deliver, own, rows
):
    setting(Payload.THIN)
    own.answers = [(503, {}, {"Retry-After": "28800"})]
    enter()

    at = AT
    while messages(rows)[0].state is MessageState.WAITING:
        at = max(messages(rows)[0].due_at, at)
        deliver(at)

    assert timedelta(hours=72) <= at - AT <= timedelta(hours=80)


def test_a_mail_server_that_is_away_holds_up_no_register(
    setting, enter, deliver, own, rows, stored
):
    setting(Payload.THIN)
    enter()
    stored(*(a_message(due_at=AT - HOUR, created_at=AT - HOUR) for _ in range(3)))

    assert deliver(AT) == 2

    assert messages(rows)[0].state is MessageState.SENT


def test_a_server_nobody_vouches_for_or_that_is_not_there_is_told_nothing(
    setting, enter, deliver, own, rows, monkeypatch
):
    made = setting()
    monkeypatch.delenv("SSL_CERT_FILE")
    enter()
    deliver(AT)
    assert messages(rows)[0].last_error == "RegisterCertificate"

    made = rows.get(ExternalRegister, made.municipality_code)
    made.address = "https://127.0.0.1:1/kaa"
    rows.commit()
    deliver(AT + HOUR)

    assert messages(rows)[0].last_error == "RegisterAway"
    assert own.heard == []


@pytest.mark.parametrize(
    "address", ["https://10.0.0.7/kaa", "https://localhost/kaa", "http://127.0.0.1/kaa"]
)
def test_an_address_that_the_operator_has_not_named_is_never_called(
    setting, enter, deliver, own, rows, address
):
    setting(address=address)
    enter()

    deliver(AT)

    (told,) = messages(rows)
    assert (told.state, told.last_error) == (MessageState.FAILED, "RegisterClosed")
    assert own.heard == []
