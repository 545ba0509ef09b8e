"""`./run erase`: what is decided and what the law demands, now; or only how much it would be."""

import sys

import click


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say how much of what could go; nobody's name.")
@click.option("--again", is_flag=True, help="Erase anew what a restored backup has brought back.")
def erase(*, dry_run: bool, again: bool) -> None:
    """Erase what is decided and what the law's limit has reached; the worker does it by itself."""
    from portal import erased, erasing
    from portal.clock import now, today
    from portal.db import transaction
    from portal.queries import erasure

    if dry_run and again:
        raise click.UsageError("say --dry-run or --again, not both")
    if again and not erased.is_set():
        sys.exit("ERASED_LIST names no file: nothing is known of what was erased.")
    at = now()
    if dry_run:
        with transaction():
            rows = erasure.totals(erasing.limits(today(at)))
        for row in rows:
            click.echo(f"{row.municipality_code} {row.subject:12}{row.ground:6}{row.number:8}")
        click.echo(f"{sum(row.number for row in rows)} may be erased")
        return
    number = erasing.erase_again(at) if again else erasing.erase_due(at)
    erasing.erase_sealed(today(at))
    click.echo(f"{number} persons erased")
