"""Which steps a municipality's own register is told of, what is said, and of whom it is not."""

import json

import pytest
from sqlalchemy import select

from notifications.channels import webhook
from notifications.external_register import TEMPLATE, TYPES
from portal.config import settings
from portal.db import session, transaction
from portal.models import Membership, Message, RegisterEntry
from portal.sealing import seal_pupil
from portal.vocabulary import (
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
from portal.workflow import register
from tests.notifications.external.told import HOUR, OK, again, messages, signed
from tests.town import AT, SIXTEEN, TODAY, a_case

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

    assert "Bageriet" in [one["what"] for one in own.heard[1].says["occupation"]]


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
