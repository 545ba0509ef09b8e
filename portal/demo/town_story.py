"""One pupil's way through the portal, told as the people of the town take its steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from uuid import uuid4

from sqlalchemy.orm import Session

from portal.access import log
from portal.clock import today
from portal.demo.town_answers import DAYS_BEFORE, Pen, programme
from portal.demo.town_days import Days
from portal.demo.town_people import SECOND_SCHOOLS, Cast
from portal.demo.town_pupils import Pupil, Pupils
from portal.models import Case, Filing, Membership, RegisterEntry, Routine, SchoolUnit
from portal.vocabulary import (
    CodedAnswer,
    FormKind,
    HomeGround,
    Opened,
    OrganiserKind,
    SharingGround,
)
from portal.workflow import casework, closing, filing
from portal.workflow.paper import OnPaper

NOT_SECRET_SHARE = 0.3
STATED_SHARE = 0.15
"""How often a home municipality rests on what pupil or guardian says."""


class NotYet(Exception):
    """What comes next has not happened yet."""


@dataclass(frozen=True)
class Stage:
    """What all stories of the town share."""

    session: Session
    days: Days
    cast: Cast
    pupils: Pupils
    chance: Random
    routines: dict[tuple[str, FormKind], Routine]
    turns: Iterator[int] = field(default_factory=count)
    """For what comes round to everybody in turn."""

    def unit(self, code: str) -> SchoolUnit:
        return self.session.get_one(SchoolUnit, code)


class Story:
    """A pupil, a school and a home municipality, and the time it has come to."""

    def __init__(
        self, stage: Stage, pupil: Pupil, unit: str, begins: datetime, *, turn: int = 0
    ) -> None:
        self.stage, self.pupil, self.at = stage, pupil, begins
        self.unit = stage.unit(unit)
        self.home, self.turn = pupil.home, turn
        self.counsellor = stage.cast.counsellor(unit, turn)
        self._case: Case | None = None
        self.left_behind: list[Case] = []
        self.entry: RegisterEntry | None = None
        self.who_has_it: Membership | None = None

    @property
    def case(self) -> Case:
        """The case that the school's filings have opened."""
        if self._case is None:
            raise LookupError("nothing has been filed yet")
        return self._case

    @property
    def worker(self) -> Membership:
        """Who at KAA has the case: one of those in the municipality where it is now."""
        return self.who_has_it or self.stage.cast.kaa(self.home, self.turn)

    def routine(self, kind: FormKind) -> Routine:
        """How the home municipality wants this kind handled."""
        return self.stage.routines[self.home, kind]

    def wait(self, working_days: int) -> None:
        """Time passes."""
        self.at = self.stage.days.later(self.at, working_days)

    def until(self, working_days: int) -> None:
        """Time passes to so many working days from today; negative lies behind us."""
        self.at = self.stage.days.office_hour(self.stage.days.away(working_days))

    def now(self) -> datetime:
        """The moment of the next step. A story that reaches today goes on another day."""
        self.at = self.stage.days.soon(self.at)
        if not self.stage.days.has_come(self.at):
            raise NotYet
        return self.at

    def saved(self) -> None:
        """Let the database have what was decided, so that the next step finds it."""
        self.stage.session.flush()

    def chance(self, least: int, most: int) -> int:
        """So many, more or less."""
        return self.stage.chance.randint(least, most)

    def files(
        self,
        kind: FormKind,
        *,
        wants_meeting: bool = False,
        days_before: int | None = None,
        but: Mapping[str, str] | None = None,
        on_paper: OnPaper | None = None,
    ) -> Filing:
        """The school hands in a form about what happened some days ago."""
        at = self.now()
        ago = self.chance(*DAYS_BEFORE[kind]) if days_before is None else days_before
        event_on = today(at) - timedelta(ago)
        handed_in = filing.file(
            self._told(kind, event_on, but or {}, wants_meeting=wants_meeting, on_paper=on_paper),
            draft_id=uuid4(),
            unit=self.unit,
            routine=self.routine(kind),
            thread=self._case if self._case is not None and self._case.is_open else None,
            entry=self.entry if self.entry is not None and self.entry.closed_on is None else None,
            elsewhere=self.left_behind,
            by=self.counsellor,
            at=at,
        )
        self._case = handed_in.case
        self.stage.session.add(handed_in.case)
        self.saved()
        return handed_in

    def _told(
        self,
        kind: FormKind,
        event_on: date,
        but: Mapping[str, str],
        *,
        wants_meeting: bool = False,
        on_paper: OnPaper | None = None,
    ) -> filing.Told:
        pupil, lot = self.pupil, self.stage.chance
        code, year = programme(self.unit, pupil, event_on)
        ground = HomeGround.STATED if lot.random() < STATED_SHARE else HomeGround.REGISTERED
        sharing = self._sharing() if kind is FormKind.AT_RISK else None
        told_on = today(on_paper.at if on_paper else self.at)
        pen = Pen(pupil, self.counsellor, event_on, told_on, sharing, lot)
        return filing.Told(
            kind=kind,
            number=pupil.number,
            given_name=pupil.given_name,
            family_name=pupil.family_name,
            birth_date=pupil.birth_date,
            home_ground=ground,
            event_on=event_on,
            programme_code=code,
            year=year,
            sharing_ground=sharing,
            wants_meeting=wants_meeting,
            answers=pen.head(kind, ground=ground, wants_meeting=wants_meeting) | pen.own(kind, but),
            on_paper=on_paper,
        )

    def _sharing(self) -> SharingGround:
        """Independent schools ask for consent; the others mostly do."""
        independent = self.unit.organiser_kind is OrganiserKind.INDEPENDENT
        asks = independent or self.stage.chance.random() > NOT_SECRET_SHARE
        return SharingGround.CONSENT if asks else SharingGround.NOT_SECRET

    def corrects(self, handed_in: Filing, reason: str, days_before: int) -> Filing:
        """The school hands in a new version."""
        at = self.now()
        version = filing.correct(
            handed_in,
            self._told(handed_in.kind, today(at) - timedelta(days_before), {}),
            draft_id=uuid4(),
            unit=self.unit,
            reason=reason,
            by=self.counsellor,
            at=at,
        )
        self.saved()
        return version

    def asks_to_reopen(self, reason: str) -> None:
        closing.request_reopen(
            self.case, reason, other_open=None, by=self.counsellor, at=self.now()
        )
        self.saved()

    def goes_elsewhere(self) -> None:
        """The pupil is at another school now; what follows is told from there."""
        here = self.unit.code
        there = next(unit for unit in SECOND_SCHOOLS[self.home] if unit != here)
        self.unit = self.stage.unit(there)
        self.counsellor = self.stage.cast.counsellor(there, self.turn)
        self.left_behind = [self.case] if self.case.is_open else []
        self._case = None

    def answers(self, text: str) -> None:
        casework.answer(self.case, text, by=self.counsellor, at=self.now())
        self.saved()

    def opens(self) -> None:
        """Somebody at KAA reads the case; the access log remembers."""
        at = self.now()
        casework.opened(self.case, at=at)
        log.opened(self.worker, Opened.CASE, self.case.reference, at=at, request_id=uuid4().hex)

    def acknowledges(self) -> None:
        self.opens()
        casework.acknowledge(self.case, by=self.worker, at=self.now())
        self.saved()

    def takes(self) -> None:
        self.opens()
        casework.take_on(self.case, by=self.worker, at=self.now())
        self.saved()

    def replies(self, coded: CodedAnswer, text: str = "") -> None:
        casework.reply(self.case, coded, text, by=self.worker, at=self.now())
        self.saved()

    def asks(self, question: str) -> None:
        casework.ask(self.case, question, by=self.worker, at=self.now())
        self.saved()

    def notes(self, text: str) -> None:
        casework.note(self.case, text, by=self.worker, at=self.now())
        self.saved()

    def monitors(self, until: date, reason: str) -> None:
        casework.monitor(self.case, until, reason, by=self.worker, at=self.now())
        self.saved()

    def reroutes(self, home: str, reason: str) -> None:
        """The case goes on to the municipality where the pupil lives."""
        routine = self.stage.routines[home, self.case.latest_kind]
        at = self.now()
        self.stage.session.add(casework.reroute(self.case, routine, reason, by=self.worker, at=at))
        self.home = home
        self.saved()
