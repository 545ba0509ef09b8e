"""`./run outbox`: what waits to be sent, and what was not."""

import sys
from uuid import UUID

import click


@click.group()
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
@click.option("--failed", is_flag=True, help="All that have failed or come back.")
def resend(message: UUID | None, *, failed: bool) -> None:
    """Send a message again, or all that did not arrive."""
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


@outbox.command()
def bounce() -> None:
    """Read a mail that came back, from standard input, and mark the message it was.

    Ends with 65 when it is none of ours, and with 75 when it should be tried again later.
    """
    import os

    from notifications.bounces import LARGEST, take_back
    from portal.clock import now
    from portal.db import AWAY, transaction

    raw = sys.stdin.buffer.read(LARGEST)
    try:
        with transaction() as session:
            verdict = take_back(raw, session, at=now())
    except AWAY:
        sys.exit(os.EX_TEMPFAIL)
    click.echo(verdict.value)
    if not verdict.counts:
        sys.exit(os.EX_DATAERR)
