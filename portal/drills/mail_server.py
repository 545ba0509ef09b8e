"""The mail server is away or misbehaves: pages do not notice, nothing is lost, a human is told."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, redirect_stderr
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import quantiles

from notifications.announce import CHANNEL
from notifications.deliver import deliver_due
from portal.app import create_app
from portal.bench.works import Finished
from portal.clock import now
from portal.db import forget_session, transaction
from portal.demo.processes import free_port
from portal.drills import school
from portal.drills.figures import Figure
from portal.drills.ground import (
    Ground,
    NeverCame,
    ask,
    number,
    prepared,
    wait_until,
    write_messages,
)
from portal.drills.post_office import PostOffice, opened
from portal.drills.school import Counsellor
from portal.vocabulary import Role
from portal.workflow.people import Post, new_user

FORMS = 40
"""Filed in peace, and as many while there is no mail server."""
OUTAGE = 150.0
CAUGHT_UP = 90.0
"""Seconds after its return until everything has gone out: a minute's wait and a round."""
AT_MOST = 2.0
"""How many times slower pages may be while it is away …"""
OR_MS = 500.0
"""… or how slow at most: what the machine does besides is no drill's matter."""
DUE_AT_ONCE = "UPDATE message SET due_at = created_at WHERE state = 'waiting'"
NOT_SENT = "SELECT count(*) FROM message WHERE state <> 'sent'"

ROUND = timedelta(minutes=10)
"""How far the clock is turned between two rounds of the worker."""
TURNED = timedelta(hours=120)
PATIENCE = timedelta(hours=72)
OPERATOR = "operator@drill.example"
MESSAGES = 6
MAIL_FAILED = "SELECT count(*) FROM message WHERE template = 'new_filing' AND state = 'failed'"


# --- away for minutes, by the real clock ----------------------------------------------------------


def minutes(forms: int = FORMS, outage: float = OUTAGE, *, hurried: bool = False) -> Figure:
    """File in peace, close the mail server, file again, open it.

    Hurried: the next try is made due at once, so that it need not be waited for.
    """
    drafts = school.settle(2 * forms)
    with prepared(mail=False) as ground:
        port = free_port()
        who = ground.stack.enter_context(closing(Counsellor(ground.web(port), port)))
        with opened(ground.office, ground.smtp_port):
            ground.worker()
            in_peace = [_seconds(who, drafts.pop()) for _ in range(forms)]
            wait_until(lambda: not number(NOT_SENT), CAUGHT_UP)
        began = time.monotonic()
        away = [_seconds(who, drafts.pop()) for _ in range(forms)]
        time.sleep(max(0.0, began + outage - time.monotonic()))
        with opened(ground.office, ground.smtp_port):
            if hurried:
                ask(DUE_AT_ONCE)
                ask(f"NOTIFY {CHANNEL}")
            try:
                caught_up = wait_until(lambda: not number(NOT_SENT), CAUGHT_UP)
            except NeverCame:
                caught_up = CAUGHT_UP + 1
        return _unaffected(in_peace, away, caught_up, ground)


def _seconds(who: Counsellor, draft: Finished) -> float | None:
    """How long a filing took; None when it was refused."""
    began = time.perf_counter()
    return time.perf_counter() - began if who.send(draft) else None


def _unaffected(
    in_peace: list[float | None], away: list[float | None], caught_up: float, ground: Ground
) -> Figure:
    refused = in_peace.count(None) + away.count(None)
    before, during = _p95_ms(in_peace), _p95_ms(away)
    copies = Counter(str(mail["X-Message-Ref"]) for mail in ground.office.mails)
    written = number("SELECT count(*) FROM message")
    return Figure(
        f"{refused} of {len(in_peace) + len(away)} filings refused, p95 {during:.0f} ms "
        f"({before:.0f} ms in peace), {written - len(copies)} of {written} messages lost, "
        f"{copies.total() - len(copies)} twice, all {caught_up:.0f} s after its return",
        f"0 refused, p95 at most {AT_MOST:.0f} times or {OR_MS:.0f} ms, 0 lost, 0 twice, "
        f"{CAUGHT_UP:.0f} s",
        not refused
        and during <= max(AT_MOST * before, OR_MS)
        and copies.total() == len(copies) == written
        and caught_up <= CAUGHT_UP,
    )


def _p95_ms(waits: list[float | None]) -> float:
    found = [wait for wait in waits if wait is not None]
    return quantiles(found, n=20)[-1] * 1000 if len(found) > 1 else 0.0


# --- misbehaving, and away for days, by a clock that is turned ------------------------------------


@dataclass
class Rounds:
    """The worker's rounds, by a clock of the drill's own."""

    at: datetime

    def until(self, hours: timedelta, wanted: str) -> float:
        """Hours that were turned until nothing of the kind is left to do."""
        began = self.at
        while self.at < began + hours and number(wanted):
            deliver_due(lambda: self.at)
            forget_session()
            self.at += ROUND
        return (self.at - began) / timedelta(hours=1)


@contextmanager
def _by_hand() -> Iterator[tuple[Ground, Rounds]]:
    """Rounds in this process, with somebody to tell when a message is given up."""
    with (
        prepared(mail=False) as ground,
        (ground.folder / "rounds.log").open("w") as log,
        redirect_stderr(log),
        create_app().app_context(),
    ):
        somebody = new_user(OPERATOR, "Drift", "drift", "", at=now())
        with transaction() as session:
            session.add(Post(Role.PLATFORM_ADMIN).held_by(somebody, at=now()))
        yield ground, Rounds(now())


MANNERS: dict[str, dict[str, object]] = {
    "refuses for now": {"refuses": True},
    "refuses the receiver for now": {"to_recipient": "450 Later"},
    "closes": {"to_mail": "421 Going"},
    "cuts before its answer": {"cuts": True},
    "keeps and does not answer": {"forgets_to_answer": True},
    "answers and cuts": {"cuts_goodbye": True},
    "hangs": {"hangs": True},
}


def answers(manners: tuple[str, ...] = tuple(MANNERS)) -> Figure:
    """Every way to misbehave once for each message, and then as it should be."""
    with _by_hand() as (ground, rounds):
        with opened(ground.office, ground.smtp_port):
            for manner in manners:
                _meet(manner, ground.office, rounds)
            rounds.until(TURNED, NOT_SENT)
        copies = Counter(str(mail["X-Message-Ref"]) for mail in ground.office.mails)
        names = {
            (str(mail["X-Message-Ref"]), str(mail["Message-ID"])) for mail in ground.office.mails
        }
        written = number("SELECT count(*) FROM message")
        twice = copies.total() - len(copies)
        kept = manners.count("keeps and does not answer")
        return Figure(
            f"{len(manners)} manners: {written - len(copies)} of {written} messages lost, "
            f"{twice} twice where the server had kept them, "
            f"{len(names) - len(copies)} with another Message-ID",
            f"0 lost, at most {kept} twice, same Message-ID",
            len(copies) == len(names) == written and twice <= kept,
        )


def _meet(manner: str, office: PostOffice, rounds: Rounds) -> None:
    """One message and one try; those before it wait for their next."""
    write_messages(1)
    rounds.at = now()
    usual = {name: getattr(office, name) for name in MANNERS[manner]}
    vars(office).update(MANNERS[manner])
    deliver_due(lambda: rounds.at)
    vars(office).update(usual)


DAYS: dict[str, dict[str, object] | None] = {
    "away": None,
    "refusing for now": {"to_recipient": "450 Later"},
    "refusing for good": {"to_recipient": "550 Unknown"},
}


def days(manner: str, messages: int = MESSAGES) -> Figure:
    """Three days of it by a turned clock: given up, and somebody is told once it is back."""
    with _by_hand() as (ground, rounds):
        write_messages(messages)
        hours = _endure(DAYS[manner], ground, rounds)
        failed = number(MAIL_FAILED)
        with opened(ground.office, ground.smtp_port):
            rounds.until(TURNED, "SELECT count(*) FROM message WHERE state = 'waiting'")
        told = [to for to, _ in ground.office.told]
    least = 0 if manner == "refusing for good" else PATIENCE / timedelta(hours=1)
    return Figure(
        f"{manner}: {failed} of {messages} given up after {hours:.0f} h, "
        f"{len(told)} mail about it to a human",
        f"all given up, after at least {least:.0f} h, and told once",
        failed == messages and told == [OPERATOR] and hours >= least,
    )


def _endure(manner: dict[str, object] | None, ground: Ground, rounds: Rounds) -> float:
    """Hours until the last message was given up."""
    waits = "SELECT count(*) FROM message WHERE template = 'new_filing' AND state = 'waiting'"
    with ExitStack() as stack:
        if manner is not None:
            stack.enter_context(opened(ground.office, ground.smtp_port))
            vars(ground.office).update(manner)
        hours = rounds.until(TURNED, waits)
    vars(ground.office).update(to_recipient="")
    return hours
