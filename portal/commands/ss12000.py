"""`./run ss12000`: school units whose roll is fetched from a pupil system."""

import sys
from pathlib import Path

import click

A_FILE = click.Path(dir_okay=False, path_type=Path)
"""A file that is read when the command runs, not when it is understood."""


@click.group()
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
