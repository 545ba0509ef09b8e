"""The documents tell the truth: what they name exists, what they promise is what the code does."""

import ast
import csv
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner
from msgspec.structs import fields
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from portal.app import create_app
from portal.bench import measure
from portal.cli import portal
from portal.clock import now, today
from portal.config import Settings
from portal.demo.town import ACCOUNTS, PASSWORD
from portal.identity import age_on, parse
from portal.models import Membership
from portal.routines import PRESETS
from portal.vocabulary import Role
from portal.workflow.legal import KAA_AGE

HOUSE = Path(__file__).parent.parent
DOCS = (*sorted((HOUSE / "docs").glob("*.md")), HOUSE / "README.md", HOUSE / "DECISIONS.md")
README = (HOUSE / "README.md").read_text()
ARCHITECTURE = (HOUSE / "docs" / "architecture.md").read_text()
OPERATIONS = (HOUSE / "docs" / "operations.md").read_text()
BENCHMARK = (HOUSE / "docs" / "benchmark.md").read_text()
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OF_THE_SCRIPT = {"test", "check", "lock"}
"""Commands that ./run sees to itself."""
MADE_LATER = {".venv", ".venv/bin/python", ".venv/bin/gunicorn"}
LARGEST_PICTURE = 200_000
every_document = pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)


def tracked() -> set[str]:
    """Every file of the project by its path, those not yet committed too."""
    order = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(order, cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    return {name for name in said.split("\n") if (HOUSE / name).is_file()}


def inline_code(document: Path) -> list[str]:
    """What stands in `backticks`, outside of blocks."""
    return re.findall(r"`([^`\n]+)`", FENCED.sub("", document.read_text()))


def blocks(said: str, language: str) -> list[str]:
    return [body for kind, body in FENCED.findall(said) if kind == language]


def cells(said: str) -> list[list[str]]:
    """The rows of all tables, cell by cell."""
    rows = [line.strip("| ").split("|") for line in said.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows]


# --- what is named exists ------------------------------------------------------------------------


@every_document
def test_every_link_and_picture_is_there(document: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text())
    here = [target for target in targets if not target.startswith("https://")]

    assert [one for one in here if not (document.parent / one).resolve().is_file()] == []


@every_document
def test_every_file_and_folder_is_there(document: Path) -> None:
    files = tracked()
    folders = {str(parent) for name in files for parent in Path(name).parents}
    path = re.compile(r"[\w.-]*[\w-](/[\w.-]+)*(/|\.(py|html|toml|csv|css|lock|md|po|sh))")
    named = {code.rstrip("/") for code in inline_code(document) if path.fullmatch(code)}

    def is_there(name: str) -> bool:
        whole = name in MADE_LATER or name in files | folders
        return whole or any(known.endswith(f"/{name}") for known in files | folders)

    assert {name for name in named if not is_there(name)} == set()


@every_document
def test_every_module_is_there(document: Path) -> None:
    named = {code for code in inline_code(document) if re.fullmatch(r"portal(\.[a-z_]+)+", code)}

    assert {name for name in named if find_spec(name) is None} == set()


@every_document
def test_what_is_said_to_be_in_a_module_is_in_it(document: Path) -> None:
    named = re.findall(r"`(\w+)(?:\(\))?` in `([\w/]+\.py)`", document.read_text())

    assert [one for one in named if f" {one[0]}" not in (HOUSE / one[1]).read_text()] == []


@every_document
def test_every_command_would_be_understood(document: Path) -> None:
    said = document.read_text()
    orders = re.findall(r"^\./run ([^\n#]+)", "\n".join(blocks(said, "sh")), re.MULTILINE)
    orders += [code[6:] for code in inline_code(document) if code.startswith("./run ")]

    for order in orders:
        words = shlex.split(order)
        if words[0] not in OF_THE_SCRIPT:
            understand(portal, words)


def understand(group: click.Group, words: list[str]) -> None:
    """Read a command as it would be read, without doing it; click raises what is wrong."""
    name, command, rest = group.resolve_command(click.Context(group), words)
    assert command is not None
    if isinstance(command, click.Group):
        understand(command, rest)
    else:
        command.make_context(name, rest)


def test_every_command_is_told_of() -> None:
    told = "\n".join(document.read_text() for document in DOCS)

    assert {name for name in {*portal.commands, *OF_THE_SCRIPT} if f"./run {name}" not in told} == (
        set()
    )


@every_document
def test_every_address_leads_somewhere(document: Path) -> None:
    addresses = create_app().url_map.bind("localhost")

    def is_there(path: str) -> bool:
        try:
            addresses.match(path)
        except HTTPException:
            return False
        return True

    named = {code for code in inline_code(document) if code.startswith("/")}
    assert {path for path in named if not is_there(path)} == set()


@every_document
def test_words_of_the_page_stand_on_a_page(document: Path) -> None:
    quoted = set(re.findall(r"\*[“”]([^“”]+)”\*", document.read_text()))
    speaking = ("templates/", "forms/", "portal/web/", "portal/vocabulary/")
    pages = "\n".join((HOUSE / name).read_text() for name in tracked() if name.startswith(speaking))

    assert {words for words in quoted if f'"{words}' not in pages} == set()


# --- README ---------------------------------------------------------------------------------------


def test_the_accounts_are_the_first_two_of_each_role() -> None:
    def some(role: str) -> Iterator[tuple[str, str, str, str]]:
        emails = dict.fromkeys(one.email for one in ACCOUNTS if one.role == role)
        for email in islice(emails, 2):
            yield next(one for one in ACCOUNTS if (one.email, one.role) == (email, role))

    shown = {tuple(row) for row in cells(README.replace("`", "")) if "@" in row[0]}

    assert shown == {tuple(one) for role in {one.role for one in ACCOUNTS} for one in some(role)}
    assert f"the password `{PASSWORD}`" in README


def test_the_tours_pupil_is_nobody_and_new_to_the_town() -> None:
    (number,) = re.findall(r"`(\d{8}-\d{4})`", README)
    found = parse(number, today(now()))

    assert found.value in numbers("tests/data/testpersonnummer-ungdomar.csv")
    assert found.value not in numbers("portal/demo/numbers.csv")
    assert found.birth_date is not None
    assert age_on(found.birth_date, today(now())) < KAA_AGE


def numbers(file: str) -> set[str]:
    with (HOUSE / file).open(encoding="utf-8") as lines:
        return {row[0] for row in csv.reader(lines)}


def test_the_tours_programme_is_known() -> None:
    (code,) = re.findall(r"programme `(\w+)`", README)

    assert code in (HOUSE / "portal/reference/program.csv").read_text()


def test_pictures_are_small_and_say_what_they_show() -> None:
    name = "{http://www.w3.org/2000/svg}"
    drawing = ElementTree.parse(HOUSE / "docs/flow.svg").getroot()  # noqa: S314 (our own file)
    described = drawing.attrib["aria-labelledby"].split()

    assert [one.get("id") for one in drawing[:2]] == described
    assert [one.tag for one in drawing[:2]] == [f"{name}title", f"{name}desc"]
    assert (HOUSE / "docs/case.png").stat().st_size < LARGEST_PICTURE
    assert all(len(said) > 40 for said in re.findall(r"!\[([^\]]*)\]", README))


# --- architecture.md ------------------------------------------------------------------------------


def test_every_room_is_told_of() -> None:
    parts = [name.split("/") for name in tracked() if not name.startswith((".", "docs/"))]
    rooms = {f"{one[0]}/" for one in parts if len(one) > 1}
    rooms |= {f"portal/{one[1]}/" for one in parts if one[0] == "portal" and len(one) > 2}

    assert {room for room in rooms if f"`{room}`" not in ARCHITECTURE} == set()


def test_the_drawing_of_imports_is_the_contract() -> None:
    (drawing,) = blocks(ARCHITECTURE, "")
    contracts = tomllib.loads((HOUSE / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = [set(re.findall(r"[\w.]+", layer)) for layer in contracts["contracts"][0]["layers"]]
    drawn = [
        set(re.findall(r"portal\.\w+|\bforms\b|\bnotifications\b", line))
        for line in drawing.split("\n")
    ]

    assert [line for line in drawn if line] == layers


# --- operations.md --------------------------------------------------------------------------------


def test_every_setting_is_told_with_its_default() -> None:
    told = {row[0]: row[1] for row in cells(OPERATIONS.replace("`", "")) if row[0].isupper()}

    assert told == {
        one.name.upper(): "*must be set*" if one.required else str(one.default) or "empty"
        for one in fields(Settings)
    }


@pytest.mark.parametrize("command", ["migrate", "reference", "serve", "worker", "routes"])
def test_a_command_that_misses_a_setting_says_which(command: str) -> None:
    """As a program of its own: this process has settings and a database in hand already."""
    without = {name: value for name, value in os.environ.items() if name != "HASH_KEY"}

    answer = subprocess.run(
        [sys.executable, "-m", "portal.cli", command],
        env=without,
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (answer.returncode, (answer.stdout + answer.stderr).strip()) == (
        1,
        "Missing or wrong in the environment: HASH_KEY.",
    )


@every_document
def test_every_variable_is_read_by_something(document: Path) -> None:
    known = {one.name.upper() for one in fields(Settings)}
    for reader in ("tests/servers.py", "tests/notifications/test_letters.py"):
        known |= set(re.findall(r'environ\.get\("(\w+)"', (HOUSE / reader).read_text()))
    names = {code.partition("=")[0] for code in inline_code(document)}
    named = {name for name in names if re.fullmatch(r"[A-Z]+(_[A-Z]+)+", name)}

    assert named - known == set()


def test_the_presets_are_those_there_are() -> None:
    assert all(f"`{name}`" in OPERATIONS for name in PRESETS)


def test_the_first_administrator_is_made_as_told(rows: Session) -> None:
    (line,) = re.findall(r"^\./run (appoint .*)$", OPERATIONS, re.MULTILINE)

    assert CliRunner().invoke(portal, shlex.split(line)).exit_code == 0
    made = rows.scalars(select(Membership)).one()
    assert (made.role, made.ended_at) == (Role.PLATFORM_ADMIN, None)


def test_the_database_understands_what_it_is_asked(rows: Session) -> None:
    (question,) = blocks(OPERATIONS, "sql")

    assert rows.execute(text(question)).scalar_one() == 0


# --- benchmark.md ---------------------------------------------------------------------------------


def test_the_targets_are_those_that_are_measured() -> None:
    works = {
        call.args[0].value: [call.args[2].value, call.args[3].value]
        for call in ast.walk(ast.parse((HOUSE / "portal/bench/works.py").read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Work"
    }
    told = {
        row[0]: [int(row[1]), None if row[2] == "–" else int(row[2])]
        for row in cells(BENCHMARK)
        if row[0] in works
    }

    assert told == works
    assert f"{measure.MOST_GROWTH} times" in BENCHMARK
    assert f"{measure.MOST_MEMORY:.0f} MB" in BENCHMARK
    assert f"over {measure.TIMES} requests" in BENCHMARK
    assert all(f"{size:,}".replace(",", " ") in BENCHMARK for size in measure.SIZES)
