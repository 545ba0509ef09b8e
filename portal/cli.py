"""The portal's commands. Each is thin and imports what it needs when it runs."""

import re
import sys
from typing import cast

import click
from msgspec import ValidationError

from portal.commands.erase import erase
from portal.commands.outbox import outbox
from portal.commands.routines import routines
from portal.commands.ss12000 import ss12000


class Commands(click.Group):
    """A setting that is missing or wrong is somebody's to mend: a sentence, not a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            said = str(error)
            named = re.search(r"`\$?\.?([a-z_]+)`$", said)
            sys.exit(f"Missing or wrong in the environment: {named[1].upper() if named else said}.")


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
    from portal.routines.register import loading

    with transaction() as session:
        counts = load(session)
        load_missing(session)
        loading.load_missing(session)
    click.echo(
        f"{counts.municipalities} municipalities, {counts.named_units + counts.nameless_units} "
        f"school units, {counts.programmes} programmes"
    )


def _address(_: click.Context, __: click.Parameter, typed: str) -> str:
    if not re.fullmatch(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", typed.strip()):
        raise click.BadParameter("write one e-mail address")
    return typed


@portal.command()
@click.argument("email", callback=_address)
@click.argument("name")
@click.option("--protects", metavar="CODE", help="A municipality's protection officer instead.")
@click.option("--another", is_flag=True, help="Also when there is one already.")
def appoint(email: str, name: str, protects: str | None, *, another: bool) -> None:
    """Make somebody the portal's administrator, and print the link that opens the account."""
    from portal.appoint import CannotAppoint
    from portal.appoint import appoint as make
    from portal.clock import now

    try:
        appointed = make(email, name, protects=protects, another=another, at=now())
    except CannotAppoint as reason:
        sys.exit(str(reason))
    if not appointed.link:
        click.echo("Done. The person logs in as before, and chooses the new role there.")
        return
    click.echo("Give this link to the person, by hand. It works once, for two days:")
    click.echo(appointed.link)


@portal.command()
@click.option("--rows", type=click.IntRange(1_000), help="Measure at this many cases only.")
@click.option("--times", default=60, show_default=True, help="How often each work is timed.")
def bench(rows: int | None, times: int) -> None:
    """Measure what each piece of work costs, beside its target."""
    from portal.bench.measure import SIZES
    from portal.bench.measure import bench as measure

    sys.exit(not measure((rows,) if rows else SIZES, times))


@portal.command()
@click.argument("name", default="")
def drills(name: str) -> None:
    """Break what can break on purpose and see that nothing is lost: all, a group, or one."""
    from portal.drills.every import drill

    sys.exit(not drill(name))


@portal.command()
@click.option("--youths", default=600, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, help="Chances are drawn from it.")
def year(youths: int, seed: int) -> None:
    """Live a register's year with both plans and see that nobody is lost on the way."""
    from portal.year.every import live

    sys.exit(not live(youths, seed))


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
    """Forget logins, drafts, files, rolls and pick-ups that have had their day; run it daily."""
    from datetime import timedelta

    from portal import erased
    from portal.clock import now, today
    from portal.config import settings
    from portal.db import transaction
    from portal.queries import accounts, batches, pickups
    from portal.queries.attachments import all_names
    from portal.queries.filing import forget_drafts
    from portal.rolls import importing
    from portal.uploads import storage
    from portal.workflow.drafts import KEPT_FOR

    at = now()
    with transaction():
        number = accounts.purge(at=at) + importing.forget(at=at) + pickups.purge(at=at)
        number += forget_drafts(before=at - KEPT_FOR) + batches.forget(at=at)
    swept = storage.sweep(all_names(), at=at)
    erased.forget(before=today(at) - timedelta(days=settings().erased_list_days))
    click.echo(f"{number} rows and {swept} files forgotten")


@portal.command()
def reseal() -> None:
    """Seal everything sealed anew with the first of SEALING_KEYS; afterwards older keys may go."""
    from portal.db import transaction
    from portal.queries import sealed_files, sealing

    with transaction():
        number = sealing.seal_anew() + sealed_files.seal_anew()
    click.echo(f"{number} rows sealed anew")


@portal.command()
def routes() -> None:
    """List every address and whom it is for."""
    from portal.app import create_app
    from portal.web.guards import OPEN_TO, View

    app = create_app()
    for rule in sorted(app.url_map.iter_rules(), key=str):
        view = cast(View, app.view_functions[rule.endpoint])
        click.echo(f"{rule!s:60} {OPEN_TO.get(view, '')}")


portal.add_command(erase)
portal.add_command(outbox)
portal.add_command(routines)
portal.add_command(ss12000)

if __name__ == "__main__":
    portal()
