"""The drills of ./run drills, each for a few moments: the same code, the same targets."""

import zlib
from email.message import EmailMessage
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from portal.cli import portal
from portal.drills import (
    canaries,
    canary,
    deadlines,
    every,
    invitations,
    mail_server,
    queue,
    submit,
    worker,
)
from portal.drills.figures import Figure, meant

pytestmark = pytest.mark.usefixtures("reference")


def held(figure: Figure) -> None:
    assert figure.holds, figure.line("missed")


def test_killed_workers_lose_nothing(database: Any) -> None:
    held(worker.drill(kills=2, hurried=True))


def test_killed_web_servers_keep_what_they_confirmed(database: Any) -> None:
    held(submit.drill(moments=4, lanes=1))


def test_a_broken_queue_holds_up_no_filing_and_no_mail(database: Any) -> None:
    held(queue.drill("stopped", "full", forms=1, outage=0))


def test_a_mail_server_that_is_away_is_nothing_to_the_pages(database: Any) -> None:
    held(mail_server.minutes(forms=3, outage=0, hurried=True))


def test_a_mail_server_that_misbehaves_loses_no_mail(database: Any) -> None:
    held(mail_server.answers(tuple(one for one in mail_server.MANNERS if one != "hangs")))


def test_what_cannot_be_sent_is_given_up_and_told(database: Any) -> None:
    held(mail_server.days("refusing for good", messages=2))


def test_nothing_about_anybody_leaves_the_portal(database: Any) -> None:
    held(canary.drill(pages=4, mails=1))


def test_calendars_follow_a_meeting_through_the_nights_when_clocks_change(database: Any) -> None:
    held(invitations.drill())


def test_the_truth_table_of_deadlines_holds() -> None:
    held(deadlines.drill())


@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable", "base64"])
def test_a_canary_is_found_in_a_mail_however_it_is_written(rows: Session, encoding: str) -> None:
    search, mail = canaries.search(rows), EmailMessage()
    mail["To"] = "kanarina@skolmejl.example"
    mail.set_content("Om Kanarina.", cte=encoding)

    search.look_at_mail(mail)

    assert set(search.found) == {"mails: Kanarina"}


@pytest.mark.parametrize("told", ["Kanarsson", "20100815-2386", "201008152386", "070-174 06 05"])
def test_a_canary_is_found_in_what_the_queue_has_packed(rows: Session, told: str) -> None:
    search = canaries.search(rows)
    for text in canary._unpacked(b"HSET job data " + zlib.compress(told.encode())):
        search.look("words to Redis", text)

    assert search.found == [f"words to Redis: {told}"]


def test_one_drill_or_a_group_is_chosen_by_its_name() -> None:
    names = {one.name for one in every.DRILLS}

    assert {one.name for one in meant("", every.DRILLS)} == names
    assert [one.name for one in meant("redis-full", every.DRILLS)] == ["redis-full"]
    assert {one.name for one in meant("redis", every.DRILLS)} == {
        name for name in names if name.startswith("redis-")
    }


def test_a_name_that_is_none_is_answered_with_those_there_are() -> None:
    answer = CliRunner().invoke(portal, ["drills", "sabotage"])

    assert answer.exit_code == 1
    assert "redis-flushed, " in answer.output


def test_a_drill_that_falls_short_says_so() -> None:
    line = Figure("3 lost", "0 lost", holds=False).line("worker")

    assert line.split() == ["worker", "MISSED", "3", "lost", "(target:", "0", "lost)"]
