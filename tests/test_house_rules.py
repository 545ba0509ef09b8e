"""Rules about the house itself: what a reviewer would have to remember, a machine does."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
ROOMS = ("portal", "forms", "notifications")
LONGEST_FILE = 320


def files(*suffixes: str, rooms: tuple[str, ...] = (*ROOMS, "templates", "tests")) -> list[Path]:
    """The project's own files of some kinds."""
    return sorted(
        path
        for room in rooms
        for path in (HOUSE / room).rglob("*")
        if path.suffix in suffixes and "__pycache__" not in path.parts
    )


def trees(*rooms: str) -> Iterator[tuple[str, ast.AST]]:
    """Each Python file of some rooms, by its path from the house, and parsed."""
    for path in files(".py", rooms=rooms or ROOMS):
        yield str(path.relative_to(HOUSE)), ast.parse(path.read_text())


def test_only_one_place_commits() -> None:
    committing = {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }

    assert committing <= {"portal/db.py"}


def test_a_state_is_changed_in_one_function_only() -> None:
    moving = {
        name
        for name, tree in trees("portal/workflow", "portal/web", "portal/queries", "forms")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        for part in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(part, ast.Attribute) and part.attr == "state"
    }

    # A filing is frozen: its only change, being withdrawn, is made beside the step that says so.
    assert moving == {"portal/workflow/steps.py", "portal/workflow/filing.py"}


@pytest.mark.parametrize(
    "room", ["portal/workflow", "portal/queries", "portal/models", "portal/access", "forms"]
)
def test_nobody_below_the_doors_looks_at_the_clock(room: str) -> None:
    looking = [
        name
        for name, tree in trees(room)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "portal.clock"
        and any(alias.name == "now" for alias in node.names)
    ]

    assert looking == []


def test_every_workflow_verb_takes_who_and_when_by_name() -> None:
    positional = [
        f"{name}:{node.name}"
        for name, tree in trees("portal/workflow")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for argument in [*node.args.args, *node.args.posonlyargs]
        if argument.arg == "by" or (argument.arg == "at" and node.name != "new_reference")
    ]

    assert positional == []


def test_no_file_needs_a_table_of_contents() -> None:
    long = {
        str(path.relative_to(HOUSE)): lines
        for path in files(".py", ".html", ".css", ".js")
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
        and "versions" not in path.parts
    }

    assert long == {}


def test_the_house_has_only_the_agreed_rooms() -> None:
    agreed = {
        *(*ROOMS, "templates", "tests", "wsgi.py", "pyproject.toml"),
        *("README.md", "DECISIONS.md", "LICENSE", "CHANGELOG.md", "docs", "run"),
        "requirements.lock",
    }
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    top = {name.split("/")[0] for name in tracked if name}

    assert {name for name in top if not name.startswith(".")} <= agreed


def test_project_files_speak_of_the_product_alone() -> None:
    foreign = re.compile(
        r"\.\./shared|(?<![\w.])/(?:work|root|home)/\w|(?:files\.python|registry\.npm|deb\.debian)"
    )
    speaking = [
        str(path.relative_to(HOUSE))
        for path in [*files(".py", ".html", ".txt", ".toml", ".js", ".css"), HOUSE / "run"]
        if path != Path(__file__) and foreign.search(path.read_text())
    ]

    assert speaking == []


def test_tests_do_not_sleep_skip_or_mock() -> None:
    shirking = re.compile(r"time\.sleep\(|pytest\.skip|mark\.skip|mark\.xfail|unittest\.mock")
    found = [
        str(path.relative_to(HOUSE))
        for path in files(".py", rooms=("tests",))
        if path != Path(__file__) and shirking.search(path.read_text())
    ]

    assert found == []


def test_no_template_lets_raw_text_through() -> None:
    raw = [
        str(path.relative_to(HOUSE))
        for path in files(".html", rooms=("templates",))
        if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text())
    ]

    assert raw == []


def test_no_page_asks_another_server_for_anything() -> None:
    asking = [
        str(path.relative_to(HOUSE))
        for path in files(".html", ".css", ".js", rooms=("templates", "portal"))
        if re.search(r"""(?:src|href|url)\s*[=(]\s*["']?https?://""", path.read_text())
    ]

    assert asking == []
