"""Which way to try next: one that the routine names, that was not tried, and that can be."""

from portal.models import RegisterEntry, Task
from portal.vocabulary import MAILED_CHANNELS, ContactChannel
from portal.workflow import rungs


def proposed(entry: RegisterEntry, task: Task, *, to_guardian: bool) -> ContactChannel | None:
    """The first of the routine's channels that was not tried and can be: else the task's own."""
    tried = {one.channel for one in rungs.tries(entry)}
    untried = [one for one in rungs.channels(task) if one not in tried]
    for channel in untried:
        if to_guardian or _has_means(entry, channel):
            return channel
    return task.channel


def _has_means(entry: RegisterEntry, channel: ContactChannel) -> bool:
    """Whether the register knows the number or address that a channel needs."""
    if channel in {ContactChannel.PHONE, ContactChannel.SMS}:
        return bool(entry.phone)
    if channel is ContactChannel.EMAIL:
        return bool(entry.email)
    if channel in MAILED_CHANNELS or channel is ContactChannel.HOME_VISIT:
        return bool(entry.address)
    return True
