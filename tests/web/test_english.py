"""Who reads English reads English on every page, in every menu, hint and error."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from portal.translate import english
from portal.vocabulary import FormKind
from tests.test_translations import PLACEHOLDER, texts
from tests.town import EIGHTEEN, a_case, number
from tests.web.test_matrix import ROLES

FEWEST = 5
"""Pages a walk has at least: the menu's, one's own account, and how accessible it all is."""


@cache
def swedish() -> re.Pattern[str]:
    """Any text of the portal in Swedish, whatever facts it is filled in with."""
    shapes = [
        re.sub(PLACEHOLDER, lambda fact: r"\d+" if fact[1] == "num" else ".+", _literal(text))
        for text, translated in texts(english())
        if text != translated and re.search(r"[^\W\d_]{2}", PLACEHOLDER.sub("", text))
    ]
    return re.compile("|".join(sorted(shapes, key=len, reverse=True)))


def _literal(text: str) -> str:
    """A text as a pattern of itself, with its facts left as they are written."""
    return "".join(
        part if PLACEHOLDER.fullmatch(part) else re.escape(part)
        for part in re.split(r"(%\(\w+\)[sd])", text)
    )


def said(page) -> Iterator[str]:
    """Every text of a page, and of the attributes that are read out."""
    for element in page.root.iter():
        if element.tag not in ("script", "style"):
            yield element.text or ""
        yield element.tail or ""
        yield from (element.get(name, "") for name in ("title", "alt", "aria-label", "placeholder"))


def in_swedish(page) -> set[str]:
    lines = {" ".join(text.split()) for text in said(page)}
    return {line for line in lines if swedish().fullmatch(line)}


def choose_english(client):
    token = client.get("/accessibility").page.values["csrf_token"]
    client.post("/language/en", data={"csrf_token": token})


def walk(app, client) -> Iterator[str]:
    """Each kind of page that links lead to, once."""
    seen, todo = set(), ["/"]
    addresses = app.url_map.bind("localhost")
    while todo:
        path = todo.pop(0).partition("#")[0]
        if not path.startswith("/"):
            continue
        endpoint = addresses.match(path.partition("?")[0])[0]
        if endpoint in seen:
            continue
        seen.add(endpoint)
        answer = client.get(path)
        if answer.status_code in range(300, 400):
            todo.append(answer.location)
        elif answer.mimetype == "text/html":
            yield path
            todo += answer.page.links.values()


@pytest.fixture
def cases(town, stored):
    """One with a meeting to book and one with a handover to answer, so that pages say something."""
    return [
        stored(a_case(town)),
        stored(a_case(town, FormKind.DROPOUT, number=number(EIGHTEEN))),
    ]


@pytest.mark.parametrize("who", ROLES)
def test_a_role_reads_no_swedish_on_its_pages(app, town, cases, login, who):
    client = login(getattr(town, who))
    choose_english(client)

    found = {path: in_swedish(client.get(path).page) for path in walk(app, client)}

    assert len(found) >= FEWEST
    assert {path: said for path, said in found.items() if said} == {}


def test_who_is_not_logged_in_reads_english_too(client, database):
    choose_english(client)
    pages = [client.get(path).page for path in ("/login", "/forgot", "/accessibility")]
    wrong = client.post("/login", data=pages[0].values | {"email": "x", "password": ""}).page

    assert [in_swedish(page) for page in (*pages, wrong)] == [set()] * 4
    assert wrong.title.startswith("Error: ")


def test_swedish_is_found_on_a_page(client, database):
    assert "Logga in" in in_swedish(client.get("/login").page)


def test_what_is_missing_is_said_in_english(town, login):
    client = login(town.counsellor)
    choose_english(client)
    start = client.get("/filings/new/absence")

    answer = client.send(start, protected="")

    assert answer.page.has_errors()
    assert in_swedish(answer.page) == set()


def test_dates_and_numbers_are_english(town, cases, login):
    client = login(town.caseworker)
    choose_english(client)

    text = client.get(f"/cases/{cases[0].reference}").page.text

    assert re.search(r"18\sNov 2026 at\s10:00|Wed 18\sNov at\s10:00", text)
