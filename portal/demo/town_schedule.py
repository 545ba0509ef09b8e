"""Who lives through what, and when: the town's stories over the last fourteen months."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from portal.clock import today
from portal.demo import town_dropouts as dropouts
from portal.demo import town_lives as lives
from portal.demo import town_now as standing
from portal.demo import town_pickups as pickups
from portal.demo import town_register as register
from portal.demo.town_people import (
    DE_GEER_1,
    DE_GEER_3,
    EXAMPLE_SCHOOL,
    FRYSHUSET,
    HIMMELSTALUND,
    HUDDINGE,
    HUDDINGEGYMNASIET,
    NACKA,
    NACKA_GYMNASIUM,
    NORRKOPING,
    NTI,
    PRAKTISKA,
    RYTMUS,
    TUMBA,
    TYRESO,
    TYRESO_GYMNASIUM,
    YRKES,
)
from portal.demo.town_story import NotYet, Stage, Story
from portal.vocabulary import FormKind

Plot = Callable[[Story], None]

SCHOOLS = {
    NACKA: (
        NACKA_GYMNASIUM,
        RYTMUS,
        PRAKTISKA,
        TYRESO_GYMNASIUM,
        FRYSHUSET,
        EXAMPLE_SCHOOL,
    ),
    NORRKOPING: (DE_GEER_1, YRKES, DE_GEER_3, HIMMELSTALUND),
    HUDDINGE: (HUDDINGEGYMNASIET, NTI, TUMBA, RYTMUS, FRYSHUSET),
    TYRESO: (NACKA_GYMNASIUM, FRYSHUSET, TYRESO_GYMNASIUM),
}
"""Where a municipality's youths go to school, the biggest first; often somewhere else."""

AT_RISK, ABSENCE, DROPOUT = FormKind.AT_RISK, FormKind.ABSENCE, FormKind.DROPOUT

STANDING: dict[str, tuple[tuple[FormKind, Plot], ...]] = {
    NACKA: (
        (AT_RISK, partial(standing.unread, kind=AT_RISK, due=2)),
        (ABSENCE, partial(standing.unread, kind=ABSENCE, due=1)),
        (DROPOUT, partial(standing.unread, kind=DROPOUT, due=0)),
        (ABSENCE, partial(standing.read, kind=ABSENCE, due=-1)),
        (AT_RISK, partial(standing.acknowledged, kind=AT_RISK, due=3)),
        (DROPOUT, partial(standing.given_back, kind=DROPOUT, due=2)),
        (AT_RISK, partial(standing.meeting_to_book, due=0)),
        (AT_RISK, partial(standing.times_proposed, due=3)),
        (AT_RISK, partial(standing.booked, day=0)),
        (AT_RISK, partial(standing.booked, day=1)),
        (AT_RISK, partial(standing.booked, day=4)),
        (AT_RISK, partial(standing.booked, day=-2)),
        (AT_RISK, partial(standing.dropout_awaited, due=2)),
        (AT_RISK, partial(standing.dropout_awaited, due=-1)),
        (AT_RISK, partial(standing.promised, due=4)),
        (AT_RISK, standing.renewal_awaited),
        (ABSENCE, partial(standing.asked, due=2)),
        (ABSENCE, partial(standing.asked, due=-3)),
        (ABSENCE, partial(standing.monitored, due=0)),
        (ABSENCE, partial(standing.monitored, due=12)),
        (ABSENCE, partial(standing.resting, due=6)),
        (DROPOUT, partial(standing.offered, due=1)),
        (DROPOUT, partial(standing.offered, due=-2)),
        (DROPOUT, partial(standing.declined, due=2)),
        (ABSENCE, partial(standing.reopening, due=3)),
        (DROPOUT, partial(standing.just_registered, due=0)),
    ),
    NORRKOPING: (
        (DROPOUT, partial(standing.unread, kind=DROPOUT, due=4)),
        (AT_RISK, partial(standing.unread, kind=AT_RISK, due=3)),
        (ABSENCE, partial(standing.read, kind=ABSENCE, due=0)),
        (ABSENCE, partial(standing.unread, kind=ABSENCE, due=-2)),
        (AT_RISK, partial(standing.meeting_to_book, due=2)),
        (AT_RISK, partial(standing.times_proposed, due=-1)),
        (AT_RISK, partial(standing.booked, day=0)),
        (AT_RISK, partial(standing.booked, day=6)),
        (AT_RISK, partial(standing.promised, due=1)),
        (ABSENCE, partial(standing.asked, due=0)),
        (ABSENCE, partial(standing.monitored, due=8)),
        (ABSENCE, partial(standing.monitored, due=-1)),
        (DROPOUT, partial(standing.offered, due=2)),
        (DROPOUT, partial(standing.just_registered, due=-3)),
        (ABSENCE, partial(standing.reopening, due=1)),
    ),
    HUDDINGE: (
        (AT_RISK, partial(standing.unread, kind=AT_RISK, due=2)),
        (ABSENCE, partial(standing.acknowledged, kind=ABSENCE, due=0)),
        (DROPOUT, partial(standing.read, kind=DROPOUT, due=0)),
        (AT_RISK, partial(standing.meeting_to_book, due=4)),
        (AT_RISK, partial(standing.booked, day=2)),
        (AT_RISK, partial(standing.booked, day=-1)),
        (AT_RISK, partial(standing.dropout_awaited, due=3)),
        (ABSENCE, partial(standing.asked, due=1)),
        (ABSENCE, partial(standing.resting, due=-2)),
        (ABSENCE, partial(standing.monitored, due=5)),
        (DROPOUT, partial(standing.offered, due=3)),
        (DROPOUT, partial(standing.just_registered, due=4)),
    ),
    TYRESO: (
        (ABSENCE, partial(pickups.waits, kind=ABSENCE, due=2)),
        (DROPOUT, partial(pickups.opened, kind=DROPOUT, due=-3)),
        (AT_RISK, partial(pickups.waits, kind=AT_RISK, due=-12)),
        (ABSENCE, partial(pickups.acknowledged, kind=ABSENCE, due=-1)),
    ),
}
"""Where some stories stand today, whatever day that is."""

LIVED: tuple[tuple[FormKind, Plot], ...] = (
    (AT_RISK, lives.leaves_after_meeting),
    (ABSENCE, lives.school_goes_on),
    (DROPOUT, dropouts.drops_out),
    (AT_RISK, lives.stays_with_support),
    (FormKind.START, dropouts.begins),
    (DROPOUT, dropouts.changes_school),
    (ABSENCE, lives.absence_that_grew),
    (DROPOUT, partial(dropouts.drops_out, life=register.at_work)),
    (AT_RISK, lives.meeting_that_moved),
    (DROPOUT, partial(dropouts.drops_out, life=register.in_measure)),
    (ABSENCE, lives.corrected),
    (DROPOUT, partial(dropouts.drops_out, life=register.begins_school)),
    (ABSENCE, lives.withdrawn),
    (DROPOUT, partial(dropouts.drops_out, life=register.not_reached)),
    (AT_RISK, lives.meeting_called_off),
    (DROPOUT, dropouts.has_examen),
    (ABSENCE, lives.opened_again),
    (DROPOUT, partial(dropouts.drops_out, life=register.told_of_again)),
    (AT_RISK, lives.stays_with_support),
    (ABSENCE, lives.stays_closed),
    (ABSENCE, lives.begins_elsewhere),
    (DROPOUT, dropouts.changes_mind),
    (AT_RISK, lives.other_outcome),
)
"""What filings lead to, over and over; the later ones have come only part of their way."""

STAYERS = frozenset(plot for kind, plot in LIVED if kind in (AT_RISK, ABSENCE))
SOON_OVER = frozenset({lives.school_goes_on, lives.stays_with_support})
LEFT_BEFORE = 220
"""Working days ago: such stories from earlier were with the one who left."""

HOW_MANY = {NACKA: (26, 0), NORRKOPING: (20, 7), HUDDINGE: (16, 13)}
"""How many such stories each municipality has, and with which it begins."""
FIRST, LAST = 290, 14
"""Working days ago: fourteen months, and what came after is standing somewhere today."""
SUMMER = ((6, 18), (8, 14))
"""When schools are closed: what is told then is that somebody has left."""
AGES = {
    AT_RISK: (16, 17, 18),
    ABSENCE: (16, 17, 17, 18),
    DROPOUT: (17, 18, 18, 19),
    FormKind.START: (16, 17),
}


class Cue(NamedTuple):
    """Whose turn it is, with what, and how long ago it began."""

    home: str
    unit: str
    kind: FormKind
    plot: Plot
    ago: int
    """Working days."""


def tell(stage: Stage) -> None:
    """Live through everything; whoever left Nacka's KAA did so on the way."""
    for turn, cue in enumerate([*_lived(), *_standing()]):
        begins = stage.days.office_hour(stage.days.away(-cue.ago))
        closed = SUMMER[0] <= (begins.month, begins.day) <= SUMMER[1] and cue.plot in STAYERS
        age = stage.chance.choice(AGES[DROPOUT if closed else cue.kind])
        pupil = stage.pupils.of_age(age, today(begins), cue.home)
        story = Story(stage, pupil, cue.unit, begins, turn=turn)
        if cue.home == NACKA and cue.ago > LEFT_BEFORE and cue.plot in SOON_OVER:
            story.who_has_it = stage.cast.who_left()
        lived(story, dropouts.drops_out if closed else cue.plot)


def lived(story: Story, plot: Plot) -> None:
    """As much of the story as has happened."""
    with suppress(NotYet):
        plot(story)


def _lived() -> Iterator[Cue]:
    for home, (count, first) in HOW_MANY.items():
        biggest, *others = SCHOOLS[home]
        for n in range(count):
            kind, plot = LIVED[(first + n) % len(LIVED)]
            unit = others[n // 2 % len(others)] if n % 2 else biggest
            yield Cue(home, unit, kind, plot, FIRST - (FIRST - LAST) * n // count)


def _standing() -> Iterator[Cue]:
    for home, standings in STANDING.items():
        for n, (kind, plot) in enumerate(standings):
            yield Cue(home, SCHOOLS[home][n % len(SCHOOLS[home])], kind, plot, 20)
