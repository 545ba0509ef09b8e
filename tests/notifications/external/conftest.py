"""A municipality's own register that listens, and a youth taken over into the portal's."""

import pytest
from sqlalchemy import delete

from portal.config import settings
from portal.db import session, transaction
from portal.models import ExternalRegister, Membership, Message
from portal.vocabulary import (
    Channel,
    FormKind,
    Payload,
)
from portal.workflow import external_register, handover
from portal.workflow.handover import Filled
from tests.notifications.external.register_server import OwnRegister
from tests.rolls.ss12000_server import Authority
from tests.town import AT, a_case


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
