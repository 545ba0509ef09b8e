"""Every page of every role, in every state and with every error: nothing for axe to complain of."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import db
from portal.clock import now
from portal.config import settings
from portal.demo import prepare
from portal.demo.town import PASSWORD
from portal.models import Case, Filing, Membership, User
from portal.vocabulary import CaseState, FilingState, ImportStage, Role, RollSource
from portal.workflow import drafts, rolls
from tests import servers
from tests.journeys.examine import DESK, faults
from tests.journeys.visitor import Visitor
from tests.journeys.walk import Walk

PEOPLE = {
    Role.COUNSELLOR: "sara.lindqvist@nackagymnasium.example",
    Role.RECTOR: "gunilla.forsberg@nackagymnasium.example",
    Role.CASEWORKER: "ali.rezai@nacka.example",
    Role.COORDINATOR: "maria.holm@nacka.example",
    Role.ORGANISER_ADMIN: "catarina.blom@nacka.example",
    Role.MUNICIPALITY_ADMIN: "peter.noren@nacka.example",
    Role.PLATFORM_ADMIN: "nils.hedman@overlamningen.example",
    Role.PROTECTION_OFFICER: "birgitta.sandelin@nacka.example",
    Role.LOG_REVIEWER: "kerstin.malm@nacka.example",
}
THOROUGHLY = (Role.COUNSELLOR, Role.CASEWORKER)
"""For these, pages that look different in every state are seen in every state."""
AT_LEAST = {Role.COUNSELLOR: 40, Role.RECTOR: 5, Role.CASEWORKER: 60, Role.COORDINATOR: 40}
"""Pages a role has, so that a walk that finds nothing is not taken for a good one."""
IMPORTS: dict[ImportStage, dict[str, Any]] = {
    ImportStage.READING: {"total": 9_000, "done": 4_000},
    ImportStage.STORING: {},
    ImportStage.COLUMNS: {"headers": ["Vem", "Kallas", "Mentor"]},
    ImportStage.CHECKED: {
        "total": 40,
        "counts": {"new": 1, "known": 37, "gone": 3, "flagged": 2, "kept": 1, "stock": 40},
    },
    ImportStage.REFUSED: {
        "faults": [[2, "bad_number", {}], [3, "hidden", {"column": "given_name"}]],
        "counts": {"faults": 120},
    },
    ImportStage.ABORTED: {},
}
"""Imports of a roll as far as they come before they are stored."""
EMPTY = """() => {
  const all = [...document.querySelectorAll("main form[method=post]:not([data-gives-file])")];
  const forms = all.filter((form) =>
    form.querySelector("textarea, select, input:not([type=hidden])"));
  for (const field of forms[0]?.elements ?? []) {
    if (["checkbox", "radio"].includes(field.type)) field.checked = false;
    else if (field.type !== "hidden" && field.tagName !== "BUTTON") field.value = "";
  }
  forms[0]?.setAttribute("data-emptied", "");
  return forms.length > 0; }"""


@pytest.fixture(autouse=True)
def takes_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A portal with a folder has the page for attachments too."""
    monkeypatch.setenv("ATTACHMENTS_FOLDER", str(tmp_path))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(scope="module")
def demo_town(whole_database: psycopg.Connection[Any]) -> Iterator[Session]:
    """The demo's town with a few things more, and a session to look things up in."""
    servers.unshelve(whole_database)
    prepare.town()
    db.forget_session()
    with Session(db.engine()) as rows:
        _begin_more(rows)
        rows.commit()
        yield rows
    servers.empty(whole_database)


def _begin_more(rows: Session) -> None:
    """A draft in which nothing is missing, so that all its pages open; imports in every stage."""
    sara = _person(rows, Role.COUNSELLOR)
    theirs = Case.author_ids.contains([sara.id])
    filing = rows.scalars(
        select(Filing).join(Case).where(theirs, Filing.state == FilingState.FILED)
    ).first()
    assert filing is not None
    rows.add(drafts.begin_correction(filing, by=sara, at=now()))
    for stage, facts in IMPORTS.items():
        one = rolls.receive(b"", RollSource.CSV, digest="", by=sara, at=now())
        one.stage, one.content = stage, None
        for name, value in facts.items():
            setattr(one, name, value)
        rows.add(one)


def _person(rows: Session, role: Role) -> Membership:
    found = select(Membership).join(User).where(User.email == PEOPLE[role], Membership.role == role)
    return rows.scalars(found).one()


@pytest.fixture
def visitor(chromium: Browser, address: str, demo_town: Session) -> Iterator[Visitor]:
    context = chromium.new_context(base_url=address, viewport=DESK, locale="sv-SE")
    somebody = Visitor(context, demo_town.rollback)
    yield somebody
    somebody.leave()
    assert somebody.faults == []


@pytest.mark.parametrize("role", Role)
def test_every_page_of_a_role_reads_well(
    role: Role, app: Flask, demo_town: Session, visitor: Visitor
) -> None:
    visitor.log_in(PEOPLE[role], PASSWORD)
    walk = Walk(app, demo_town, _person(demo_town, role), thorough=role in THOROUGHLY)

    found, seen = _walk(visitor, walk)

    assert found == []
    assert seen >= AT_LEAST.get(role, 4)


def test_every_page_of_somebody_not_logged_in_reads_well(
    app: Flask, demo_town: Session, visitor: Visitor
) -> None:
    found, seen = _walk(visitor, Walk(app, demo_town, None))

    assert found == []
    assert seen >= 6


def test_what_is_gone_forbidden_or_too_late_reads_well(
    app: Flask, demo_town: Session, visitor: Visitor
) -> None:
    visitor.log_in(PEOPLE[Role.CASEWORKER], PASSWORD)
    ended = next(
        case
        for case in Walk(app, demo_town, _person(demo_town, Role.CASEWORKER)).cases()
        if case.state is CaseState.CLOSED
    )
    found = []
    for address, status in (
        ("/cases/26-0000-0000", 404),
        ("/admin/people", 403),
        (f"/cases/{ended.reference}/ask", 409),
        (f"/cases/{ended.reference}/take", 405),
    ):
        answer = visitor.page.goto(address)
        assert answer is not None
        assert answer.status == status
        found += faults(visitor.page)

    assert found == []


def _walk(visitor: Visitor, walk: Walk) -> tuple[list[str], int]:
    """Each page as it opens; then each form sent empty, when all others have been seen."""
    found, with_form, seen = [], [], 0
    for addresses in walk.addresses():
        address = _first_that_opens(visitor, addresses)
        if address is None:
            continue
        seen += 1
        visitor.page.goto(address)
        found += faults(visitor.page)
        if visitor.page.evaluate(EMPTY):
            with_form.append(address)
    for address in with_form:
        found += _faults_when_sent_empty(visitor.page, address)
    return found, seen


def _first_that_opens(visitor: Visitor, addresses: list[str]) -> str | None:
    """The first that is a page; none when the first answer says that the role has no such page."""
    for address in addresses:
        answer = visitor.context.request.get(address, max_redirects=0)
        if answer.status == 200:
            return address
        if answer.status == 403 or answer.headers.get("location", "").startswith("/login"):
            return None
    return None


def _faults_when_sent_empty(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.evaluate(EMPTY)
    button = page.locator("form[data-emptied] .btn")
    if not button.count():
        return []  # what is sent stands elsewhere on the page: tests/web tries it
    with page.expect_navigation():
        button.first.click()
    return list(faults(page)) if page.locator(".error-summary").count() else []
