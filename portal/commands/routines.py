"""The routines at the command line: hold a municipality's against a preset, and load one."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from portal.routines.register.differences import Difference


@click.group()
def routines() -> None:
    """How municipalities want filings and youths in the register handled."""


def _preset(_: click.Context, __: click.Parameter, typed: str) -> str:
    from portal.routines import PRESETS

    if typed and typed not in PRESETS:
        raise click.BadParameter(f"choose one of {', '.join(PRESETS)}")
    return typed


def _must_exist(code: str) -> None:
    from portal.db import session
    from portal.models import Municipality

    if session().get(Municipality, code) is None:
        raise click.BadParameter(f"there is no municipality {code}; run ./run reference first")


@routines.command("load")
@click.argument("municipality_code")
@click.argument("preset", callback=_preset)
def load_preset(municipality_code: str, preset: str) -> None:
    """Set a municipality's routines to a preset: what it had changed is lost, its own stay."""
    from portal import routines as filings
    from portal.clock import now
    from portal.db import transaction
    from portal.routines.register import loading

    _must_exist(municipality_code)
    with transaction() as session:
        filings.load(session, municipality_code, preset)
        told = loading.load(session, municipality_code, preset, at=now())
    _tell(told)


@routines.command()
@click.argument("municipality_code")
@click.argument("preset", callback=_preset, default="")
def diff(municipality_code: str, preset: str) -> None:
    """Show what loading a preset (else its own) would do to a municipality's register routines."""
    from portal.db import session
    from portal.models import Municipality
    from portal.routines.register import loading

    _must_exist(municipality_code)
    municipality = session().get_one(Municipality, municipality_code)
    name = preset or municipality.routine_preset
    _tell(loading.compare(session(), municipality_code, name))


def _tell(told: "Difference") -> None:
    for key in told.added:
        click.echo(f"+ {key}")
    for one in told.changed:
        click.echo(f"~ {one.key} {one.field}: {_said(one.before)} -> {_said(one.after)}")
    for key in told.own:
        click.echo(f"= {key}")
    click.echo(
        f"{len(told.added)} new, {len(told.changed)} fields that differ, {len(told.own)} of its own"
    )


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return " ".join(value) or "-"
    return "-" if value in (None, "") else str(value)
