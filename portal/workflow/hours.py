"""When mails go out: in the hours of a working day, but what a person waits for goes at once."""

from datetime import datetime, timedelta

from portal.clock import add_working_days, from_local, local, today, working_day
from portal.config import settings

AT_ONCE = ("invitation", "reset", "password_changed", "protection_alarm", "external_register")
"""Letters about an account, and alarms: somebody waits for the link, or must hear of it.

A municipality's own register keeps no hours.
"""


def earliest(template: str, instant: datetime) -> datetime:
    """The instant itself when a letter may go out then, else when the next working day opens."""
    hours = settings().mails_go_out
    if hours is None or template in AT_ONCE:
        return instant
    (opens, closes), moment = hours, local(instant)
    day = moment.date()
    if moment.time() >= opens:
        if working_day(day) and moment.time() < closes:
            return instant
        day += timedelta(days=1)
    return from_local(add_working_days(day, 0), opens)


def open_between(since: datetime, until: datetime) -> timedelta:
    """For how long of this time mails could go out."""
    hours = settings().mails_go_out
    if hours is None:
        return max(until - since, timedelta())
    opens, closes = hours
    open_time, day = timedelta(), today(since)
    while day <= today(until):
        if working_day(day):
            begins, ends = max(since, from_local(day, opens)), min(until, from_local(day, closes))
            open_time += max(ends - begins, timedelta())
        day += timedelta(days=1)
    return open_time
