"""What a new database is filled with: the schema, the reference data, the town."""

from portal.db import forget_session, session, transaction


def schema() -> None:
    from portal.migrations import upgrade

    upgrade()


def reference() -> None:
    """Repeatable: a newer demo brings what it knows up to date and leaves the rest alone."""
    from portal.reference import load
    from portal.routines import load_missing
    from portal.routines.register import loading

    with transaction() as current:
        load(current)
        load_missing(current)
        loading.load_missing(current)


def town() -> None:
    """The first time only, and in one transaction: a town is there or it is not."""
    from portal.clock import now, today
    from portal.demo.town import build

    with transaction() as current:
        if not _is_inhabited():
            build(current, today(now()))


def _is_inhabited() -> bool:
    from sqlalchemy import select

    from portal.models import User

    return session().scalar(select(User.id).limit(1)) is not None


def done() -> None:
    """Give the connections back; the programs that follow have their own."""
    from portal.db import engine

    forget_session()
    engine().dispose()
