"""./run on machines that lack something: one clear sentence, and nothing half-made is trusted."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
TOOLS = (
    "sh",
    "cat",
    "cksum",
    "cp",
    "dirname",
    "find",
    "grep",
    "id",
    "mkdir",
    "rm",
    "sleep",
    "tail",
)
PYTHON = """#!/bin/sh
echo "$*" >>"{diary}"
case "$*" in
*platform*) echo "{version}" ;;
*version_info*) {new_enough} ;;
*ensurepip*) {has_venv} ;;
"-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip "*) {installs} ;;
"-m portal.cli "*) echo "portal says: $3" ;;
esac
"""


LOCKS = ("requirements.lock", ".requirements/demo.lock", ".requirements/test.lock")


UV = """#!/bin/sh
echo "uv $*" >>"{diary}"
case "$1" in
venv) {makes} ;;
esac
"""


class Machine:
    """A folder with `run` in it, and a PATH with plain tools and, if told, a made-up Python."""

    def __init__(self, top: Path) -> None:
        self.project, self.tools, self.diary = top / "project", top / "bin", top / "diary"
        self.project.mkdir()
        self.tools.mkdir()
        self.diary.touch()
        shutil.copy(HOUSE / "run", self.project)
        (self.project / ".requirements").mkdir()
        for name in LOCKS:
            (self.project / name).write_text("flask==3.1.3\n")
        for tool in TOOLS:
            (self.tools / tool).symlink_to(str(shutil.which(tool)))

    def has_python(
        self,
        name: str = "python3",
        *,
        version: str = "3.13.0",
        new_enough: bool = True,
        has_venv: bool = True,
        installs: str = "echo Collecting flask",
    ) -> None:
        python = self.tools / name
        python.write_text(
            PYTHON.format(
                diary=self.diary,
                version=version,
                new_enough="true" if new_enough else "exit 1",
                has_venv="true" if has_venv else "exit 1",
                installs=installs,
            )
        )
        python.chmod(0o755)

    def has_uv(self, *, makes: str) -> None:
        uv = self.tools / "uv"
        uv.write_text(UV.format(diary=self.diary, makes=makes))
        uv.chmod(0o755)

    def run(self, *arguments: str, user: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["./run", *arguments],
            cwd=self.project,
            env={"PATH": str(self.tools)},
            capture_output=True,
            text=True,
            check=False,
            user=user,
        )

    def installations(self) -> int:
        return self.diary.read_text().count("-m pip install")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_without_python_it_says_which_is_needed(machine: Machine) -> None:
    answer = machine.run("demo")

    assert answer.returncode == 1
    assert answer.stderr == "Python 3.11 or newer is needed, and no python3 was found here.\n"


def test_an_old_python_is_named(machine: Machine) -> None:
    machine.has_python(version="3.9.2", new_enough=False)

    answer = machine.run("demo")

    assert answer.returncode == 1
    assert answer.stderr == "Python 3.11 or newer is needed, and the one found here is 3.9.2.\n"


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    machine.has_python(version="3.9.2", new_enough=False)
    machine.has_python("python3.12", version="3.12.1")

    answer = machine.run("routes")

    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.endswith("portal says: routes\n")


@pytest.mark.parametrize(
    ("name", "package"), [("python3", "python3-venv"), ("python3.13", "python3.13-venv")]
)
def test_a_python_without_venv_says_the_one_command(
    machine: Machine, name: str, package: str
) -> None:
    machine.has_python(name, has_venv=False)

    answer = machine.run("demo")

    assert answer.returncode == 1
    assert answer.stderr == (
        f'{name} lacks its venv module: run "apt install {package}" as root and try again.\n'
    )


def test_uv_is_used_where_it_is_and_works(machine: Machine) -> None:
    machine.has_python(has_venv=False)
    machine.has_uv(makes=f'mkdir -p .venv/bin && cp "{machine.tools}/python3" .venv/bin/python')

    answer = machine.run("routes")

    assert (answer.returncode, answer.stderr) == (0, "")
    assert machine.installations() == 0
    assert "uv pip install" in machine.diary.read_text()


def test_where_uv_is_broken_python_does_it_alone(machine: Machine) -> None:
    machine.has_python()
    machine.has_uv(makes="exit 2")

    answer = machine.run("routes")

    assert answer.returncode == 0
    assert machine.installations() == 1


def test_an_environment_that_uv_made_is_made_anew_when_uv_is_gone(machine: Machine) -> None:
    machine.has_python(installs="case $3 in --version) exit 1 ;; esac")
    machine.has_uv(makes=f'mkdir -p .venv/bin && cp "{machine.tools}/python3" .venv/bin/python')
    machine.run("routes")
    (machine.tools / "uv").unlink()

    answer = machine.run("demo")

    assert answer.returncode == 0
    assert "-m venv .venv" in machine.diary.read_text()


def test_an_installation_that_fails_says_so_and_is_not_trusted(machine: Machine) -> None:
    machine.has_python(installs="echo 'no such host' >&2; exit 1")

    answer = machine.run("demo")

    assert answer.returncode == 1
    assert "no such host" in answer.stderr
    assert answer.stderr.endswith(
        "The libraries could not be installed (no network?); all of it is in .venv/install.log.\n"
    )
    assert not (machine.project / ".venv" / "installed").exists()
    assert not (machine.project / ".installing").exists()


def test_a_half_made_environment_is_made_anew(machine: Machine) -> None:
    machine.has_python()
    leftover = machine.project / ".venv" / "lib" / "half"
    leftover.mkdir(parents=True)

    answer = machine.run("demo")

    assert answer.returncode == 0
    assert not leftover.exists()
    assert answer.stdout.endswith("portal says: demo\n")


def test_libraries_are_installed_again_only_when_the_lock_changes(machine: Machine) -> None:
    machine.has_python()

    machine.run("demo")
    machine.run("demo")
    assert machine.installations() == 1

    (machine.project / ".requirements/demo.lock").write_text("flask==3.1.4\n")
    machine.run("demo")
    assert machine.installations() == 2


def test_what_the_tests_need_serves_the_demo_too_but_not_the_other_way(machine: Machine) -> None:
    machine.has_python()

    machine.run("routes")
    machine.run("demo")
    assert machine.installations() == 2

    machine.run("check")
    assert machine.installations() == 3

    machine.run("demo")
    machine.run("routes")
    assert machine.installations() == 3


def test_a_folder_of_somebody_else_is_said_not_to_be_writable() -> None:
    with tempfile.TemporaryDirectory() as top:  # pytest's own folders let nobody else in
        machine = Machine(Path(top))
        machine.has_python()
        Path(top).chmod(0o755)
        machine.project.chmod(0o555)

        answer = machine.run("demo", user="nobody" if os.geteuid() == 0 else None)

        machine.project.chmod(0o755)
    assert answer.returncode == 1
    assert answer.stderr == (
        "This folder cannot be written to: copy the project to a folder of your own.\n"
    )


def test_without_a_command_it_lists_them(machine: Machine) -> None:
    answer = machine.run()

    assert answer.returncode == 0
    assert "./run demo" in answer.stdout
    assert "./run test" in answer.stdout
