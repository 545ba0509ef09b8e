"""What logging in asks: how often somebody has tried, and what they had typed before."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, or_, select, true

from portal.db import session
from portal.models import HeldForm, LoginFailure

HELD_FOR = timedelta(minutes=15)
"""Long enough to log in again; no longer, since it is what somebody wrote about a pupil."""
TRIES_KEPT = timedelta(hours=24)


def lock_tries(account_hash: str) -> None:
    """Those who try the same account at the same moment are counted one after the other."""
    session().execute(select(func.pg_advisory_xact_lock(func.hashtext(account_hash))))


def recent_tries(account_hash: str, address_hash: str, *, since: datetime) -> tuple[int, int]:
    """How many tries have failed lately: of this account, and from this address."""
    of_account = LoginFailure.account_hash == account_hash
    from_address = LoginFailure.address_hash == address_hash
    counted = select(func.count().filter(of_account), func.count().filter(from_address)).where(
        LoginFailure.at > since, or_(of_account, from_address)
    )
    account, address = session().execute(counted).one()
    return account, address


def forget_tries(account_hash: str) -> None:
    """The person has come in: what failed before no longer counts."""
    session().execute(delete(LoginFailure).where(LoginFailure.account_hash == account_hash))


def held_form(user_id: UUID, *, at: datetime) -> HeldForm | None:
    """What the user typed when they were no longer logged in."""
    wanted = select(HeldForm).where(HeldForm.user_id == user_id, HeldForm.held_at > at - HELD_FOR)
    return session().scalar(wanted)


def discard_held_form(user_id: UUID) -> None:
    """It has been sent, or is not wanted."""
    session().execute(delete(HeldForm).where(HeldForm.user_id == user_id))


def purge(*, at: datetime) -> int:
    """Forget tries and held forms that no longer serve anything; how many there were."""
    old = (
        delete(LoginFailure).where(LoginFailure.at < at - TRIES_KEPT).returning(true()),
        delete(HeldForm).where(HeldForm.held_at < at - HELD_FOR).returning(true()),
    )
    return sum(len(session().execute(one).all()) for one in old)
