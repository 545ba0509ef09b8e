"""Youths who are mapped and make a plan with their caseworker, in codes and plain words."""

from datetime import timedelta

from portal.clock import add_working_days, today
from portal.demo.town_story import Story
from portal.vocabulary import MappingStage, Wish
from portal.workflow import mapping, plans

PLANS: tuple[tuple[list[Wish], tuple[str, str, str, str]], ...] = (
    (
        [Wish.ADULT_EDUCATION],
        (
            "Läsa in gymnasiet på komvux. Börja med två kurser och se hur det går.",
            "Söker kurserna och följer dem till terminens slut.",
            "Bokar studievägledning och följer med till första mötet på komvux.",
            "Komvux gör en individuell studieplan.",
        ),
    ),
    (
        [Wish.WORK, Wish.TRAINEESHIP],
        (
            "Praktik i butik, och sedan arbete.",
            "Skriver sitt cv och är på praktiken de dagar som vi har kommit överens om.",
            "Ordnar praktikplatsen och ringer varannan vecka.",
            "Butiken har en handledare som visar arbetet.",
        ),
    ),
    (
        [Wish.INTRODUCTION_PROGRAMME, Wish.GUIDANCE],
        (
            "Börja om i skolan, på introduktionsprogrammet.",
            "Är med på studiebesöket och söker platsen.",
            "Följer med på studiebesöket och håller kontakt med skolan.",
            "",
        ),
    ),
)
"""Wishes, and the four texts of a plan."""


def mapped_and_planned(story: Story) -> None:
    """The three steps of a mapping, the plan, and its signature a week later."""
    assert story.entry is not None
    wishes, texts = PLANS[story.entry.birth_date.day % len(PLANS)]
    for stage in (MappingStage.SITUATION, MappingStage.BACKGROUND):
        _map(story, stage, wishes)
        story.wait(4)
    at = story.now()
    day = today(at)
    said = plans.Said(
        *texts,
        starts_on=day,
        ends_on=day + timedelta(days=180),
        end_reason=None,
        follow_up_on=add_working_days(day, 60),
    )
    plan = plans.make(story.entry, said, revises=0, by=story.worker, at=at)
    story.saved()
    story.wait(5)
    at = story.now()
    plans.sign(plan, today(at), by=story.worker, at=at)
    story.saved()


def _map(story: Story, stage: MappingStage, wishes: list[Wish]) -> None:
    assert story.entry is not None
    at = story.now()
    mapping.note(
        story.entry,
        stage,
        on=today(at),
        wishes=wishes,
        wants_guidance=True,
        wants_measure=None,
        handover_asked=stage is MappingStage.SITUATION,
        by=story.worker,
        at=at,
    )
    story.saved()
