"""The portal's commands. Each is thin and imports what it needs when it runs."""

import sys
from pathlib import Path
from typing import cast
from uuid import UUID

import click
from pydantic_core import ValidationError


class Commands(click.Group):
    """A setting that is missing or wrong is somebody's to mend: a sentence, not a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            names = ", ".join(
                str(part).upper() for fault in error.errors() for part in fault["loc"]
            )
            sys.exit(f"Missing or wrong in the environment: {names or error.errors()[0]['msg']}.")


A_FILE = click.Path(dir_okay=False, path_type=Path)
"""A file that is read when the command runs, not when it is understood."""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def portal() -> None:
    """Överlämningen: schools tell, municipalities take over."""


@portal.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the portal is reached.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--fresh", is_flag=True, help="Throw away the demo's data and start over.")
def demo(host: str, port: int, *, fresh: bool) -> None:
    """Run the whole portal here, with servers, people and pupils of its own."""
    from portal.demo.processes import CannotRun
    from portal.demo.supervisor import run

    try:
        run(host=host, port=port, fresh=fresh)
    except CannotRun as reason:
        sys.exit(str(reason))
    except OSError as fault:  # a full disk, a folder that may not be written to
        sys.exit(f"The demo cannot go on: {fault}.")


@portal.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the portal's pages."""
    from granian.constants import Interfaces
    from granian.server import Server

    from portal.config import settings

    settings()  # what is missing is said once, here; the workers would say it again and again
    Server(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        websockets=False,
        workers_kill_timeout=5,
    ).serve()


@portal.command()
def worker() -> None:
    """Send what waits in the outbox, as soon as it is due."""
    import signal

    from notifications import jobs
    from portal.app import create_app

    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: jobs.end())
    with create_app().app_context():
        jobs.work()


@portal.command()
@click.option("--to", default="head", show_default=True, help="The number to stop at.")
def migrate(to: str) -> None:
    """Bring the database's schema up to date."""
    from portal.migrations import upgrade

    upgrade(to)


@portal.command()
@click.argument("what")
def migration(what: str) -> None:
    """Write a new migration with what the models have and the migrations so far have not."""
    from portal.demo import temporary
    from portal.migrations import upgrade, write

    with temporary.portal():
        upgrade()
        write(what)


@portal.command()
def reference() -> None:
    """Load municipalities, school units, programmes and missing routines; may be repeated."""
    from portal.db import transaction
    from portal.reference import load
    from portal.routines import load_missing

    with transaction() as session:
        counts = load(session)
        load_missing(session)
    click.echo(
        f"{counts.municipalities} municipalities, {counts.named_units + counts.nameless_units} "
        f"school units, {counts.programmes} programmes"
    )


@portal.group()
def routines() -> None:
    """How municipalities want filings handled."""


@routines.command("load")
@click.argument("municipality_code")
@click.argument("preset")
def load_routine(municipality_code: str, preset: str) -> None:
    """Set a municipality's routines to a preset; what it had changed is lost."""
    from portal.db import transaction
    from portal.routines import PRESETS, load

    if preset not in PRESETS:
        raise click.BadParameter(f"choose one of {', '.join(PRESETS)}", param_hint="PRESET")
    with transaction() as session:
        load(session, municipality_code, preset)


@portal.command()
@click.option("--rows", type=click.IntRange(1_000), help="Measure at this many cases only.")
@click.option("--times", default=60, show_default=True, help="How often each work is timed.")
def bench(rows: int | None, times: int) -> None:
    """Measure what each piece of work costs, beside its target."""
    from portal.bench.measure import SIZES
    from portal.bench.measure import bench as measure

    sys.exit(not measure((rows,) if rows else SIZES, times))


@portal.command()
def translations() -> None:
    """Bring the English catalogue up to date with what the pages say, and list what it lacks."""
    from portal.translate import ENGLISH, HOUSE, untranslated, update

    catalog = update()
    missing = list(untranslated(catalog))
    for message in missing:
        click.echo(message.id if isinstance(message.id, str) else message.id[0])
    click.echo(
        f"{len(catalog) - len(missing)} of {len(catalog)} texts are in English: "
        f"{ENGLISH.relative_to(HOUSE)}"
    )
    if missing:
        sys.exit(1)


@portal.command()
def purge() -> None:
    """Forget failed logins, held forms and rolls nobody stored; to be run daily."""
    from portal.clock import now
    from portal.db import transaction
    from portal.queries.accounts import purge as forget
    from portal.rolls import importing

    with transaction():
        number = forget(at=now()) + importing.forget(at=now())
    click.echo(f"{number} rows forgotten")


@portal.group()
def ss12000() -> None:
    """School units whose roll is fetched from a pupil system."""


@ss12000.command("set")
@click.argument("unit_code")
@click.argument("address")
@click.option("--token", type=A_FILE, help="A file with the bearer token.")
@click.option("--certificate", type=A_FILE, help="A PEM file with our certificate.")
@click.option("--key", type=A_FILE, help="A PEM file with its key, without a password.")
@click.option("--authority", type=A_FILE, help="A PEM file with who vouches for the server.")
def set_source(unit_code: str, address: str, **files: Path | None) -> None:
    """Fetch a school unit's roll from an address. Secrets come from files, never as arguments."""
    from portal.rolls.ss12000.command import NotSet, store

    try:
        store(unit_code, address, {name: file.read_text() for name, file in files.items() if file})
    except NotSet as reason:
        sys.exit(str(reason))
    except (OSError, UnicodeDecodeError) as fault:
        sys.exit(f"A file cannot be read: {type(fault).__name__}.")


@ss12000.command("status")
def source_status() -> None:
    """When each was last stored, and whether the latest was refused."""
    from portal.rolls.ss12000.command import lines

    for line in lines():
        click.echo(line)


@ss12000.command("fetch")
@click.argument("unit_code")
def fetch_source(unit_code: str) -> None:
    """Let the worker fetch a school unit's roll on its next round instead of at night."""
    from portal.rolls.ss12000.command import NotSet, soon

    try:
        soon(unit_code)
    except NotSet as reason:
        sys.exit(str(reason))


@portal.group()
def outbox() -> None:
    """The messages that wait to be sent, and those that were not."""


@outbox.command()
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def status(*, as_json: bool) -> None:
    """How many messages wait, are being sent, were sent and have failed; how late the oldest is."""
    import json

    from notifications import outbox as messages
    from portal.clock import now
    from portal.db import transaction

    with transaction() as session:
        numbers = messages.status(session, at=now())
    if as_json:
        click.echo(json.dumps(numbers))
    else:
        for name, number in numbers.items():
            click.echo(f"{name.replace('_', ' '):20}{number:10}")


@outbox.command()
@click.argument("message", metavar="ID", type=click.UUID, required=False)
@click.option("--failed", is_flag=True, help="All that have failed.")
def resend(message: UUID | None, *, failed: bool) -> None:
    """Send a message again, or all that have failed."""
    from notifications import outbox as messages
    from portal.clock import now
    from portal.db import transaction

    if failed == (message is not None):
        raise click.UsageError("name one message, or say --failed")
    with transaction() as session:
        number = messages.resend(message, session, at=now())
    if message is not None and not number:
        sys.exit("There is no such message, or it is just being sent.")
    click.echo(f"{number} messages wait to be sent again")


@portal.command()
def routes() -> None:
    """List every address and whom it is for."""
    from portal.app import create_app
    from portal.web.guards import OPEN_TO, View

    app = create_app()
    for rule in sorted(app.url_map.iter_rules(), key=str):
        view = cast(View, app.view_functions[rule.endpoint])
        click.echo(f"{rule!s:60} {OPEN_TO.get(view, '')}")


if __name__ == "__main__":
    portal()
