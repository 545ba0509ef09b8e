"""./run demo around its servers: one at a time, its keys, its steps, its watch, its mails."""

import smtplib
import stat
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

from portal.demo import mailbox, place, supervisor
from portal.demo.processes import LOOPBACK, CannotRun, Program, free_port
from portal.demo.supervisor import Site
from portal.demo.terminal import Steps
from portal.demo.watch import Watched
from tests.pages import PageClient


def test_a_second_demo_in_the_same_folder_is_told_of_the_first(tmp_path: Path) -> None:
    with (
        place.held(tmp_path / "data"),
        pytest.raises(CannotRun, match=r"already runs from this folder \(process \d+\)"),
        place.held(tmp_path / "data"),
    ):
        raise AssertionError("both run")


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()

    with pytest.raises(CannotRun, match="cannot be written to"), place.held(blocked / "data"):
        raise AssertionError("written")


def test_keys_are_kept_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    keys = place.keys(tmp_path)

    assert place.keys(tmp_path) == keys
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_starting_over_forgets_all_but_the_lock(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "keys.json").touch()
    (tmp_path / "lock").touch()

    place.empty(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_starting_over_never_empties_a_database_that_is_not_the_demos(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/real")

    with pytest.raises(CannotRun, match="unset DATABASE_URL"):
        supervisor.run(host=LOOPBACK, port=free_port(), fresh=True, data=tmp_path / "data")


@pytest.mark.parametrize(
    ("host", "address", "trusted"),
    [
        ("127.0.0.1", "http://127.0.0.1:81", "127.0.0.1,localhost"),
        ("0.0.0.0", "http://127.0.0.1:81", "127.0.0.1,localhost,0.0.0.0"),  # noqa: S104
        ("::1", "http://[::1]:81", "127.0.0.1,localhost,::1"),
        ("192.0.2.7", "http://192.0.2.7:81", "127.0.0.1,localhost,192.0.2.7"),
    ],
)
def test_the_address_is_one_a_browser_here_can_open(host: str, address: str, trusted: str) -> None:
    site = Site(host, 81)

    assert site.address == address
    assert site.settings()["TRUSTED_HOSTS"] == trusted


def test_steps_are_numbered_and_timed(capsys: pytest.CaptureFixture[str]) -> None:
    steps = Steps(2)

    with steps.step("Tables"):
        pass

    assert capsys.readouterr().out.startswith("[1/2] Tables … 0.")


# --- the watch -----------------------------------------------------------------------------------


def test_what_falls_is_started_again_each_time_a_little_later(tmp_path: Path) -> None:
    program = Program("Falling", [sys.executable, "-c", ""], tmp_path / "log")
    program.start()
    watched = Watched(program, began=0)
    waits = []

    for _ in range(7):
        assert program.process is not None
        program.process.wait()
        watched.look(0)
        assert watched.due is not None
        waits.append(watched.due)
        watched.look(watched.due)
        watched.began = 0

    program.stop()
    assert waits == [1, 2, 4, 8, 16, 30, 30]


def test_what_has_run_well_is_started_again_at_once(tmp_path: Path) -> None:
    pausing = [sys.executable, "-c", "import signal; signal.pause()"]
    program = Program("Steady", pausing, tmp_path / "log")
    program.start()
    watched = Watched(program, wait=16, began=0)

    watched.look(61)

    program.stop()
    assert watched.wait == 1


# --- the post office -----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """What a mail sent to the demo's server ends up in."""
    mail = EmailMessage()
    mail["Subject"] = "Ny anmälan i kön"
    mail["From"] = "overlamningen@demo.example"
    mail["To"] = "kaa@nacka.example"
    mail.set_content("Hej!\n\nNågot väntar: http://127.0.0.1:8000/\n<script>alert(1)</script>")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="kvitto.pdf")
    office = Controller(Mailbox(tmp_path / "mail"), hostname=LOOPBACK, port=free_port())
    office.start()
    with smtplib.SMTP(LOOPBACK, office.port) as server:
        server.send_message(mail)
    yield tmp_path / "mail"
    office.stop()


@pytest.fixture
def reader(folder: Path) -> PageClient:
    viewer = mailbox.viewer(folder, "http://127.0.0.1:8000")
    viewer.test_client_class = PageClient
    client = viewer.test_client()
    assert isinstance(client, PageClient)
    return client


def test_a_sent_mail_is_kept_and_shown(reader: PageClient) -> None:
    listing = reader.get("/").page
    assert listing.heading == "Skickade mejl"
    assert "kaa@nacka.example" in listing.text

    mail = reader.get(listing.links["Ny anmälan i kön"]).page

    assert mail.heading == "Ny anmälan i kön"
    assert mail.links["http://127.0.0.1:8000/"] == "http://127.0.0.1:8000/"
    assert "<script>alert(1)</script>" in mail.text
    assert mail.all("script")[0].get("nonce")


def test_a_file_in_a_mail_can_be_fetched_but_never_shown_as_a_page(reader: PageClient) -> None:
    mail = reader.get(reader.get("/").page.links["Ny anmälan i kön"]).page

    answer = reader.get(mail.links["kvitto.pdf"])

    assert answer.data == b"%PDF"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment; filename=kvitto.pdf"


def test_an_empty_mailbox_says_what_to_do(tmp_path: Path) -> None:
    viewer = mailbox.viewer(tmp_path / "mail", "http://127.0.0.1:8000")
    viewer.test_client_class = PageClient

    page = viewer.test_client().get("/").page

    assert "Inga mejl än" in page.text
    assert page.links["Till portalen"] == "http://127.0.0.1:8000"


@pytest.mark.parametrize("path", ["/mail/none", "/mail/none/1", "/mail/..%2f..%2fkeys.json"])
def test_a_mail_that_is_not_there_is_not_found(reader: PageClient, path: str) -> None:
    reader.reads_pages = False

    assert reader.get(path).status_code == 404


def test_another_site_cannot_read_the_mails_through_a_name_of_its_own(reader: PageClient) -> None:
    reader.reads_pages = False

    assert reader.get("/", base_url="http://evil.example").status_code == 400
    assert reader.get("/", base_url="http://localhost:9000").status_code == 200
