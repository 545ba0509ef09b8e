"""Measures of the town's youths: by whom, how they begin, and what their providers report."""

from datetime import datetime

from sqlalchemy import Select, select

from portal.clock import today
from portal.demo.town_people import HUDDINGE, NACKA, NORRKOPING
from portal.demo.town_story import Stage, Story
from portal.models import Measure, MeasureOffer, Provider
from portal.vocabulary import MeasureEndReason, OccupationKind, ReportedAttendance
from portal.workflow import measure_reports, measures

PROVIDERS = {
    NACKA: ("Arbetsforum Nacka", "rapporter@arbetsforum.example", "08-465 004 31"),
    HUDDINGE: ("Ungdomsverkstan", "rapporter@ungdomsverkstan.example", "08-465 004 32"),
    NORRKOPING: ("Jobbhuset", "rapporter@jobbhuset.example", "08-465 004 33"),
}
MEETS_AFTER = 6
"""Working days from the agreement."""
REPORTED = (
    (ReportedAttendance.AS_AGREED, "Tre dagar i veckan i butiken. Vi planerar för kassan i vår."),
    None,
    (ReportedAttendance.PARTLY, "Två dagar i veckan på lagret. Vi prövar fler dagar nästa månad."),
)
"""What providers have said; one of three reports is still missing."""


def settle(stage: Stage) -> None:
    """Those who run measures have all offers that are reported on."""
    for code, (name, email, phone) in PROVIDERS.items():
        provider = Provider(municipality_code=code, name=name, email=email, phone=phone)
        stage.session.add(provider)
        for offer in stage.session.scalars(_offers(code)):
            offer.provider = provider if offer.report_months else None
    stage.session.flush()


def _offers(code: str) -> Select[MeasureOffer]:
    return select(MeasureOffer).where(MeasureOffer.municipality_code == code)


def begins(story: Story) -> None:
    """The first offer that fits the youth's age is agreed on, and they meet."""
    entry, at = story.entry, story.now()
    assert entry is not None
    offers = story.stage.session.scalars(_offers(story.home).order_by(MeasureOffer.key))
    fitting = [one for one in offers if measures.fits(one, entry.birth_date, today(at))]
    if not fitting:
        return
    offer, by = fitting[0], story.worker
    agreed = measures.agree(entry, offer, offer.provider, agreed_on=today(at), by=by, at=at)
    story.saved()
    story.wait(MEETS_AFTER)
    at = story.now()
    measures.begin(agreed, today(at), by=by, at=at)
    measures.meet(agreed, today(at), by=by, at=at)
    story.saved()


def report(stage: Stage) -> None:
    """What the providers say of the last month: most have answered, and some of it is read."""
    asked_at = stage.days.office_hour(stage.days.away(-4))
    said_at = stage.days.office_hour(stage.days.away(-2))
    day = today(asked_at)
    _ends_on_time(stage, asked_at)
    due = select(Measure).where(Measure.next_report_on <= day).order_by(Measure.agreed_on)
    for place, measure in enumerate(stage.session.scalars(due).all()):
        if measure_reports.ask(measure, at=asked_at) is None:
            continue
        said = REPORTED[place % len(REPORTED)]
        if said is None:
            continue
        one, (attendance, words) = measure.reports[-1], said
        measure_reports.deliver(one, attendance, goes_on=True, words=words, at=said_at)
    stage.session.flush()


def _ends_on_time(stage: Stage, at: datetime) -> None:
    """What has lasted as long as it may has ended as planned, and they begin once more."""
    day = today(at)
    over = select(Measure).where(Measure.planned_end_on < day, Measure.ended_on.is_(None))
    for measure in stage.session.scalars(over.order_by(Measure.agreed_on)).all():
        entry, offer, by = measure.entry, measure.offer, measure.agreed_by
        assert measure.planned_end_on is not None
        measures.end(
            measure,
            MeasureEndReason.AS_PLANNED,
            OccupationKind.NONE,
            on=measure.planned_end_on,
            follow_up_on=stage.days.away(3),
            by=by,
            at=at,
        )
        measure.next_report_on = None
        if measures.fits(offer, entry.birth_date, day):
            measures.agree(entry, offer, offer.provider, agreed_on=day, by=by, at=at)
    stage.session.flush()
