"""The same settings at the server's terminal: secrets come from files and are told to nobody."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal.cli import portal
from portal.models import PupilSource
from tests.rolls.ss12000_server import UNIT

pytestmark = pytest.mark.usefixtures("opened", "town")
ADDRESS = "https://localhost/v2.0"


@pytest.fixture
def run(tmp_path):
    def order(*words):
        token = tmp_path / "token.txt"
        token.write_text("hemlig\n")
        said = [str(token) if word == "TOKEN" else word for word in words]
        return CliRunner().invoke(portal, ["ss12000", *said])

    return order


def test_a_source_is_set_shown_without_its_secret_and_fetched_soon(run, rows):
    assert run("set", UNIT, ADDRESS, "--token", "TOKEN").exit_code == 0

    source = rows.scalars(select(PupilSource)).one()
    later = source.next_at
    assert (source.address, source.token) == (ADDRESS, "hemlig")
    assert run("status").output == f"{UNIT} stored never\n"
    assert run("fetch", UNIT).exit_code == 0
    rows.expire_all()
    assert source.next_at < later


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "00000000", ADDRESS), "no such school unit"),
        (("set", UNIT, "http://localhost"), "source_address"),
        (("set", UNIT, "https://elsewhere.example"), "source_closed"),
        (("set", UNIT, ADDRESS, "--key", "TOKEN"), "come together"),
        (("set", UNIT, ADDRESS, "--token", "/nowhere"), "cannot be read"),
        (("fetch", UNIT), "Nothing is set"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(run, rows, words, said):
    answer = run(*words)

    assert answer.exit_code == 1
    assert said in answer.output
    assert "Traceback" not in answer.output
    assert rows.scalars(select(PupilSource)).all() == []
