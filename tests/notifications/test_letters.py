"""Every letter is looked at: as it goes on the wire, in both languages, both of its parts.

After a letter was changed on purpose: RENEW_SNAPSHOTS=1 ./run test tests/notifications
"""

import os
import re
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications.channels import mail
from portal.drills.post_office import PostOffice
from portal.models import Event, Message, User
from portal.vocabulary import MessageState, Step
from portal.workflow import measure_reports
from tests.measures import settle_measure
from tests.notifications.messages import a_message
from tests.town import AT, Town, a_filing

SNAPSHOTS = Path(__file__).parent / "snapshots"
TOKEN = re.compile(r"(/(?:invitation|reset|pickup|measure-report)/)[\w.-]+")
ACCOUNT = ("invitation", "reset", "new_role", "password_changed", "sought", "undelivered",
           "draft_leaving",
           "protection", "protection_alarm")  # fmt: skip
ABOUT_A_MEASURE = ("measure_report",)
ABOUT_A_CASE = (
    "new_filing",
    "changed_by_school",
    "assigned",
    "question",
    "news_for_school",
    "pickup",
    "pickup_lapsed",
    "meeting",
    "other_time",
    "reminder_before",
    "reminder_on_day",
    "reminder_overdue",
)
CONTROLS = [
    "\r\nBcc: x@y.example", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85",
    "\u2028", "\u2029",
]  # fmt: skip
each_letter = pytest.mark.parametrize("template", [*ABOUT_A_CASE, *ABOUT_A_MEASURE, *ACCOUNT])
each_control = pytest.mark.parametrize("control", CONTROLS, ids=repr)


@pytest.fixture
def sent(
    stored: Callable[..., Any],
    deliver: Callable[[datetime], int],
    rows: Session,
    town: Town,
    post_office: PostOffice,
) -> Callable[[str, str], EmailMessage]:
    """A letter of some kind in some language, as the mail server got it."""

    def send(template: str, locale: str) -> EmailMessage:
        karin = rows.get_one(User, town.counsellor.user_id)
        about: dict[str, Any] = {}
        if template in ABOUT_A_CASE:
            not_joined = template.startswith("pickup")
            town.tyreso.email = "kaa@0138.example"
            stored(a_filing(town, home=town.tyreso if not_joined else town.nacka))
            about["event"] = rows.scalars(select(Event)).first()
        if template in ABOUT_A_MEASURE:
            _entry, measure = settle_measure(town, rows)
            measure_reports.ask(measure, at=AT)  # its own letter is not kept
            rows.commit()
            about["report"] = measure.reports[0]
        stored(a_message(template, to=karin.email, user=karin, locale=locale, **about))
        deliver(AT)
        return post_office.mails[-1]

    return send


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return TOKEN.sub(r"\1TOKEN", str(body.get_content()).replace("\r\n", "\n"))


@each_letter
@pytest.mark.parametrize("locale", ["sv", "en"])
def test_every_letter_says_what_it_did_when_it_was_last_looked_at(
    sent: Callable[[str, str], EmailMessage], template: str, locale: str
) -> None:
    letter = sent(template, locale)
    now = {
        "txt": f"{letter['Subject']}\n\n{part(letter, 'plain')}",
        "html": part(letter, "html"),
    }

    for kind, text in now.items():
        snapshot = SNAPSHOTS / f"{template}.{locale}.{kind}"
        if os.environ.get("RENEW_SNAPSHOTS"):
            snapshot.parent.mkdir(exist_ok=True)
            snapshot.write_text(text)
        assert text == snapshot.read_text()


def test_every_snapshot_is_of_a_letter() -> None:
    kept = {path.name for path in SNAPSHOTS.iterdir()}

    assert kept == {
        f"{template}.{locale}.{kind}"
        for template in (*ABOUT_A_CASE, *ABOUT_A_MEASURE, *ACCOUNT)
        for locale in ("sv", "en")
        for kind in ("txt", "html")
    }


@each_letter
def test_every_letter_is_a_nudge_with_one_link_and_nothing_about_anybody(
    sent: Callable[[str, str], EmailMessage], template: str
) -> None:
    letter = sent(template, "sv")

    whole = part(letter, "plain") + part(letter, "html") + letter["Subject"]
    assert letter.get_content_type() == "multipart/alternative"
    assert letter["Message-ID"] == f"<{letter['X-Message-Ref']}@localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Subject"].strip()
    assert part(letter, "plain").startswith("Hej!\n\n")
    assert part(letter, "plain").count("http://localhost/") == 1
    assert set(re.findall(r'(?:href|src)="([^"]*)"', part(letter, "html"))) == set(
        re.findall(r"http://\S+", part(letter, "plain"))
    )
    assert "<img" not in whole
    assert not re.search("YBC|Karin|Ek|26-7F3K-Q2MD", whole)
    assert bool(re.search("Ärendet finns hos KAA (Nacka|Tyresö)[.]", whole)) == (
        template in ABOUT_A_CASE
    )


@each_letter
@pytest.mark.parametrize("locale", ["sv", "en"])
def test_both_parts_say_the_same_words(
    sent: Callable[[str, str], EmailMessage], template: str, locale: str
) -> None:
    letter = sent(template, locale)

    page = part(letter, "html").partition("<body>")[2]
    said = Markup(page).striptags()  # noqa: S704 (its tags go)
    assert said.split() == part(letter, "plain").split()


def test_what_a_function_calls_itself_stays_words_in_the_page(
    sent: Callable[[str, str], EmailMessage], town: Town, rows: Session
) -> None:
    town.nacka.kaa_name = '<img src="http://spy.example">\n\nKAA'
    rows.commit()

    letter = sent("new_filing", "sv")

    assert "<img" not in part(letter, "html")
    assert "&lt;img" in part(letter, "html")
    assert "spy.example&#34;&gt; KAA." in part(letter, "html")


def test_a_letter_for_several_rows_says_how_many_and_at_which_functions(
    app: Flask, stored: Callable[..., Any], town: Town, rows: Session
) -> None:
    stored(a_filing(town), a_filing(town, home=town.norrkoping))
    events = rows.scalars(select(Event).where(Event.step == Step.FILE)).all()
    messages = [a_message("news_for_school", event_id=event.id) for event in events]

    with app.app_context():
        letter = mail.compose([stored(*messages), *messages[1:]])

    assert "Mejlet samlar 2 händelser hos KAA Nacka, KAA Norrköping." in part(letter, "plain")


# --- headers --------------------------------------------------------------------------------------


@each_control
def test_no_control_character_in_a_receiver_reaches_the_wire(
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    rows: Session,
    post_office: PostOffice,
    control: str,
) -> None:
    if control == "\x00":
        control = "\x01"  # the database takes no NUL
    message = stored(
        a_message(to=f"kaa@0182.example{control}"),
        a_message(to=f"kaa{control}@0182.example"),
        a_message(to=f"{control}kaa@0182.example"),
    )

    assert deliver(AT) == 3

    rows.refresh(message)
    assert post_office.mails == []
    assert (message.state, message.last_error) == (MessageState.WAITING, "ValueError")


@each_control
def test_no_control_character_in_a_sender_or_subject_reaches_the_wire(
    app: Flask,
    deliver: Callable[[datetime], int],
    stored: Callable[..., Message],
    monkeypatch: pytest.MonkeyPatch,
    post_office: PostOffice,
    control: str,
) -> None:
    stored(a_message())
    monkeypatch.setitem(app.config, "MAIL_DEFAULT_SENDER", f"us@localhost{control}X-Other: yes")

    assert deliver(AT) == 1

    assert post_office.mails == []


@each_control
def test_a_header_is_one_printable_line(control: str) -> None:
    with pytest.raises(ValueError, match="one printable line"):
        mail._printable(f"En anmälan{control}väntar")

    assert mail._printable("En anmälan väntar – ”nu”") == "En anmälan väntar – ”nu”"


def test_a_mail_has_the_headers_it_should_and_no_others(
    sent: Callable[[str, str], EmailMessage],
) -> None:
    letter = sent("new_filing", "sv")

    assert sorted(letter.keys()) == [
        "Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID",
        "Subject", "To", "X-Message-Ref",
    ]  # fmt: skip
    assert letter["From"] == "overlamningen@localhost"


@pytest.mark.parametrize("to", ["a@0182.example, b@0182.example", "Kaa <a@0182.example>"])
def test_a_mail_has_one_recipient(app: Flask, town: Town, to: str) -> None:
    with app.app_context(), pytest.raises(ValueError, match="addr"):
        mail.compose([a_message(to=to)])
