"""The municipality's own register is set up, hears of a youth, says no, and hears of it again."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from notifications.deliver import deliver_due
from portal.clock import now
from portal.config import settings
from portal.db import forget_session
from portal.models import Event, Membership, Message
from portal.vocabulary import Channel, Step
from tests.journeys.visitor import Visitor
from tests.measures import an_entry
from tests.notifications.external.register_server import OwnRegister
from tests.rolls.ss12000_server import Authority
from tests.town import Town


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRegister]:
    """It listens, at a host the operator has named."""
    authority = Authority()
    trusted = tmp_path / "trusted.pem"
    trusted.write_text(authority.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setenv("WEBHOOK_HOSTS", "127.0.0.1")
    settings.cache_clear()
    made = OwnRegister(authority)
    yield made
    made.close()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def script() -> bool:
    return True


@pytest.fixture
def with_axe() -> bool:
    return True


@pytest.fixture
def deliver(app: Flask, rows: Session) -> Callable[[], None]:
    """A round of the worker; the mails are nobody's concern here."""

    def run() -> None:
        rows.execute(delete(Message).where(Message.channel == Channel.MAIL))
        rows.commit()
        with app.app_context():
            deliver_due(lambda: now() + timedelta(seconds=1))
        forget_session()

    return run


def test_from_a_setting_to_a_receivers_number(
    town: Town,
    rows: Session,
    own: OwnRegister,
    enter: Callable[[Membership], Visitor],
    deliver: Callable[[], None],
) -> None:
    entry = an_entry(town)
    rows.add(entry)
    rows.commit()
    admin = enter(town.municipality_admin)
    admin.follow("Kommun")
    admin.follow("Kommunens eget register")
    admin.write("Adress", own.address)
    admin.choose("Vad ska det få veta?", "Också ungdomens uppgifter")
    admin.tick("Skicka till kommunens eget register")
    admin.press("Spara")
    admin.reads("Spara nyckeln nu, den visas bara en gång")
    assert re.search(r"whsec_\S{40,}", admin.page.inner_text("main"))

    cilla, page = enter(town.coordinator), f"/register/{entry.reference}"
    own.answers = [(400, {}, {}), (200, {"id": "KAA-7"}, {})]
    cilla.open(f"{page}/contact")
    cilla.write("Telefon", "070-174 06 33")
    cilla.press("Spara")
    cilla.open(page)
    cilla.reads("Till kommunens eget register: väntar")
    deliver()
    cilla.open(page)
    cilla.reads("kom inte fram", "Kommunens eget register sa nej")
    cilla.press("Skicka igen till kommunens eget register")
    deliver()
    cilla.open(page)
    cilla.reads("mottagarens nummer KAA-7", "Ett utskick som inte kom fram skickas igen")

    first, second = own.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert second.says["contact"]["phone"] == "070-174 06 33"
    assert rows.scalars(select(Event.step).where(Event.step == Step.RESEND)).one()
