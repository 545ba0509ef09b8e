"""Canaries through the whole town and every page: none may be found outside of the database."""

import codecs
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial

from redis import Redis
from redis.exceptions import RedisError

from notifications.chase import chase_due
from notifications.reminders import remind_due
from portal.app import create_app
from portal.clock import add_working_days, now, today
from portal.db import forget_session, transaction
from portal.demo import temporary
from portal.demo.processes import free_port
from portal.demo.town import ACCOUNTS, PASSWORD, build
from portal.drills import canaries
from portal.drills.canaries import Search
from portal.drills.crawler import Page, Visitor
from portal.drills.figures import Figure
from portal.drills.filings import file
from portal.drills.ground import (
    Ground,
    NeverCame,
    ask,
    await_answer,
    environment,
    number,
    prepared,
    wait_until,
)
from portal.vocabulary import FormKind, Role

PAGES = 60
"""Opened by each person who visits."""
SENT_WITHIN = 900
COMPRESSED = b"x\x9c"
KEEP = """
    DELETE FROM message WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY template ORDER BY created_at DESC) AS place
            FROM message
        ) AS placed WHERE place > %s
    )
"""
WAITING = "SELECT count(*) FROM message WHERE state = 'waiting' AND due_at <= now()"


def drill(pages: int = PAGES, mails: int | None = None) -> Figure:
    """Fill the town, let its people work and its mails go out, and search what has left."""
    with (
        temporary.queue() as queue,
        environment(REDIS_URL=queue.url, MAIL_FROM="portal@drill.example"),
        prepared() as ground,
    ):
        _live(mails)
        spoken: list[str] = []
        ear = threading.Thread(target=partial(_overhear, queue.url, spoken), daemon=True)
        ear.start()
        port = free_port()
        await_answer(port, ground.web(port, workers=2))
        ground.worker()
        visitors = [_visit(port, *one, pages) for one in _one_of_each_role().items()]
        guest = _open_links(port, ground)
        with suppress(NeverCame):
            wait_until(lambda: not number(WAITING), SENT_WITHIN)
        search = _search(ground, [*visitors, guest], spoken, _kept_in(queue.url))
    ear.join()
    return _figure(search, number(WAITING), visitors)


def _live(mails: int | None) -> None:
    """Fourteen months of the town, and the reminders that follow."""
    with create_app().app_context():
        with transaction() as session:
            build(session, today(now()), canaries.Canaries)
        forget_session()
        workday = add_working_days(today(now()), 0) - today(now())
        remind_due(now() + workday)
        chase_due(now() + workday + timedelta(days=3))
    if mails is not None:
        ask(KEEP, mails)


def _one_of_each_role() -> dict[str, str]:
    """Addresses by role; those to try first."""
    return {account.role: account.email for account in reversed(ACCOUNTS)}


# --- what people do -------------------------------------------------------------------------------


def _visit(port: int, role: str, email: str, pages: int) -> Visitor:
    visitor = Visitor(port)
    visitor.log_in(email, PASSWORD)
    if role == Role.COUNSELLOR.label:
        for turn, kind in enumerate(FormKind):
            file(visitor, kind, turn, today(now()))
    visitor.wander(pages)
    return visitor


def _open_links(port: int, ground: Ground) -> Visitor:
    """What a guest or a receiver without an account finds behind the links in mails."""
    guest = Visitor(port)
    for mail in list(ground.office.mails):
        body = mail.get_body(("plain",))
        for word in body.get_content().split() if body is not None else ():
            _, found, path = word.partition("/guest/")
            if found and len(guest.statuses) < PAGES:
                page = Page(guest.ask(f"/guest/{path}"))
                for action, fields in page.forms[:1]:
                    guest.ask(action or f"/guest/{path}", fields)
    return guest


# --- what is searched -----------------------------------------------------------------------------


def _search(
    ground: Ground, visitors: list[Visitor], spoken: list[str], kept: list[bytes]
) -> Search:
    with transaction() as session:
        search = canaries.search(session)
    for mail in ground.office.mails:
        search.look_at_mail(mail)
    for visitor in visitors:
        for address in visitor.addresses:
            search.look("addresses", address)
    for line in ground.logs().splitlines():
        search.look("log lines", line)
    for order in [*map(_bytes, spoken), *kept]:
        for text in _unpacked(order):
            search.look("words to Redis", text)
    return search


def _overhear(url: str, spoken: list[str]) -> None:
    """Everything that is said to the queue, until it is gone."""
    with suppress(RedisError, OSError), Redis.from_url(url, socket_timeout=None) as redis:
        listening = redis.monitor()
        with listening:
            spoken.extend(heard["command"] for heard in listening.listen())


def _bytes(command: str) -> bytes:
    return bytes(codecs.escape_decode(command.encode())[0])


def _kept_in(url: str) -> list[bytes]:
    """Every key, and every value of every kind."""
    with Redis.from_url(url) as redis:
        keys = list(redis.scan_iter())
        return [*keys, *(redis.dump(key) or b"" for key in keys)]


def _unpacked(order: bytes) -> Iterator[str]:
    """As it is, and what RQ has compressed in it."""
    yield order.decode("utf-8", "replace")
    for place in range(len(order)):
        if order.startswith(COMPRESSED, place):
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(order[place:]).decode("utf-8", "replace")


def _figure(search: Search, waiting: int, visitors: list[Visitor]) -> Figure:
    statuses = [status for visitor in visitors for status in visitor.statuses]
    addresses = [address for visitor in visitors for address in visitor.addresses]
    broken = sum(status >= 500 for status in statuses)  # noqa: PLR2004
    hits = f" ({'; '.join(sorted(set(search.found))[:5])})" if search.found else ""
    filed = sum(address.endswith("/receipt") for address in set(addresses))
    return Figure(
        f"{len(search.found)} found{hits} in {search.told()}; {len(statuses)} requests, "
        f"{filed} receipts, {waiting} mails not sent, {broken} pages broke",
        f"0 found, at least {len(FormKind)} receipts, 0 not sent, 0 broke",
        not search.found and not waiting and not broken and filed >= len(FormKind),
    )
