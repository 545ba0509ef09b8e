"""The pieces of work that are measured, each with what it may cost."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from portal.bench.rows import GIVEN, HOME, PASSWORD, UNIT, Cast
from portal.bench.site import Site, Visitor
from portal.db import transaction
from portal.models import Draft
from portal.vocabulary import FormKind
from portal.web.comparing import as_read

OK, SEE_OTHER = 200, 303


class WentWrong(Exception):
    """A page did not answer as it should; there is nothing to measure."""


@dataclass(frozen=True)
class Work:
    """One piece of work: whose it is, what they send, and the most it may cost."""

    name: str
    run: Callable[[int], None]
    most_cpu_ms: float
    most_statements: int | None


def log_in(site: Site, email: str) -> Visitor:
    """A browser in which somebody of the cast is logged in."""
    visitor = Visitor(site.port)
    visitor.get("/login")
    status, where = visitor.post("/login", email=email, password=PASSWORD)
    if status not in (302, SEE_OTHER):
        raise WentWrong(f"login of {email}: {status} {where[:200]}")
    return visitor


def works(site: Site, author: UUID, often: int) -> list[Work]:
    """The works of the issue's table; `often` is how many times filing will be done in all."""
    cast = Cast()
    counsellor, caseworker, rector = (
        log_in(site, email) for email in (cast.counsellor, cast.caseworker, cast.rector)
    )
    counsellor.get("/filings/new/absence")
    drafts = write_drafts(author, often)
    narrowed = "/queue?kind=absence"
    first_page = see(caseworker, narrowed)
    next_page = link_to_next(first_page)
    references = re.findall(r'/cases/([-0-9A-Z]+)"', first_page)
    if not references:
        raise WentWrong("the queue shows no case")
    return [
        Work("file a form", lambda number: send(counsellor, drafts[number]), 15, 15),
        Work("queue page of 50, filtered", lambda _: _see(caseworker, narrowed), 15, 10),
        Work("next page", lambda _: _see(caseworker, next_page), 15, 10),
        Work(
            "case page",
            lambda number: _see(caseworker, f"/cases/{references[number % len(references)]}"),
            15,
            10,
        ),
        Work("search by reference", lambda _: search(caseworker, references[0]), 20, None),
        Work("search by name", lambda _: search(caseworker, GIVEN[2]), 20, None),
        Work("rector's page", lambda _: _see(rector, "/reports/school"), 30, None),
    ]


def see(visitor: Visitor, path: str) -> str:
    """The page at an address."""
    status, page = visitor.get(path)
    if status != OK:
        raise WentWrong(f"{path}: {status}")
    return page


def _see(visitor: Visitor, path: str) -> None:
    see(visitor, path)


def search(visitor: Visitor, text: str) -> None:
    """Look a reference or a name up, as the queue's search does: nothing in the address."""
    status, _ = visitor.post("/queue/search", q=text)
    if status not in (OK, SEE_OTHER):
        raise WentWrong(f"search: {status}")


@dataclass(frozen=True)
class Finished:
    """A draft ready to be sent, and what the page where it is read carries along."""

    id: UUID
    seen: str


def send(visitor: Visitor, draft: Finished) -> None:
    """Hand a finished draft in."""
    status, where = visitor.post(f"/filings/drafts/{draft.id}/send", seen=draft.seen)
    if status != SEE_OTHER or "/receipt" not in where:
        raise WentWrong(f"send: {status}")


def link_to_next(page: str) -> str:
    """Where the page's link to the next one leads."""
    found = re.search(r'href="([^"]*[?&;]after=[^"]*)"', page)
    if found is None:
        raise WentWrong("the queue has no next page")
    return found.group(1).replace("&amp;", "&")


def write_drafts(author: UUID, count: int) -> list[Finished]:
    """Finished drafts about nobody, ready to be sent one after another.

    Their letter, P, is the last that rows.interim_number would come to: no case has their numbers.
    """
    at = datetime.now(UTC)
    made = [_draft(number, author, at) for number in range(count)]
    with transaction() as session:
        session.add_all(made)
    return [Finished(draft.id, as_read(draft)) for draft in made]


def _draft(number: int, author: UUID, at: datetime) -> Draft:
    born = date(2009, number % 12 + 1, number % 28 + 1)
    return Draft(
        id=uuid4(),
        kind=FormKind.ABSENCE,
        author_id=author,
        school_unit_code=UNIT,
        answers=_answers(born, f"{born:%Y%m%d}P{number % 1000:03}", at.date()),
        created_at=at,
        changed_at=at,
    )


def _answers(born: date, number: str, today: date) -> dict[str, list[str]]:
    since = (today - timedelta(days=40)).isoformat()
    lately = (today - timedelta(days=5)).isoformat()
    told = {
        "protected": "no",
        "number": number,
        "given_name": "Wilma",
        "family_name": "Ek",
        "programme_code": "SA25",
        "year": "1",
        "birth_date": born.isoformat(),
        "home_municipality": HOME,
        "home_ground": "registered",
        "event_on": since,
        "period_to": lately,
        "unexcused_hours": "24",
        "scheduled_hours": "96",
        "inquiry_started": "yes",
        "inquiry_started_on": lately,
        "csn_reported": "no",
        "away_now": "no",
        "efforts": "talked",
        "wanted": "contact",
        "pupil_phone": "070-174 06 05",
        "pupil_informed": "yes",
        "pupil_informed_on": lately,
        "guardian_name": "Anna Ek",
        "guardian_phone": "070-174 06 06",
        "guardian_informed": "yes",
        "guardian_informed_on": lately,
        "interpreter": "no",
        "wants_meeting": "no",
        "sender_phone": "08-465 004 10",
        "rector_name": "Rut Ek",
    }
    return {name: [text] for name, text in told.items()}
