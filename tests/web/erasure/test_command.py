"""./run erase: numbers and no names."""

from portal.cli import portal
from portal.config import settings


def run(app, *arguments):
    return app.test_cli_runner().invoke(portal, ["erase", *arguments])


def test_a_dry_run_counts_and_erases_nothing(app, pupil, plan, last_day, rows):
    plan(at_risk=1)

    said = run(app, "--dry-run").output

    assert "0182 register    law          1" in said
    assert "0182 at_risk     plan         1" in said
    assert "2 may be erased" in said
    assert not [one for one in pupil.canaries if one in said]
    assert "2 may be erased" in run(app, "--dry-run").output


def test_it_erases_what_the_law_demands_and_again_what_came_back(app, pupil, last_day):
    assert run(app).output == "1 persons erased\n"
    assert run(app).output == "0 persons erased\n"
    assert run(app, "--again").output == "0 persons erased\n"


def test_again_without_a_list_is_said(app, pupil, last_day, monkeypatch):
    monkeypatch.setenv("ERASED_LIST", "")
    settings.cache_clear()

    answer = run(app, "--again")

    assert answer.exit_code == 1
    assert "ERASED_LIST" in answer.output


def test_purge_shortens_the_list(app, pupil, erase, folder, clock, last_day):
    erase()
    app.test_cli_runner().invoke(portal, ["purge"])
    assert (folder / "erased").read_text().count("\n") == 1

    clock.shift(401 * 24 * 3600)
    app.test_cli_runner().invoke(portal, ["purge"])
    assert (folder / "erased").read_text() == ""
