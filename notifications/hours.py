"""When mails go out: in the hours of a working day, but what a person waits for goes at once."""

from datetime import datetime, timedelta

from portal.clock import add_working_days, from_local, local, working_day
from portal.config import settings

AT_ONCE = ("invitation", "reset", "password_changed", "protection_alarm")
"""Letters about an account, and alarms: somebody waits for the link, or must hear of it."""


def earliest(template: str, at: datetime) -> datetime:
    """The instant itself when a letter may go out then, else when the next working day opens."""
    hours = settings().mails_go_out
    if hours is None or template in AT_ONCE:
        return at
    (opens, closes), moment = hours, local(at)
    day = moment.date()
    if moment.time() >= opens:
        if working_day(day) and moment.time() < closes:
            return at
        day += timedelta(days=1)
    return from_local(add_working_days(day, 0), opens)
