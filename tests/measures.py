"""An offer, a provider and a youth with a measure, for the tests of several folders."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.models import Case, Measure, MeasureOffer, MeasureReport, Provider, RegisterEntry
from portal.vocabulary import FormKind, MeasureKind
from portal.workflow import handover, measure_reports, measures
from portal.workflow.handover import Filled
from tests.town import AT, TODAY, Town, a_case

MAILBOX = "rapporter@arbetsforum.example"
AGREED = TODAY - timedelta(days=40)
STARTED = TODAY - timedelta(days=30)


def an_entry(cast: Town, **says) -> RegisterEntry:
    """A youth who came by a handover."""
    return _accept(cast, a_case(cast, FormKind.DROPOUT, **says))


def _accept(cast: Town, case: Case) -> RegisterEntry:
    offer = handover.offered(case)
    assert offer is not None
    return handover.accept(
        offer,
        handover.passing(offer.filing, "YBC"),
        Filled(None, "", "", "070-000 00 34", True, False, False),
        cast.caseworker,
        running=None,
        joins_running=False,
        by=cast.caseworker,
        at=AT,
    )


def an_offer(code: str = "0182", **says) -> MeasureOffer:
    """An offer with every limit, by a provider that reports each month."""
    provider = Provider(
        municipality_code=code, name="Arbetsforum", email=MAILBOX, phone="08-000 00 01"
    )
    facts = {
        "municipality_code": code,
        "key": "N-M1",
        "name": "Studiemotiverande praktik",
        "kind": MeasureKind.TRAINEESHIP,
        "provider": provider,
        "least_age": 16,
        "most_age": 18,
        "max_months": 6,
        "first_meeting_weeks": 2,
        "report_months": 1,
        "report_days": 5,
        "active": True,
        "note": "",
    }
    return MeasureOffer(**facts | says)


def settle_measure(
    cast: Town, rows: Session, offer: MeasureOffer | None = None, **says
) -> tuple[RegisterEntry, Measure]:
    """A youth with a measure, stored."""
    case = a_case(cast, FormKind.DROPOUT)
    rows.add(case)
    rows.flush()
    entry = _accept(cast, case)
    rows.add(entry)
    measure = a_measure(cast, entry, offer or an_offer(), **says)
    rows.commit()
    return entry, measure


def an_asked_report(measure: Measure, rows: Session) -> MeasureReport:
    """The provider has been asked how the month went."""
    letter = measure_reports.ask(measure, at=AT)
    assert letter is not None
    rows.add(letter)
    rows.commit()
    return measure.reports[0]


def a_measure(
    cast: Town, entry: RegisterEntry, offer: MeasureOffer, *, starts_on: date | None = STARTED
) -> Measure:
    """Agreed on long enough ago for a month to be over."""
    return measures.agree(
        entry,
        offer,
        offer.provider,
        agreed_on=AGREED,
        starts_on=starts_on,
        by=cast.caseworker,
        at=AT,
    )
