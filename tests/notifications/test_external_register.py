"""A municipality's own register: told in the step's transaction, signed, once with each id."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from notifications.alarm import TEMPLATE as ALARM
from notifications.channels import webhook
from notifications.external_register import TEMPLATE, TYPES
from portal.config import settings
from portal.db import session, transaction
from portal.models import ExternalRegister, Membership, Message, RegisterEntry
from portal.sealing import seal_pupil
from portal.vocabulary import (
    Channel,
    EntryEndReason,
    EntryReopenReason,
    Flagged,
    FormKind,
    MessageState,
    OccupationKind,
    OccupationSource,
    Payload,
    Step,
    Tense,
)
from portal.workflow import external_register, handover, register
from portal.workflow.handover import Filled
from tests.notifications.register_server import DRIPS, HANGS, OwnRegister
from tests.rolls.ss12000_server import Authority
from tests.town import AT, SIXTEEN, TODAY, a_case

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OK = (200, {"id": "KAA-7"}, {})


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture
def own(authority, monkeypatch, tmp_path):
    """Nacka's own register, at a host the operator has named."""
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(authority.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv("WEBHOOK_HOSTS", "register.example.se, 127.0.0.1")
    settings.cache_clear()
    made = OwnRegister(authority)
    yield made
    made.close()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def setting(own, stored, town):
    """Nacka wants to be told of everything that may be told."""

    def make(payload=Payload.FULL, **says):
        usual = {"address": own.address, "secret": external_register.make_secret()}
        usual |= {"active": True, "changed_at": AT, "municipality_code": town.nacka.code}
        return stored(ExternalRegister(payload=payload, **(usual | says)))

    return make


@pytest.fixture
def enter(app, rows, town):
    """An accepted handover, in the portal's own session."""

    def make(**says):
        case = a_case(town, FormKind.DROPOUT, **says)
        rows.add(case)
        rows.commit()
        current = session()
        by = current.get_one(Membership, town.caseworker.id)
        case = current.get_one(type(case), case.id)
        with transaction():
            offer = handover.offered(case)
            entry = handover.accept(
                offer,
                handover.passing(offer.filing, "YBC"),
                Filled(None, "Storgatan 1", "", "070-174 06 05", True, False, False),
                by,
                running=None,
                joins_running=False,
                by=by,
                at=AT,
            )
            current.add(entry)
            current.flush()
            current.execute(delete(Message).where(Message.channel == Channel.MAIL))
        return entry, by

    return make


def messages(rows):
    rows.rollback()
    rows.expire_all()
    wanted = select(Message).where(Message.channel == Channel.EXTERNAL_REGISTER)
    return list(rows.scalars(wanted.order_by(Message.created_at, Message.id)))


def again(thing):
    """The same in the session of now: a round forgets its own."""
    return session().get_one(type(thing), thing.id)


def alarms(rows):
    rows.rollback()
    return list(rows.scalars(select(Message.recipient).where(Message.template == ALARM)))


def signed(secret, heard):
    """As a receiver checks it, written from the specification alone."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    head = f"{heard.headers['webhook-id']}.{heard.headers['webhook-timestamp']}."
    mac = hmac.new(key, head.encode() + heard.body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(mac).decode()}"


# --- which steps, and what is said --------------------------------------------------------------


def test_an_accepted_handover_goes_out_signed_and_the_receivers_number_is_kept(
    setting, enter, deliver, own, rows, database
):
    made = setting()
    entry, _ = enter()

    deliver(AT)

    (told,) = messages(rows)
    assert (told.state, told.acknowledgement, told.sent_at) == (MessageState.SENT, "KAA-7", AT)
    (heard,) = own.heard
    assert heard.path == "/kaa"
    assert heard.headers["webhook-id"] == str(told.id)
    assert heard.headers["webhook-timestamp"] == str(int(AT.timestamp()))
    assert heard.headers["webhook-signature"] == signed(made.secret, heard)
    assert heard.headers["content-type"] == "application/json"
    assert (heard.says["type"], heard.says["reference"]) == ("entry.registered", entry.reference)
    kept = database.execute("SELECT external_register::text FROM external_register").fetchone()[0]
    kept += database.execute("SELECT message::text FROM message").fetchone()[0]
    assert made.secret not in kept
    assert "KAA-7" not in kept


def test_the_signature_is_that_of_the_standards_own_example():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'

    said = webhook.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)

    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_thin_says_that_something_happened_and_nothing_about_anybody(setting, enter, deliver, own):
    setting(Payload.THIN)
    entry, _ = enter()

    deliver(AT)

    assert own.heard[0].says == {
        "type": "entry.registered",
        "timestamp": AT.isoformat(),
        "reference": entry.reference,
    }


def test_full_says_the_closed_list_and_never_more(setting, enter, deliver, own):
    setting()
    entry, _ = enter()

    deliver(AT)

    said = own.heard[0].says
    assert set(said) == {
        *("type", "timestamp", "reference"),
        *("identity", "contact", "reason", "occupation"),
    }
    assert said["identity"] == {
        "given_name": entry.given_name,
        "family_name": entry.family_name,
        "number": SIXTEEN,
    }
    assert said["contact"] == {
        "address": "Storgatan 1",
        "email": entry.email,
        "phone": "070-174 06 05",
    }
    assert said["reason"] == entry.reason.value
    (school,) = said["occupation"]
    assert set(school) == {"tense", "kind", "what", "since", "until", "source", "known_on"}
    assert school["what"].startswith("YBC")


def test_each_step_that_is_told_is_one_row_and_the_others_none(setting, enter, rows, town):
    setting()
    entry, by = enter()
    coordinator = session().get_one(Membership, town.coordinator.id)

    with transaction():
        register.update_contact(entry, "Nygatan 2", "", "", by=by, at=AT + HOUR)
        register.assign(entry, by, by=coordinator, at=AT + HOUR)
    with transaction():
        register.attach(entry, a_case(town), FormKind.AT_RISK, at=AT + 2 * HOUR)
    with transaction():
        register.close(entry, EntryEndReason.DECEASED, on=TODAY, by=by, at=AT + 3 * HOUR)
    with transaction():
        register.reopen(
            entry, EntryReopenReason.MISTAKE, TODAY, other_open=None, by=by, at=AT + 4 * HOUR
        )

    assert [TYPES[one.event.step] for one in messages(rows)] == [
        "entry.registered",
        "entry.updated",
        "entry.filing_attached",
        "entry.closed",
        "entry.reopened",
    ]
    assert {one.template for one in messages(rows)} == {TEMPLATE}
    assert Step.ASSIGN_ENTRY not in TYPES


def test_what_rolls_back_was_never_said(setting, enter, rows):
    setting()
    entry, by = enter()

    def fails():
        with transaction():
            register.update_contact(entry, "Nygatan 2", "", "", by=by, at=AT + HOUR)
            session().flush()
            raise LookupError

    with pytest.raises(LookupError):
        fails()

    assert len(messages(rows)) == 1


@pytest.mark.parametrize("says", [{"active": False}, {"municipality_code": "0581"}])
def test_nobody_is_told_who_has_not_asked(setting, enter, rows, says):
    setting(**says)
    enter()

    assert messages(rows) == []


def test_nobody_is_told_where_the_operator_has_named_no_host(setting, enter, rows, monkeypatch):
    setting()
    monkeypatch.setenv("WEBHOOK_HOSTS", "")
    settings.cache_clear()

    enter()

    assert messages(rows) == []


def test_what_is_said_is_the_entry_as_it_stands_when_it_is_sent(setting, enter, deliver, own):
    setting()
    own.answers = [(500, {}, {}), OK]
    entry, by = enter()
    deliver(AT)

    with transaction():
        register.add_occupation(
            again(entry),
            Tense.PRESENT,
            OccupationKind.WORK,
            "Bageriet",
            since=TODAY,
            until=None,
            source=OccupationSource.YOUTH,
            by=again(by),
            at=AT + HOUR,
        )
    deliver(AT + 2 * HOUR)

    assert [one["what"] for one in own.heard[1].says["occupation"]][-1] == "Bageriet"


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


# --- who is not spoken of -----------------------------------------------------------------------


def test_somebody_sealed_meanwhile_is_not_spoken_of(setting, enter, deliver, own, rows, town):
    setting()
    entry, by = enter()

    with transaction():
        seal_pupil(entry.number_hash, Flagged.PUPIL, by=by, at=AT)
    deliver(AT + HOUR)

    assert own.heard == []
    assert messages(rows) == []


def test_an_entry_that_is_gone_while_its_row_is_leased_is_not_spoken_of(setting, enter, rows):
    setting()
    entry, by = enter()
    message = session().scalars(select(Message).where(Message.template == TEMPLATE)).one()
    message.leased_at = AT
    with transaction():
        seal_pupil(entry.number_hash, Flagged.PUPIL, by=by, at=AT)

    with pytest.raises(webhook.NotTaken), webhook.sent([message]):
        pass

    assert session().scalars(select(RegisterEntry)).all() == []


def test_nothing_personal_is_said_in_the_log(setting, enter, deliver, own, caplog):
    setting()
    own.answers = [(500, {"error": f"Wilma {SIXTEEN}"}, {}), (400, {"error": "Wilma"}, {})]
    enter()

    caplog.set_level("DEBUG")
    deliver(AT)
    deliver(AT + HOUR)

    assert "Wilma" not in caplog.text
    assert SIXTEEN not in caplog.text
    assert json.dumps(own.heard[0].says)
