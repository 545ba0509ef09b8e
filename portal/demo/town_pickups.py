"""Filings to a municipality that has not joined: picked up, or not, by link and code."""

from portal.demo import town_now as standing
from portal.demo.town_story import Story
from portal.models import Pickup
from portal.vocabulary import FormKind
from portal.workflow import receiving
from portal.workflow.pickups import see_to


def waits(story: Story, kind: FormKind, due: int) -> None:
    """Sent, and reminded of until today or until the link has grown old."""
    standing.unread(story, kind, due)
    _until_today(story)


def opened(story: Story, kind: FormKind, due: int) -> None:
    """Somebody has read it the day after, and not said that they have it."""
    standing.unread(story, kind, due)
    _opens(story)
    _until_today(story)


def acknowledged(story: Story, kind: FormKind, due: int) -> None:
    """The municipality has said that it has it."""
    standing.unread(story, kind, due)
    _opens(story)
    receiving.acknowledge(_pickup(story), at=story.now())
    story.saved()


def _pickup(story: Story) -> Pickup:
    return story.case.pickups[-1]


def _opens(story: Story) -> None:
    story.wait(1)
    pickup = _pickup(story)
    receiving.try_code(pickup, pickup.code, at=story.now())
    story.saved()


def _until_today(story: Story) -> None:
    """What the worker does when its time has come, as it would have done it."""
    pickup = _pickup(story)
    while pickup.ended_at is None and story.stage.days.has_come(pickup.next_at):
        see_to(pickup, at=pickup.next_at)
        story.saved()
