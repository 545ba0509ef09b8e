"""Mails to those without an account: in the language chosen for them, and Swedish below.

After one was changed on purpose: RENEW_SNAPSHOTS=1 ./run test tests/notifications
"""

import os
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from notifications.channels import mail
from portal.access.tokens import guest_token
from portal.models import Case, Message
from portal.vocabulary import GuestLanguage, ParticipantKind, SummonsKind
from portal.vocabulary.languages import guest_words
from portal.workflow.summonses import Invited
from tests.notifications.summonses import NOON, a_summons, entry_of
from tests.town import Town

SNAPSHOTS = Path(__file__).parent / "guest_snapshots"
TOKEN = re.compile(r"/guest/[a-z0-9]+")
each_language = pytest.mark.parametrize("language", list(GuestLanguage))
each_kind = pytest.mark.parametrize("kind", list(SummonsKind))
Letter = Callable[..., EmailMessage]


@pytest.fixture
def letter(app: Flask) -> Letter:
    """A summons of some kind, as it goes on the wire."""

    def compose(language: GuestLanguage, kind: SummonsKind, **says: Any) -> EmailMessage:
        message = a_summons(language=language, kind=kind, **says)
        message.template = f"summons_{kind.value}"
        with app.app_context():
            return mail.compose([message])

    return compose


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return TOKEN.sub("/guest/TOKEN", str(body.get_content()).replace("\r\n", "\n"))


@each_language
@each_kind
def test_every_letter_says_what_it_did_when_it_was_last_looked_at(
    letter: Letter, language: GuestLanguage, kind: SummonsKind
) -> None:
    sent = letter(language, kind)
    now = {"txt": f"{sent['Subject']}\n\n{part(sent, 'plain')}", "html": part(sent, "html")}

    for shape, text in now.items():
        snapshot = SNAPSHOTS / f"{kind.value}.{language.value}.{shape}"
        if os.environ.get("RENEW_SNAPSHOTS"):
            snapshot.parent.mkdir(exist_ok=True)
            snapshot.write_text(text, encoding="utf-8")
        assert text == snapshot.read_text(encoding="utf-8")


@each_language
def test_the_chosen_language_comes_first_and_swedish_below(
    letter: Letter, language: GuestLanguage
) -> None:
    text = part(letter(language, SummonsKind.TIMES), "plain")

    chosen, swedish = guest_words(language)["mail_times"], guest_words("sv")["mail_times"]
    assert text.index(chosen) <= text.index(swedish)
    assert text.count(swedish) == 1
    assert (text.count("/guest/") == 1) == (language is GuestLanguage.SWEDISH)


@each_language
def test_the_page_marks_each_language_and_which_way_it_runs(
    letter: Letter, language: GuestLanguage
) -> None:
    page = part(letter(language, SummonsKind.REQUEST), "html")

    direction = "rtl" if language in (GuestLanguage.ARABIC, GuestLanguage.DARI) else "ltr"
    assert f'<html lang="{language.value}">' in page
    assert f'<div lang="{language.value}" dir="{direction}">' in page
    assert '<div lang="sv" dir="ltr">' in page


@each_language
def test_the_link_opens_the_page_in_that_language(
    letter: Letter, language: GuestLanguage, book: Any, rows: Session, client: Any
) -> None:
    book(invited=[Invited(ParticipantKind.PUPIL, "Wilma", email="w@example.se", language=language)])
    someone = rows.scalars(select(Case)).one().meetings[0].participants[0]

    body = letter(language, SummonsKind.REQUEST, participant_id=someone.id).get_body(("plain",))
    address = f"/guest/{guest_token(someone.id)}/{language.value}"

    assert body is not None
    assert f"http://localhost{address}" in body.get_content().split()
    assert guest_words(language)["title"] in client.get(address).page.text


@each_language
def test_the_entry_in_the_calendar_leads_to_the_same_page(
    letter: Letter, language: GuestLanguage
) -> None:
    entry = entry_of(letter(language, SummonsKind.REQUEST)).replace(b"\r\n ", b"").decode()

    assert f"/{language.value}" in entry.partition("/guest/")[2].partition("\r\n")[0]
    assert "Möte KAA" in entry or language is GuestLanguage.ENGLISH


@each_language
@each_kind
def test_no_letter_says_anything_about_anybody(
    letter: Letter, language: GuestLanguage, kind: SummonsKind
) -> None:
    sent = letter(language, kind)

    whole = part(sent, "plain") + part(sent, "html") + sent["Subject"]
    assert not re.search("Wilma|Kanarie|YBC|Nacka", whole)
    assert ("/guest/" in whole) == (kind is not SummonsKind.CANCEL)


def test_the_language_is_frozen_with_the_summons_and_kept_when_the_meeting_is_moved(
    book: Any, move: Any, rows: Session
) -> None:
    somali = Invited(
        ParticipantKind.PUPIL, "Wilma", email="w@example.se", language=GuestLanguage.SOMALI
    )
    move(book(invited=[somali]), NOON.replace(day=4))

    rows.rollback()
    told = [one.summons for one in rows.scalars(select(Message)) if one.summons is not None]
    guests = [one for one in told if one.participant_id is not None]
    assert len(guests) == 2
    assert {one.language for one in guests} == {GuestLanguage.SOMALI}


def test_somebody_with_an_account_is_written_to_in_their_own_language(
    town: Town, book: Any, rows: Session, told: Any
) -> None:
    town.counsellor.user.locale = "en"
    rows.commit()
    book()

    (mail_to_karin,) = told("karin.holm@example.se")
    assert part(mail_to_karin, "plain").startswith("Hello!")
    assert "/guest/" not in part(mail_to_karin, "plain")
