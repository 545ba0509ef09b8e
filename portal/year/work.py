"""What caseworkers do with a task when its day has come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.clock import add_working_days, today
from portal.identity import age_on
from portal.models import ContactAttempt, Measure, Membership, RegisterEntry, Task
from portal.vocabulary import (
    CONTACT_ACTIONS,
    MAILED_CHANNELS,
    ContactChannel,
    ContactOutcome,
    EntryEndReason,
    MappingStage,
    MeasureEndReason,
    OccupationKind,
    OccupationSource,
    SkipReason,
    TaskAction,
    Tense,
    Wish,
    YouthStatus,
)
from portal.workflow import contact, mapping, measure_reports, measures, plans, register, tasks
from portal.workflow.leaving import Onward
from portal.workflow.legal import KAA_AGE
from portal.year.lives import Life
from portal.year.place import Place

ANSWERED_WITHIN = 25
"""Days in which somebody answers a letter who answers at all."""
SKIPPED = 0.03
"""How often a step of the ladder is left out for a reason."""


@dataclass
class Day:
    """One youth's caseworker on one day."""

    life: Life
    entry: RegisterEntry
    place: Place
    at: datetime

    @property
    def by(self) -> Membership:
        return self.entry.caseworker or self.place.staff[0]

    @property
    def on(self) -> date:
        return today(self.at)

    def do(self, task: Task) -> None:
        """See to one task; what cannot be finished stays open."""
        if task.action in CONTACT_ACTIONS:
            self._climb(task)
        else:
            _WORK.get(task.action, Day._simply)(self, task)

    # --- contact ------------------------------------------------------------------------------

    def _climb(self, task: Task) -> None:
        chance = self.life.chance.random()
        if chance < SKIPPED:
            visit = task.action is TaskAction.VISIT
            reason = SkipReason.YOUTH_DECLINED if visit else SkipReason.NOT_SUITABLE
            tasks.skip(task, reason, by=self.by, at=self.at)
            return
        step = contact.proposed(task, on=self.on)
        self._try(step.channel or ContactChannel.PHONE, task, to_guardian=step.to_guardian)

    def _try(
        self, channel: ContactChannel, task: Task | None = None, *, to_guardian: bool = False
    ) -> ContactAttempt:
        visit = channel is ContactChannel.HOME_VISIT
        attempt = contact.try_to_reach(
            self.entry,
            channel,
            self._outcome(channel),
            on=self.on,
            to_guardian=to_guardian,
            second=self.place.second(self.by) if visit else None,
            task=task,
            by=self.by,
            at=self.at,
        )
        self._hears(attempt)
        return attempt

    def _outcome(self, channel: ContactChannel) -> ContactOutcome:
        if channel in MAILED_CHANNELS:
            return ContactOutcome.SENT
        if self.life.chance.random() < self.life.answers:
            return self._answer()
        if channel is ContactChannel.HOME_VISIT:
            return ContactOutcome.CARD_LEFT
        return ContactOutcome.NO_ANSWER

    def _answer(self) -> ContactOutcome:
        new = self.entry.status is YouthStatus.NOT_REACHED
        return ContactOutcome.DECLINED if new and self.life.declines else ContactOutcome.REACHED

    def answers_mail(self, attempt: ContactAttempt) -> None:
        """What came of what was sent: it comes back, or the youth answers."""
        back = self.life.unknown
        outcome = ContactOutcome.RETURNED if back else self._answer()
        contact.answer(attempt, outcome, on=self.on, by=self.by, at=self.at)
        self._hears(attempt)

    def mail_is_answered_on(self) -> date | None:
        """When an answer to a letter sent today comes, if it does."""
        likely = 1.0 if self.life.unknown else self.life.answers
        answers = self.life.chance.random() < likely
        days = self.life.chance.randrange(2, ANSWERED_WITHIN)
        return add_working_days(self.on + timedelta(days), 0) if answers else None

    def _hears(self, attempt: ContactAttempt) -> None:
        """Who is reached says how it stands."""
        present = [one for one in self.entry.occupations if one.tense is Tense.PRESENT]
        if attempt.outcome is ContactOutcome.REACHED and not present:
            self.states(self.life.occupation)

    def states(self, kind: OccupationKind) -> None:
        register.add_occupation(
            self.entry,
            Tense.PRESENT,
            kind,
            "",
            since=self.on,
            until=None,
            source=OccupationSource.YOUTH,
            by=self.by,
            at=self.at,
        )

    # --- everything else ----------------------------------------------------------------------

    def _simply(self, task: Task) -> None:
        tasks.do(task, by=self.by, at=self.at)

    def _assign(self, _: Task) -> None:
        register.assign(
            self.entry, self.life.chance.choice(self.place.staff), by=self.by, at=self.at
        )

    def _write_before_20(self, task: Task) -> None:
        contact.try_to_reach(
            self.entry,
            ContactChannel.LETTER,
            ContactOutcome.SENT,
            on=self.on,
            task=task,
            by=self.by,
            at=self.at,
        )

    def _follow_up(self, task: Task) -> None:
        """One call; who does not answer stays on the list of what is overdue."""
        self._try(ContactChannel.PHONE, task)

    def _map(self, task: Task) -> None:
        deep = task.action is TaskAction.MAP_DEEPLY
        wants = self.life.occupation is OccupationKind.NONE
        mapping.note(
            self.entry,
            MappingStage.BACKGROUND if deep else MappingStage.SITUATION,
            on=self.on,
            wishes=[Wish.GUIDANCE] if wants else [Wish.UNDECIDED],
            wants_guidance=wants or not self.life.declines,
            wants_measure=wants and not self.life.declines,
            handover_asked=not deep,
            by=self.by,
            at=self.at,
        )

    def _plan(self, _: Task) -> None:
        version = len(self.entry.plans)
        follow_up_on = add_working_days(self.on + timedelta(days=90), 0)
        text = f"Plan {version}"
        says = plans.Said(text, text, text, text, self.on, None, None, follow_up_on)
        plan = plans.make(self.entry, says, revises=version, by=self.by, at=self.at)
        plans.sign(plan, self.on, by=self.by, at=self.at)

    def _agree(self, task: Task) -> None:
        """The offer that fewest have, of those that fit and are not had already."""
        having = {one.offer_id for one in self.entry.measures if one.runs}
        fitting = [
            offer
            for offer in self.place.offers
            if offer.id not in having and measures.fits(offer, self.entry.birth_date, self.on)
        ]
        if not fitting:
            tasks.skip(task, SkipReason.NOT_NEEDED, by=self.by, at=self.at)
            return
        offer = min(fitting, key=lambda one: (self.place.agreed[one.key], one.key))
        self.place.agreed[offer.key] += 1
        measures.agree(
            self.entry,
            offer,
            self.place.provider,
            agreed_on=self.on,
            starts_on=add_working_days(self.on, 5),
            by=self.by,
            at=self.at,
        )

    def _meet(self, task: Task) -> None:
        assert task.measure is not None
        measures.meet(task.measure, self.on, by=self.by, at=self.at)

    def _read(self, task: Task) -> None:
        assert task.measure is not None
        unread = [one for one in task.measure.reports if one.delivered_at and not one.read_at]
        for report in unread:
            measure_reports.read(report, by=self.by, at=self.at)

    def ends(self, measure: Measure) -> None:
        """The measure has led to something, or its time is up."""
        after = self.life.chance.choice((OccupationKind.STUDIES, OccupationKind.WORK))
        measures.end(
            measure,
            MeasureEndReason.AS_PLANNED,
            after,
            on=self.on,
            follow_up_on=add_working_days(self.on, 20),
            by=self.by,
            at=self.at,
        )
        self.states(after)

    def _close(self, _: Task) -> None:
        if age_on(self.entry.birth_date, self.on) >= KAA_AGE:
            onward = Onward(OccupationKind.WORK)
            self.leaves(EntryEndReason.AGE_20, what="Arbetsförmedlingen", onward=onward)
        else:
            self.leaves(EntryEndReason.HAS_EXAMEN, what="Gymnasieexamen")

    def leaves(self, reason: EntryEndReason, *, what: str, onward: Onward | None = None) -> None:
        register.close(
            self.entry, reason, what=what, on=self.on, onward=onward, by=self.by, at=self.at
        )


_WORK: dict[TaskAction, Callable[[Day, Task], None]] = {
    TaskAction.ASSIGN: Day._assign,
    TaskAction.WRITE_BEFORE_20: Day._write_before_20,
    TaskAction.FOLLOW_UP: Day._follow_up,
    TaskAction.MAP_SITUATION: Day._map,
    TaskAction.MAP_DEEPLY: Day._map,
    TaskAction.MAKE_PLAN: Day._plan,
    TaskAction.FOLLOW_UP_PLAN: Day._plan,
    TaskAction.AGREE_ON_MEASURE: Day._agree,
    TaskAction.FIRST_MEETING: Day._meet,
    TaskAction.READ_REPORT: Day._read,
    TaskAction.CLOSE_ENTRY: Day._close,
}
